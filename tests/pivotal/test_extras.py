"""A module whose extra isn't installed names it in one sentence."""

import subprocess
import sys

import pytest

WITHOUT = """
import sys
sys.modules[sys.argv[1]] = None
try:
    __import__(sys.argv[2])
except ImportError as error:
    print(error)
"""

MODULES = [
    ("pivotal_runtime.arrow", "pyarrow", 'pyarrow is missing; pip install "pivotal[arrow]".'),
    ("pivotal.dlt_source", "dlt", 'dlt is missing; pip install "pivotal[dlt]".'),
    ("pivotal.opentelemetry", "opentelemetry", 'opentelemetry is missing; pip install "pivotal[opentelemetry]".'),
    ("pivotal.webhooks", "standardwebhooks", 'standardwebhooks is missing; pip install "pivotal[webhooks]".'),
    ("pivotal.testing._plugin", "pytest", 'pytest is missing; pip install "pivotal[testing]".'),
]


@pytest.mark.parametrize(("module", "missing", "message"), MODULES)
def test_a_module_without_its_extra(module: str, missing: str, message: str) -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT, missing, module], capture_output=True, text=True, check=True)
    assert done.stdout == f"{message}\n"


def test_the_cassettes_need_no_extra() -> None:
    command = "import sys; sys.modules['pytest'] = None; from pivotal.testing import Cassette; print(Cassette.__name__)"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "Cassette\n"


def test_a_client_loads_nothing_of_webhooks_and_tables() -> None:
    command = """
import sys
from pivotal import PivotalApi
with PivotalApi(api_key="pivotal_test_K8s9secretsecret") as client:
    client.customers.list
ours = ("event", "webhooks", "arrow", "columns", "dlt")
theirs = {"standardwebhooks", "pyarrow", "duckdb", "dlt", "polars", "pandas", "numpy"}
print([name for name in sys.modules if name in theirs or (name.startswith("pivotal") and any(map(name.count, ours)))])
"""
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
