"""Upserts create what is new, change what differs, and leave the rest."""

import dataclasses
from collections import Counter
from pathlib import Path
from typing import Any

import attrs
import pytest
from pivotal import PivotalApi, bulk
from pivotal.errors import InvalidArgumentError
from pivotal.sandbox import Sandbox

KEY_COLUMN = "hubspot_company_id"


def rows(count: int = 3, **fields: Any) -> list[dict[str, Any]]:
    return [{KEY_COLUMN: str(number), "name": f"Customer {number}", **fields} for number in range(1, count + 1)]


def upsert(client: PivotalApi, source: Any, checkpoint: Path, **options: Any) -> bulk.UpsertReport:
    return bulk.upsert(client, source, **{"key": KEY_COLUMN, "checkpoint": checkpoint, "pacing": False, **options})


def counts(report: bulk.UpsertReport) -> tuple[int, int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.skipped, report.failed


def sent(sandbox: Sandbox, operation: str) -> list[Any]:
    return [request.json() for request in sandbox.requests.matching(operation)]


def test_rows_become_customers_and_a_second_run_sends_nothing(
    client: PivotalApi, sandbox: Sandbox, checkpoint: Path
) -> None:
    assert counts(upsert(client, rows(), checkpoint)) == (3, 0, 0, 0, 0)
    assert Counter(customer.name for customer in client.customers.list()) == Counter(row["name"] for row in rows())
    sandbox.requests.clear()
    assert counts(upsert(client, rows(), checkpoint)) == (0, 0, 3, 0, 0)
    assert len(sandbox.requests) == 0


def test_only_what_changed_is_sent(client: PivotalApi, sandbox: Sandbox, checkpoint: Path) -> None:
    upsert(client, rows(plan="starter", mrr=1), checkpoint)
    changed = rows(plan="starter", mrr=1)
    changed[1]["plan"] = "growth"
    assert counts(upsert(client, changed, checkpoint)) == (0, 1, 2, 0, 0)
    assert sent(sandbox, "update-customer") == [{"plan": "growth"}]


def test_an_empty_cell_leaves_a_field_and_the_marker_clears_it(
    client: PivotalApi, sandbox: Sandbox, checkpoint: Path
) -> None:
    upsert(client, rows(plan="starter", domain="a.example"), checkpoint)
    changed = rows(1, plan="", domain="NULL")
    assert counts(upsert(client, changed, checkpoint, null_marker="NULL")) == (0, 1, 0, 0, 0)
    assert sent(sandbox, "update-customer") == [{"domain": None}]
    kept = client.customers.list(slug="customer-1").first()
    assert kept is not None
    assert (kept.plan, kept.domain) == ("starter", None)


def test_records_that_exist_are_found_by_the_key(client: PivotalApi, sandbox: Sandbox, checkpoint: Path) -> None:
    client.customers.create(name="Customer 1", hubspot_company_id="1")
    client.customers.create(name="Old name", hubspot_company_id="2")
    assert counts(upsert(client, rows(), checkpoint)) == (1, 1, 1, 0, 0)
    assert sent(sandbox, "update-customer") == [{"name": "Customer 2"}]
    assert len(client.customers.list().to_list()) == 3


def test_two_records_with_one_key_are_reported(client: PivotalApi, checkpoint: Path) -> None:
    twins = [client.customers.create(name=name, hubspot_company_id="1") for name in ("A", "B")]
    report = upsert(client, rows(1), checkpoint)
    assert report.failures[0].code == "ambiguous_key"
    assert all(twin.id in report.failures[0].message for twin in twins)


def test_more_records_than_the_documentation_advises_to_list_ask_for_a_decision(
    client: PivotalApi, sandbox: Sandbox, checkpoint: Path
) -> None:
    sandbox.seed(customers=1_001)
    with pytest.raises(bulk.BulkError, match="more than 1,000 customers"):
        upsert(client, rows(), checkpoint)
    sandbox.requests.assert_not_called("create-customer")
    assert counts(upsert(client, rows(), checkpoint, lookup="all")) == (3, 0, 0, 0, 0)
    assert counts(upsert(client, rows(4), checkpoint, lookup="none")) == (1, 0, 3, 0, 0)


@pytest.mark.parametrize(
    ("on_taken", "expected"), [("adopt", (0, 1, 0, 0, 0)), ("skip", (0, 0, 0, 1, 0)), ("fail", (0, 0, 0, 0, 1))]
)
def test_a_taken_slug_follows_the_rule(
    client: PivotalApi, checkpoint: Path, on_taken: Any, expected: tuple[int, ...]
) -> None:
    taken = client.customers.create(name="Customer 1", slug="one")
    source = rows(1, slug="one", plan="growth")
    assert counts(upsert(client, source, checkpoint, on_taken=on_taken)) == expected
    assert len(client.customers.list().to_list()) == 1
    if on_taken == "adopt":
        assert bulk.read_ids(checkpoint) == {"1": taken.id}
        assert client.customers.get(taken).hubspot_company_id == "1"


def test_a_record_of_another_key_is_not_adopted(client: PivotalApi, checkpoint: Path) -> None:
    client.customers.create(name="Other", slug="one", hubspot_company_id="77")
    report = upsert(client, rows(1, slug="one"), checkpoint)
    assert (report.failed, report.failures[0].code) == (1, "slug_taken")
    assert client.customers.list().first().name == "Other"  # type: ignore[union-attr]


def test_a_dry_run_sends_gets_only_and_keeps_nothing(client: PivotalApi, sandbox: Sandbox, checkpoint: Path) -> None:
    client.customers.create(name="Old", hubspot_company_id="2")
    sandbox.requests.clear()
    report = upsert(client, rows(), checkpoint, dry_run=True)
    assert (counts(report), report.dry_run) == ((2, 1, 0, 0, 0), True)
    assert {request.method for request in sandbox.requests} == {"GET"}
    assert not checkpoint.exists()


def test_contacts_and_onboardings_find_their_customer_by_the_other_systems_id(
    client: PivotalApi, tmp_path: Path
) -> None:
    customers = tmp_path / "customers.sqlite"
    upsert(client, rows(2), customers)
    people = [{"crm": "p1", "company": "2", "name": "Ada", "email": "ada@two.example", "labels": "vip; buyer"}]
    options: dict[str, Any] = {"key": "crm", "parents": customers, "mapping": {"company": "customer_id"}}
    contacts = tmp_path / "contacts.sqlite"
    assert counts(upsert(client, people, contacts, resource="contacts", **options)) == (1, 0, 0, 0, 0)
    second = client.customers.list(slug="customer-2").first()
    assert second is not None
    ada = client.contacts.list(second).first()
    assert ada is not None
    assert (ada.name, ada.labels) == ("Ada", ["vip", "buyer"])
    deals = [{"crm": "d1", "company": "2", "phase": "launch", "target_launch_date": "2027-01-15"}]
    onboardings = tmp_path / "onboardings.sqlite"
    assert counts(upsert(client, deals, onboardings, resource="onboardings", **options)) == (1, 0, 0, 0, 0)
    assert counts(upsert(client, deals, onboardings, resource="onboardings", **options)) == (0, 0, 1, 0, 0)
    assert [onboarding.customer_id for onboarding in client.onboardings.list(phase="launch")] == [second.id]


def test_a_contact_whose_address_is_taken_is_adopted(client: PivotalApi, checkpoint: Path) -> None:
    aurora = client.customers.create(name="Aurora")
    ada = client.contacts.create(aurora, name="Ada", email="ada@aurora.example")
    row = {"crm": "p1", "customer_id": aurora.display_id, "name": "Ada L.", "email": "ADA@aurora.example"}
    assert counts(upsert(client, [row], checkpoint, resource="contacts", key="crm")) == (0, 1, 0, 0, 0)
    assert client.contacts.get(ada).name == "Ada L."


def test_a_record_can_not_move_to_another_customer(client: PivotalApi, checkpoint: Path) -> None:
    first, second = (client.customers.create(name=name) for name in ("A", "B"))
    row = {"crm": "p1", "customer_id": first.id, "name": "Ada", "email": "ada@a.example"}
    upsert(client, [row], checkpoint, resource="contacts", key="crm")
    report = upsert(client, [{**row, "customer_id": second.id}], checkpoint, resource="contacts", key="crm")
    assert [failure.code for failure in report.failures] == ["not_changeable"]


@dataclasses.dataclass
class Company:
    hubspot_company_id: str
    name: str
    mrr: int


@attrs.define
class Account:
    hubspot_company_id: str
    name: str


def test_rows_may_be_dataclasses_and_attrs_objects(client: PivotalApi, checkpoint: Path) -> None:
    assert counts(upsert(client, [Company("1", "A", 5), Account("2", "B")], checkpoint)) == (2, 0, 0, 0, 0)
    with pytest.raises(InvalidArgumentError, match="row 1 is of type int"):
        upsert(client, [3], checkpoint)


def test_failures_are_reported_and_the_rest_arrives(client: PivotalApi, sandbox: Sandbox, checkpoint: Path) -> None:
    client.customers.create(name="Other", slug="two", hubspot_company_id="77")
    source = rows()
    source[1]["slug"] = "two"
    report = upsert(client, source, checkpoint)
    assert counts(report) == (2, 0, 0, 0, 1)
    failure = report.failures[0]
    assert (failure.line, failure.key, failure.code, failure.cells) == (2, "2", "slug_taken", source[1])
    source[1]["slug"] = "number-two"
    assert counts(upsert(client, source, checkpoint)) == (1, 0, 2, 0, 0)


def test_progress_counts_every_row(client: PivotalApi, checkpoint: Path) -> None:
    seen: list[int] = []
    upsert(client, rows(5), checkpoint, progress=lambda progress: seen.append(progress.done))
    assert (seen[0], seen[-1]) == (0, 5)
    assert seen == sorted(seen)


def test_a_refused_key_stops_the_job(client: PivotalApi, sandbox: Sandbox, checkpoint: Path) -> None:
    sandbox.faults.add(operation="create-customer", status=401, times=None)
    with pytest.raises(bulk.BulkStoppedError, match="Run the job again"):
        upsert(client, rows(50), checkpoint, concurrency=1)
    assert len(sandbox.requests.matching("create-customer")) == 1
    sandbox.faults.clear()
    assert counts(upsert(client, rows(50), checkpoint)) == (50, 0, 0, 0, 0)


def test_an_outage_stops_the_job_before_every_row_has_failed(
    client: PivotalApi, sandbox: Sandbox, checkpoint: Path
) -> None:
    sandbox.faults.add(operation="create-customer", status=503, times=None)
    with pytest.raises(bulk.BulkStoppedError, match="of 50 rows are settled"):
        upsert(client, rows(50), checkpoint, concurrency=2)
    sandbox.faults.clear()
    assert counts(upsert(client, rows(50), checkpoint)) == (50, 0, 0, 0, 0)


def test_an_answer_that_was_lost_is_not_created_again(client: PivotalApi, sandbox: Sandbox, checkpoint: Path) -> None:
    sandbox.faults.add(operation="create-customer", status=500, when="after", times=3)  # each attempt of one call
    report = upsert(client, rows(1), checkpoint)
    assert report.failed == 1
    changed = rows(1, plan="growth")
    assert counts(upsert(client, changed, checkpoint)) == (1, 0, 0, 0, 0)
    assert [(customer.name, customer.plan) for customer in client.customers.list()] == [("Customer 1", "growth")]


def test_a_deleted_record_is_not_answered_from_the_idempotency_store(client: PivotalApi, tmp_path: Path) -> None:
    upsert(client, rows(1), tmp_path / "first.sqlite")
    client.customers.delete(client.customers.list().first())  # type: ignore[arg-type]
    upsert(client, rows(1), tmp_path / "second.sqlite")
    assert [customer.name for customer in client.customers.list()] == ["Customer 1"]
