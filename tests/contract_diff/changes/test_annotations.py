"""Changes that no validator sees."""

from typing import Any

import pytest

from tests.contract_diff.contracts import compare


@pytest.mark.parametrize(("media_type", "rules"), [("text/plain", []), ("text/xml", ["xml-incomparable"])])
def test_xml_names_matter_only_in_xml(media_type: str, rules: list[str]) -> None:
    def contract(name: str) -> dict[str, Any]:
        content = {media_type: {"schema": {"type": "string", "xml": {"name": name}}}}
        return {"paths": {"/a": {"get": {"responses": {"200": {"description": "", "content": content}}}}}}

    assert [finding.rule for finding in compare(contract("a"), contract("b")).findings] == rules
