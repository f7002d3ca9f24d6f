"""What can't be used: one clear sentence on stderr, exit code 2, and not a byte of spec/ changed."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load
from scripts.import_spec import reading
from scripts.import_spec.cli import main
from scripts.openapi.canonical_yaml import dump
from scripts.project import CONTRACT, PAGES
from tests.scripts.dialects import fragment, live_document, live_json, page
from tests.support.scripted import Answer, Site, reply

PAGE = (PAGES / "get-customer.md").read_text(encoding="utf-8")
HTML = "<!DOCTYPE html>\n<html><body>Retrieve a customer</body></html>"


def refused(source: str, spec: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """Import a source that can't be used; returns the sentence that says so."""
    before = {path: path.read_bytes() for path in spec.rglob("*") if path.is_file()}
    assert main([source, "--spec", str(spec), *options]) == 2
    assert {path: path.read_bytes() for path in spec.rglob("*") if path.is_file()} == before
    output = capsys.readouterr()
    assert output.out == ""
    assert len(output.err.splitlines()) == 1
    assert output.err.rstrip().endswith(".")
    return output.err.rstrip()


def swagger(version: dict[str, Any]) -> str:
    return json.dumps({**version, "info": {"title": "t", "version": "1"}, "paths": {}})


def with_reference(target: str) -> str:
    return PAGE.replace("$ref: '#/components/schemas/Error'", f"$ref: '{target}'", 1)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("page.md", PAGE.replace("paths:", "paths: [", 1), "not valid YAML"),
        (
            "page.md",
            PAGE.replace("    get:\n", "    get: &a\n", 1).replace("summary: ", "x-a: *a\n      summary: "),
            "uses YAML aliases",
        ),
        ("page.md", PAGE[: PAGE.index("title: ErrorErrorType")], "has no closing fence; the page is cut off"),
        ("page.md", "# Guide\n\nNo fragment here.\n", "no fenced OpenAPI fragment"),
        ("page.md", PAGE + PAGE, "2 OpenAPI fragments; import one page at a time"),
        ("page.md", PAGE.replace("openapi: 3.1.0", "openapi: 3.0.3"), "OpenAPI 3.0.3, not OpenAPI 3.1"),
        (
            "page.md",
            PAGE.replace("get-customer\n", "../../up\n"),
            "has operationId '../../up'; expected kebab-case",
        ),
        ("page.md", PAGE.replace("      operationId: get-customer\n", ""), "has operationId 'missing'"),
        (
            "page.md",
            with_reference("#/components/schemas/Gone"),
            "'#/components/schemas/Gone' points nowhere",
        ),
        (
            "page.md",
            PAGE.replace(
                "    ErrorError:\n      type: object\n",
                "    ErrorError:\n      $ref: '#/components/schemas/ErrorError'\n",
            ),
            "points nowhere",
        ),
        (
            "page.md",
            PAGE.replace("        - name: id\n          in: path\n", "        - in: path\n"),
            "not a valid OpenAPI 3.1",
        ),
        ("page.md", with_reference("other.yaml#/Error"), "leads out of the document"),
        ("page.md", with_reference("file:///etc/hostname"), "leads out of the document"),
        (
            "page.md",
            PAGE.replace("          required: true\n", "          required: maybe\n", 1),
            "not a valid OpenAPI 3.1 document",
        ),
        ("page.md", HTML, "HTML, not Markdown; append .md"),
        ("page.md", "", "empty"),
        ("page.md", " \n\t\n", "empty"),
        ("openapi.json", swagger({"openapi": "3.0.3"}), "OpenAPI 3.0.3, not OpenAPI 3.1"),
        ("openapi.json", swagger({"swagger": "2.0"}), "Swagger 2.0, not OpenAPI 3.1"),
        ("openapi.yaml", "swagger: '2.0'\npaths: {}\n", "Swagger 2.0, not OpenAPI 3.1"),
        ("openapi.json", swagger({"openapi": "3.1.0"}), "without operations"),
        ("openapi.json", '{"paths": {}}', "no OpenAPI document (its top level has no 'openapi' key)"),
        ("openapi.json", '[{"openapi": "3.1.0"}]', "no OpenAPI document (its top level is no object)"),
        ("openapi.json", "\ufeff [ ]", "its top level is no object"),
        ("openapi.json", '[{"openapi":', "not valid JSON"),
        ("page.md", "[Pivotal](https://pivotal.app) has no fragment here\n", "no fenced OpenAPI fragment"),
        ("openapi.json", '{"openapi": "3.1.0", "paths": {"/a": {"get"', "not valid JSON"),
        ("openapi.json", '{"a":' * 100_000, "JSON nested too deeply"),
        ("llms.txt", "# Pivotal\n\n- [Site](https://example.com/x.html)\n", "no documentation page in it"),
        ("llms.txt", "# Pivotal\n\n- [Page](gone.md)\n", "cannot be read (No such file or directory)"),
        (
            "llms.txt",
            "# Pivotal\n\n- [Up](../../page.md)\n- [File](file:///page.md)\n",
            "no documentation page in it",
        ),
        ("llms-full.txt", PAGE + PAGE, "2 OpenAPI fragments; import one page at a time, or llms.txt"),
    ],
)
def test_a_file(
    name: str, text: str, sentence: str, spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / name
    source.write_text(text, encoding="utf-8")
    said = refused(str(source), spec, capsys)
    assert sentence in said
    assert str(tmp_path) in said


@pytest.mark.parametrize("arguments", [[], [""], ["--accept"]])
def test_no_source_at_all(arguments: list[str], spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--spec", str(spec)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    [sentence] = output.err.splitlines()
    assert sentence.startswith("import-spec: no source; run `make import-spec SRC=...`")


def test_places_without_a_source(spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "start.md").write_text("# Start\n", encoding="utf-8")
    (tmp_path / "image.md").write_bytes(b"\x89PNG\xff")
    assert "cannot be read (No such file" in refused(str(tmp_path / "none.md"), spec, capsys)
    assert "cannot be read" in refused("a\0b", spec, capsys)
    assert "no documentation page in it" in refused(str(tmp_path / "empty"), spec, capsys)
    assert "none of its 1 pages has an OpenAPI fragment" in refused(str(tmp_path / "guides"), spec, capsys)
    assert "not UTF-8 text" in refused(str(tmp_path / "image.md"), spec, capsys)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (reply(404, b"Not here"), "the server responds with 404; check the URL"),
        (reply(503, b"Down"), "the server responds with 503"),
        (reply(200, b""), "empty"),
        (reply(body=HTML.encode()), "HTML, not Markdown; append .md"),
        (reply(body=PAGE.encode()[:4000], length=9000), "could not be fetched"),
        (
            reply(302, b"", {"Location": "http://localhost:1/page.md"}),
            "redirects to another host (localhost)",
        ),
        (reply(302, b"", {"Location": "/page.md"}), "more than 5 redirects"),
        (reply(200, b"not gzip", {"Content-Encoding": "gzip"}), "could not be fetched"),
    ],
)
def test_an_answer(answer: Answer, sentence: str, docs: Site, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs.pages["/page.md"] = answer
    said = refused(f"{docs.url}/page.md", spec, capsys)
    assert sentence in said
    assert f"{docs.url}/page.md" in said


def test_a_truncated_json_answer(
    docs: Site, contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = live_json(contract)
    url = docs.serve("/openapi.json", text[: len(text) // 2])
    assert "not valid JSON" in refused(url, spec, capsys)


def test_a_server_that_is_not_there(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Site() as gone:
        url = gone.url
    assert "could not be fetched" in refused(f"{url}/page.md", spec, capsys)


def test_an_answer_that_is_too_large(
    docs: Site, spec: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 2**20)
    docs.pages["/page.md"] = reply(body=b"x" * (2**20 + 1))
    assert "larger than 1 MiB" in refused(f"{docs.url}/page.md", spec, capsys)


def test_a_url_with_credentials_is_not_repeated(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused("https://user:hunter2@docs.pivotal.app/page.md", spec, capsys)
    assert "holds credentials" in said
    assert "hunter2" not in said


def test_one_bad_page_of_an_index_stops_the_import(
    docs: Site, contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs.serve("/get-me.md", page(contract, "get-me"))
    index = docs.serve("/llms.txt", "- [Me](get-me.md)\n- [Health](get-health.md)\n")
    assert f"{docs.url}/get-health.md: the server responds with 404" in refused(index, spec, capsys)


def test_a_page_with_two_operations(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = fragment(contract, "get-me")
    other = fragment(contract, "get-health")
    document["paths"] |= other["paths"]
    document["components"]["schemas"] |= other["components"]["schemas"]
    (tmp_path / "page.md").write_text(page(contract, "get-me", document), encoding="utf-8")
    assert "2 operations in the fragment" in refused(str(tmp_path / "page.md"), spec, capsys)


def test_an_import_that_would_break_the_contract(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = live_document(contract)
    moved = document["paths"]["/api/v1/contacts/{id}"]
    document["paths"] = {"/api/v1/contacts/{contactId}": moved}
    moved["get"]["parameters"][0]["name"] = "contactId"
    del moved["patch"], moved["delete"]
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    said = refused(str(tmp_path / "openapi.json"), spec, capsys)
    assert "importing it would make the contract invalid" in said


@pytest.mark.parametrize("accept", [(), ("--accept",)])
@pytest.mark.parametrize("name", ["openapi.yaml", "copy.json"])
def test_the_contract_is_no_source(
    name: str, accept: tuple[str, ...], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "copy.json").write_text(json.dumps(load(CONTRACT)), encoding="utf-8")
    source = spec / name if name == CONTRACT.name else tmp_path / name
    said = refused(str(source), spec, capsys, *accept)
    assert f"{source}: carries x-evidence" in said
    assert "name a documentation page or the live openapi.json" in said


def test_one_piece_of_evidence_gives_the_contract_away(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = live_document(contract)
    document["components"]["schemas"]["Customer"]["properties"]["mrr"]["x-evidence"] = "example"
    (tmp_path / "copy.yaml").write_text(dump(document), encoding="utf-8")
    assert "carries x-evidence" in refused(str(tmp_path / "copy.yaml"), spec, capsys)
    marked = PAGE.replace("operationId: get-customer\n", "operationId: get-customer\n      x-evidence: inferred\n")
    (tmp_path / "page.md").write_text(marked, encoding="utf-8")
    assert "carries x-evidence" in refused(str(tmp_path / "page.md"), spec, capsys)


def test_an_unusable_contract(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(PAGES / "get-customer.md")
    (spec / "README.md").write_text("no markers\n", encoding="utf-8")
    assert "no markers" in refused(source, spec, capsys)
    (spec / "openapi.yaml").write_text("openapi: 3.1.0\ninfo: 4\n", encoding="utf-8")
    assert "mend it first" in refused(source, spec, capsys)
    (spec / "openapi.yaml").write_text("openapi: [", encoding="utf-8")
    assert "not valid YAML" in refused(source, spec, capsys)
