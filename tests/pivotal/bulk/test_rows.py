"""Rows are validated by the contract, before anything is sent."""

from pathlib import Path
from typing import Any

import pytest
from pivotal import AsyncPivotalApi, PivotalApi, bulk
from pivotal.errors import InvalidArgumentError
from pivotal.sandbox import Sandbox


def problems(client: PivotalApi, checkpoint: Path, rows: list[dict[str, Any]], **options: Any) -> list[str]:
    options = {"key": "id", "resource": "customers", **options}
    with pytest.raises(bulk.InvalidRowsError, match="Nothing was sent") as caught:
        bulk.upsert(client, rows, checkpoint=checkpoint, pacing=False, **options)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"mrr": "12.5"}, "line 1, mrr: '12.5' must be an integer"),
        ({"mrr": "lots"}, "line 1, mrr: 'lots' must be an integer"),
        ({"mrr": True}, "line 1, mrr: True must be an integer"),
        ({"name": None}, "line 1, name: None must be a string"),
        ({"plan": 3}, "line 1, plan: 3 must be a string"),
        ({"metadata": "{"}, "line 1, metadata: '{' must be JSON"),
        ({"plan": b"x"}, "line 1, plan: b'x' must be another value"),
        ({"id": ""}, "line 1, id: the key is missing"),
        ({"Plan": "a", "plan": "b"}, "line 1, plan: a second value for plan"),
        ({"name": ""}, "line 1, name: a new record of customers needs it"),
    ],
)
def test_every_problem_has_its_place(
    client: PivotalApi, sandbox: Sandbox, checkpoint: Path, cells: dict[str, Any], expected: str
) -> None:
    found = problems(client, checkpoint, [{"id": "1", "name": "Aurora", **cells}])
    assert any(problem.startswith(expected) for problem in found), found
    assert len(sandbox.requests) == 0


def test_enums_dates_and_ids_are_checked(client: PivotalApi, checkpoint: Path) -> None:
    row = {"id": "1", "customer_id": "not an id!", "phase": "lunch", "target_launch_date": "tomorrow"}
    found = "\n".join(problems(client, checkpoint, [row], resource="onboardings"))
    assert "customer_id: 'not an id!' must be the id of a customer" in found
    assert "phase: 'lunch' must be one of before_getting_started" in found
    assert "target_launch_date: 'tomorrow' must be an ISO 8601 date" in found


def test_a_key_that_stands_twice_names_both_lines(client: PivotalApi, checkpoint: Path) -> None:
    found = problems(client, checkpoint, [{"id": 1, "name": "A"}, {"id": "1", "name": "B"}])
    assert found == ["line 2, id: 1 is already the key of line 1"]


def test_the_message_of_many_problems_stays_short(client: PivotalApi, checkpoint: Path) -> None:
    with pytest.raises(bulk.InvalidRowsError, match="and 40 more") as caught:
        bulk.upsert(client, [{"id": number} for number in range(50)], key="id", checkpoint=checkpoint)
    assert len(caught.value.problems) == 50


def test_invalid_rows_can_be_left_out(client: PivotalApi, checkpoint: Path) -> None:
    rows = [{"id": "1", "name": "Aurora"}, {"id": "2", "name": "Borealis", "mrr": "x"}, {"id": "3"}]
    report = bulk.upsert(client, rows, key="id", checkpoint=checkpoint, invalid_rows="skip", pacing=False)
    assert (report.created, [failure.line for failure in report.failures]) == (1, [2, 3])
    assert report.failures[0].message == "mrr: 'x' must be an integer"


def test_headers_are_matched_by_title_and_by_the_mapping(client: PivotalApi, checkpoint: Path) -> None:
    row = {"Record ID": "1", "Company name": "Aurora", "Monthly Orders": "12", "Owner": "Eve", "Plan": "growth"}
    mapping = {"Company name": "name", "Plan": ""}
    report = bulk.upsert(client, [row], key="Record ID", mapping=mapping, checkpoint=checkpoint, pacing=False)
    assert report.ignored_columns == ["Owner", "Plan"]
    aurora = client.customers.list().first()
    assert aurora is not None
    assert (aurora.name, aurora.monthly_orders, aurora.plan) == ("Aurora", 12, None)


def test_a_mapping_to_nowhere_is_refused(client: PivotalApi, checkpoint: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="'nothing', which doesn't exist; use name"):
        bulk.upsert(client, [], key="id", mapping={"x": "nothing"}, checkpoint=checkpoint)


def test_a_resource_without_creates_is_refused(client: PivotalApi, checkpoint: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="there are no rows of 'meta' to write; pass contacts or customers"):
        bulk.upsert(client, [], key="id", resource="meta", checkpoint=checkpoint)


def test_an_async_client_is_refused_with_advice(sandbox: Sandbox, checkpoint: Path, tmp_path: Path) -> None:
    client: Any = AsyncPivotalApi(sandbox=sandbox)
    with pytest.raises(InvalidArgumentError, match=r"got AsyncPivotalApi; .* asyncio\.to_thread"):
        bulk.upsert(client, [], key="id", checkpoint=checkpoint)
    with pytest.raises(InvalidArgumentError, match="got AsyncPivotalApi"):
        bulk.export(client, tmp_path / "customers.csv")
