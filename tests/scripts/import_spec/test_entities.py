"""Entities are decoded in prose, and not where they are meant: in code, values, names and examples."""

from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load
from scripts.import_spec.entities import decode_entities, decode_prose
from scripts.import_spec.importer import import_source
from tests.scripts.dialects import page


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("A contact&#39;s name", "A contact's name"),
        ("a &lt; b &amp;&amp; c &#x3E; d", "a < b && c > d"),
        ("&amp;lt; is shown as &lt;", "&lt; is shown as <"),
        ("Send `&lt;id&gt;` as &lt;id&gt;", "Send `&lt;id&gt;` as <id>"),
        ("``a ` &lt;`` &lt;", "``a ` &lt;`` <"),
        ("an open ` &lt; quote", "an open ` < quote"),
        ("As in\n\n```html\n&lt;b&gt;\n```\n\n&lt;", "As in\n\n```html\n&lt;b&gt;\n```\n\n<"),
        ("~~~\n&lt;\n", "~~~\n&lt;\n"),
        ("?a=1&copy=2 &unknown; &; &#; R&D; &nbsp", "?a=1&copy=2 &unknown; &; &#; R&D; &nbsp"),
    ],
)
def test_entities_are_decoded_in_prose(text: str, decoded: str) -> None:
    assert decode_entities(text) == decoded


def test_only_prose_is_decoded() -> None:
    schema = {
        "description": "&lt;",
        "title": "&lt;",
        "enum": ["&lt;", "&amp;"],
        "pattern": "&lt;",
        "default": "&lt;",
        "example": {"description": "&lt;"},
        "examples": [{"title": "&lt;"}],
        "properties": {"description": {"type": "string", "description": "&lt;"}, "title": {"const": "&lt;"}},
    }
    decoded = decode_prose(schema)
    assert (decoded["description"], decoded["title"]) == ("<", "<")
    assert decoded["properties"]["description"]["description"] == "<"
    for key in ("enum", "pattern", "default", "example", "examples"):
        assert decoded[key] == schema[key]
    assert decoded["properties"]["title"] == {"const": "&lt;"}


def test_a_page_with_entities_is_the_same_as_one_without(contract: dict[str, Any], spec: Path, tmp_path: Path) -> None:
    summary = "List a customer's contacts"
    assert contract["paths"]["/api/v1/customers/{customerId}/contacts"]["get"]["summary"] == summary
    text = page(contract, "list-customer-contacts").replace(summary, "List a customer&#39;s contacts")
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    outcome = import_source(str(tmp_path / "page.md"), spec)
    assert {change.place[-1] for change in outcome.changes} == {"x-evidence"}
    assert load(spec / "openapi.yaml")["paths"]["/api/v1/customers/{customerId}/contacts"]["get"]["summary"] == summary
    # The page is vendored as it is.
    assert (spec / "pages" / "list-customer-contacts.md").read_text(encoding="utf-8") == text
