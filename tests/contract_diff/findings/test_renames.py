"""Likely renames."""

from typing import Any

from tests.contract_diff.contracts import compare


def test_a_renamed_property_is_suggested_on_both_sides() -> None:
    def with_field(name: str) -> dict[str, Any]:
        schema = {"type": "object", "properties": {name: {"type": "string", "maxLength": 9}}}
        answer = {"200": {"content": {"application/json": {"schema": schema}}}}
        return {"paths": {"/a": {"get": {"responses": answer}}}}

    reported = {finding.rule: finding.renamed for finding in compare(with_field("old"), with_field("new")).findings}
    assert reported["property-removed"] == "likely renamed to `new`"
    assert reported["property-added"] == "likely renamed from `old`"
