"""The report shows where two sides differ, and says what to do about what a source lacks."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.import_spec.cli import main
from scripts.phrases import excerpts
from tests.scripts.dialects import fragment, live_document, operation_ids, page
from tests.support.scripted import Site

LONG = "word " * 40


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (f"{LONG}old", f"{LONG}new"),
        (f"old {LONG}", f"new {LONG}"),
        (f"{LONG}old {LONG}", f"{LONG}new {LONG}"),
        (f"{LONG}old", LONG),
        (LONG, f"{LONG}new"),
        ("old", f"{LONG}new"),
    ],
)
def test_excerpts_show_the_difference(base: str, head: str) -> None:
    first, second = excerpts(base, head, 40)
    assert first != second
    assert max(len(first), len(second)) <= 40
    assert all("old" in shown or "old" not in text for text, shown in ((base, first), (head, second)))
    assert "new" in second or "new" not in head or base == "old"


def run(source: str, spec: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main([source, "--spec", str(spec), *options]) == 0
    return capsys.readouterr().out


def test_a_long_text_is_shown_where_it_changes(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = fragment(contract, "get-customer")
    operation = document["paths"]["/api/v1/customers/{id}"]["get"]
    operation["description"] = operation["description"].replace("canonical cuid `id`", "canonical uuid `id`")
    (tmp_path / "page.md").write_text(page(contract, "get-customer", document), encoding="utf-8")
    [row] = [line for line in run(str(tmp_path / "page.md"), spec, capsys).splitlines() if "description" in line]
    base, head = row.split(" -> ")
    assert "canonical cuid `id`" in base
    assert "canonical uuid `id`" in head


def test_a_field_that_the_source_lacks_comes_with_advice(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = fragment(contract, "create-customer")
    for name in ("mrr", "slug"):
        del document["components"]["schemas"]["CustomerCreate"]["properties"][name]
    source = tmp_path / "page.md"
    source.write_text(page(contract, "create-customer", document), encoding="utf-8")
    output = run(str(source), spec, capsys)
    [inferred] = [line for line in output.splitlines() if "CustomerCreate.mrr" in line]
    assert inferred.endswith("if it is gone, delete it from openapi.yaml or import with --accept, else leave it")
    [sampled] = [line for line in output.splitlines() if "CustomerCreate.slug" in line]
    assert sampled.endswith("but samples show it; if it is gone, delete it from openapi.yaml")
    assert "CustomerCreate.slug" in run(str(source), spec, capsys, "--accept")


def test_an_index_that_lacks_a_known_page_is_reported(
    docs: Site, contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = [name for name in operation_ids(contract) if name not in ("get-customer", "get-me")]
    for name in listed:
        docs.serve(f"/{name}.md", page(contract, name))
    index = docs.serve("/llms.txt", "".join(f"- [Page]({name}.md)\n" for name in listed))
    rows = [line for line in run(index, spec, capsys).splitlines() if line.startswith("kept")]
    assert len(rows) == 2
    assert "get-customer" in rows[0]
    assert "the index has no link to its page (spec/pages/get-customer.md); if the operation is gone, delete" in rows[0]
    url = contract["paths"]["/api/v1/me"]["get"]["externalDocs"]["url"]
    assert f"the index has no link to its page ({url})" in rows[1]
    assert main([index, "--spec", str(spec), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["absent"] == ["get-customer", "get-me"]


def test_pages_that_are_no_index_lack_nothing(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "get-me.md").write_text(page(contract, "get-me"), encoding="utf-8")
    assert "kept" not in run(str(tmp_path / "pages"), spec, capsys)


def test_an_operation_that_a_document_lacks_comes_with_advice(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = live_document(contract)
    del document["paths"]["/api/v1/me"]
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    output = run(str(tmp_path / "openapi.json"), spec, capsys)
    assert "the source doesn't have this operation; if it is gone, delete it from openapi.yaml" in output
