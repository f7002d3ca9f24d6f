"""Load a made-up workspace into DuckDB with dlt, change it, and load it again: no key, no network.

python examples/load_warehouse.py [CUSTOMERS]
"""

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")  # dlt would report its use

import dlt
from pivotal import PivotalApi
from pivotal.dlt_source import pivotal_source
from pivotal.sandbox import Sandbox

KEY = "pivotal_test_local"
FILE = Path("warehouse.duckdb")
TABLES = ("customers", "contacts", "onboardings")
COUNTS = """
SELECT (SELECT count(*) FROM customers), (SELECT count(*) FROM contacts), (SELECT count(*) FROM onboardings)
"""


def main(customers: int) -> None:
    """Load so many customers with their contacts and onboardings; rename one, delete one, and load again."""
    sandbox = Sandbox()
    print(f"seeded    {sandbox.seed(customers)}")
    with sandbox.serve() as url, PivotalApi(api_key=KEY, base_url=url) as client, TemporaryDirectory() as folder:
        warehouse = dlt.destinations.duckdb(str(FILE))
        changed, deleted = client.customers.list().to_list(max_items=2)
        pipeline = dlt.pipeline("warehouse", pipelines_dir=folder, destination=warehouse, dataset_name="pivotal")

        def load() -> None:
            started, cpu = time.perf_counter(), time.process_time()
            pipeline.run(pivotal_source(KEY, url))
            spent = f"{time.perf_counter() - started:.0f} s, {time.process_time() - cpu:.0f} s of processor time"
            with pipeline.sql_client() as sql:
                [rows] = sql.execute_sql(COUNTS) or []
                found = sql.execute_sql("SELECT name FROM customers WHERE id IN (%s, %s)", changed.id, deleted.id) or []
            print(f"loaded    {dict(zip(TABLES, rows, strict=True))} in {spent}")
            print(f"found     {', '.join(name for (name,) in found)}")

        load()
        client.customers.update(changed, name="Renamed")
        client.customers.delete(deleted)
        print(f"changed   renamed {changed.name}, deleted {deleted.name}")
        load()
    sandbox.close()
    print(f"written   {FILE.absolute()}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
