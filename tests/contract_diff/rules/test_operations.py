"""Names of operations."""

import pytest

from tests.contract_diff.contracts import compare
from tests.contract_diff.wire_contract import placed


@pytest.mark.parametrize(
    ("base", "head", "message"),
    [
        ("getThing", "readThing", "operationId getThing to readThing"),
        ("getThing", None, "operationId getThing to none"),
        (None, "readThing", "operationId none to readThing"),
    ],
)
def test_another_operation_id_is_one_finding_at_the_operation(base: str | None, head: str | None, message: str) -> None:
    sides = [placed("/operation/operationId", name) for name in (base, head)]
    (finding,) = compare(sides[0], sides[1]).findings
    assert (finding.rule, finding.message) == ("operation-id", message)
    assert finding.base and finding.base.file == "base.json"
    assert finding.base.pointer == "/paths/~1things~1{id}/get"


def test_the_first_tag_counts() -> None:
    sides = [placed("/operation/tags", tags) for tags in (["a", "b"], ["b", "a"])]
    (finding,) = compare(sides[0], sides[1]).findings
    assert (finding.rule, finding.message) == ("tag", "tags a to b")
