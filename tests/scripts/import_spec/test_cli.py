"""Input that can't be used: one sentence on standard error, exit code 2, and no change of spec/."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load
from scripts.import_spec import reading
from scripts.import_spec.cli import main
from scripts.openapi.canonical_yaml import dump
from tests.scripts.dialects import fragment, live_document, live_json, operation_ids, page
from tests.support.frozen import CONTRACT, PAGES
from tests.support.scripted import Answer, Site, reply

PAGE = (PAGES / "get-customer.md").read_text(encoding="utf-8")
RENDERED = """For AI agents: append .md to any URL for the markdown version of any page.
API Reference
  • Customers
    • GETRetrieve a customer
Customers

Retrieve a customer

|View as Markdown|Open in Claude|
GET
https://my.pivotal.app/api/v1/customers/:id
1const url = 'https://my.pivotal.app/api/v1/customers/42';
"""
HTML = "<!DOCTYPE html>\n<html><body>Retrieve a customer</body></html>"


def import_rejected(source: str, spec: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """Import a source that can't be used, and return the error message."""
    snapshot = {path: path.read_bytes() for path in spec.rglob("*") if path.is_file()}
    assert main([source, "--spec", str(spec), *options]) == 2
    assert {path: path.read_bytes() for path in spec.rglob("*") if path.is_file()} == snapshot
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
    ("name", "text", "message"),
    [
        ("page.md", PAGE.replace("paths:", "paths: [", 1), "broken YAML"),
        (
            "page.md",
            PAGE.replace("    get:\n", "    get: &a\n", 1).replace("summary: ", "x-a: *a\n      summary: "),
            "uses YAML aliases",
        ),
        ("page.md", PAGE[: PAGE.index("title: ErrorErrorType")], "has no closing fence; the page is cut off"),
        ("page.md", "# Guide\n\nNo fragment here.\n", "no fenced OpenAPI fragment"),
        ("page.md", PAGE + PAGE, "2 OpenAPI fragments; import one page at a time"),
        ("page.md", PAGE.replace("openapi: 3.1.0", "openapi: 3.2.0"), "OpenAPI 3.2.0, not OpenAPI 3.1 or OpenAPI 3.0;"),
        ("page.txt", RENDERED, "page.txt: the rendered page of GET /api/v1/customers/:id, which has no OpenAPI"),
        ("page.md", RENDERED.replace("\n", "\r\n"), "at the page's URL with .md appended, and import that."),
        ("page.md", RENDERED.replace("https://my.pivotal.app", ""), "the rendered page of GET /api/v1/customers/:id"),
        (
            "page.md",
            PAGE.replace("get-customer\n", "../../up\n"),
            "has operationId '../../up'; expected kebab-case",
        ),
        ("page.md", PAGE.replace("      operationId: get-customer\n", ""), "has operationId 'missing'"),
        (
            "page.md",
            with_reference("#/components/schemas/Gone"),
            "'#/components/schemas/Gone' has no target",
        ),
        (
            "page.md",
            PAGE.replace(
                "    ErrorError:\n      type: object\n",
                "    ErrorError:\n      $ref: '#/components/schemas/ErrorError'\n",
            ),
            "has no target",
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
        ("page.md", HTML, "HTML, not Markdown; add .md"),
        ("page.md", "", "empty"),
        ("page.md", " \n\t\n", "empty"),
        ("openapi.json", swagger({"openapi": "3.0.3"}), "without operations"),
        ("openapi.json", json.dumps({"openapi": "3.0.3", "info": 4, "paths": {}}), "not a valid OpenAPI 3.0 document"),
        ("openapi.json", json.dumps({"openapi": "3.0.3", "paths": {"/a": 4}}), "not a valid OpenAPI 3.0 document"),
        (
            "openapi.json",
            json.dumps({"openapi": "3.0.3", "paths": {}, "components": {"schemas": {"A": 4}}}),
            "not a valid OpenAPI 3.0 document",
        ),
        ("openapi.json", swagger({"swagger": "2.0"}), "Swagger 2.0, not OpenAPI 3.1"),
        ("openapi.yaml", "swagger: '2.0'\npaths: {}\n", "Swagger 2.0, not OpenAPI 3.1"),
        ("openapi.json", swagger({"openapi": "3.1.0"}), "without operations"),
        ("openapi.json", '{"paths": {}}', "not an OpenAPI document (its top level has no 'openapi' key)"),
        ("openapi.json", '[{"openapi": "3.1.0"}]', "not an OpenAPI document (its top level is not an object)"),
        ("openapi.json", "\ufeff [ ]", "its top level is not an object"),
        ("openapi.json", '[{"openapi":', "broken YAML"),
        ("page.md", "[Pivotal](https://pivotal.app) has no fragment here\n", "no fenced OpenAPI fragment"),
        ("openapi.json", '{"openapi": "3.1.0", "paths": {"/a": {"get"', "broken JSON"),
        ("openapi.json", '{"a":' * 100_000, "nested too deeply to be read, more than 64 levels at line 1"),
        ("llms.txt", "# Pivotal\n\n- [Site](https://example.com/x.html)\n", "contains no documentation page"),
        ("llms.txt", "# Pivotal\n\n- [Page](gone.md)\n", "cannot be read (No such file or directory)"),
        (
            "llms.txt",
            "# Pivotal\n\n- [Up](../../page.md)\n- [File](file:///page.md)\n",
            "contains no documentation page",
        ),
        ("llms-full.txt", PAGE + PAGE, "2 OpenAPI fragments; import one page at a time, or llms.txt"),
    ],
)
def test_an_unusable_file_is_rejected(
    name: str, text: str, message: str, spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / name
    source.write_text(text, encoding="utf-8")
    printed = import_rejected(str(source), spec, capsys)
    assert message in printed
    assert str(tmp_path) in printed


@pytest.mark.parametrize("arguments", [[], [""], ["--accept"]])
def test_a_missing_source_is_rejected(arguments: list[str], spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--spec", str(spec)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    [message] = output.err.splitlines()
    assert message.startswith("import-spec: no source; run `make import-spec SRC=...`")


def test_paths_without_a_source_are_rejected(spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "start.md").write_text("# Start\n", encoding="utf-8")
    (tmp_path / "image.md").write_bytes(b"\x89PNG\xff")
    assert "cannot be read (No such file" in import_rejected(str(tmp_path / "none.md"), spec, capsys)
    assert "cannot be read" in import_rejected("a\0b", spec, capsys)
    assert "contains no documentation page" in import_rejected(str(tmp_path / "empty"), spec, capsys)
    assert "none of its 1 pages has an OpenAPI fragment" in import_rejected(str(tmp_path / "guides"), spec, capsys)
    assert "not UTF-8 text" in import_rejected(str(tmp_path / "image.md"), spec, capsys)


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (reply(404, b"Not here"), "the server responds with 404; check the URL"),
        (reply(503, b"Down"), "the server responds with 503"),
        (reply(200, b""), "empty"),
        (reply(body=HTML.encode()), "HTML, not Markdown; add .md"),
        (reply(body=PAGE.encode()[:4000], length=9000), "could not be fetched"),
        (
            reply(302, b"", {"Location": "http://localhost:1/page.md"}),
            "redirects to another host (localhost)",
        ),
        (reply(302, b"", {"Location": "/page.md"}), "more than 5 redirects"),
        (reply(200, b"not gzip", {"Content-Encoding": "gzip"}), "could not be fetched"),
    ],
)
def test_an_unusable_response_is_rejected(
    response: Answer, message: str, docs: Site, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs.pages["/page.md"] = response
    printed = import_rejected(f"{docs.url}/page.md", spec, capsys)
    assert message in printed
    assert f"{docs.url}/page.md" in printed


def test_truncated_json_is_rejected(
    docs: Site, contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = live_json(contract)
    url = docs.serve("/openapi.json", text[: len(text) // 2])
    assert "broken JSON" in import_rejected(url, spec, capsys)


def test_an_unreachable_server_is_reported(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Site() as server:
        url = server.url
    assert "could not be fetched" in import_rejected(f"{url}/page.md", spec, capsys)


def test_a_response_that_is_too_large_is_rejected(
    docs: Site, spec: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 2**20)
    docs.pages["/page.md"] = reply(body=b"x" * (2**20 + 1))
    assert "larger than 1 MiB" in import_rejected(f"{docs.url}/page.md", spec, capsys)


def test_an_index_and_its_pages_have_one_deadline(
    docs: Site, contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in operation_ids(contract):
        docs.pages[f"/{name}.md"] = Answer((0.2, *reply(body=page(contract, name).encode()).parts))
    index = docs.serve("/llms.txt", "".join(f"- [Page]({name}.md)\n" for name in operation_ids(contract)))
    message = import_rejected(index, spec, capsys, "--deadline", "1")
    assert "not complete after 1 seconds, the limit of a whole fetch" in message
    assert len(docs.requests) < 10


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_a_deadline_that_is_not_a_time_is_rejected(
    seconds: str, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["page.md", "--spec", str(spec), f"--deadline={seconds}"])
    assert "--deadline" in capsys.readouterr().err


def test_credentials_in_a_url_are_rejected_and_not_printed(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = import_rejected("https://user:hunter2@docs.pivotal.app/page.md", spec, capsys)
    assert "contains credentials" in message
    assert "hunter2" not in message


def test_one_bad_page_of_an_index_stops_the_import(
    docs: Site, contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs.serve("/get-me.md", page(contract, "get-me"))
    index = docs.serve("/llms.txt", "- [Me](get-me.md)\n- [Health](get-health.md)\n")
    assert f"{docs.url}/get-health.md: the server responds with 404" in import_rejected(index, spec, capsys)


def test_a_page_with_two_operations_is_rejected(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = fragment(contract, "get-me")
    other = fragment(contract, "get-health")
    document["paths"] |= other["paths"]
    document["components"]["schemas"] |= other["components"]["schemas"]
    (tmp_path / "page.md").write_text(page(contract, "get-me", document), encoding="utf-8")
    assert "2 operations in the fragment" in import_rejected(str(tmp_path / "page.md"), spec, capsys)


def test_an_import_that_would_make_the_contract_invalid_is_rejected(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = live_document(contract)
    moved = document["paths"]["/api/v1/contacts/{id}"]
    document["paths"] = {"/api/v1/contacts/{contactId}": moved}
    moved["get"]["parameters"][0]["name"] = "contactId"
    del moved["patch"], moved["delete"]
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    message = import_rejected(str(tmp_path / "openapi.json"), spec, capsys)
    assert "importing it would make the contract invalid" in message


@pytest.mark.parametrize("accept", [(), ("--accept",)])
@pytest.mark.parametrize("name", ["openapi.yaml", "copy.json"])
def test_the_contract_is_rejected_as_a_source(
    name: str, accept: tuple[str, ...], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "copy.json").write_text(json.dumps(load(CONTRACT)), encoding="utf-8")
    source = spec / name if name == CONTRACT.name else tmp_path / name
    message = import_rejected(str(source), spec, capsys, *accept)
    assert f"{source}: has x-evidence" in message
    assert "name a documentation page or the live openapi.json" in message


def test_a_source_with_evidence_is_rejected(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = live_document(contract)
    document["components"]["schemas"]["Customer"]["properties"]["mrr"]["x-evidence"] = "example"
    (tmp_path / "copy.yaml").write_text(dump(document), encoding="utf-8")
    assert "has x-evidence" in import_rejected(str(tmp_path / "copy.yaml"), spec, capsys)
    marked = PAGE.replace("operationId: get-customer\n", "operationId: get-customer\n      x-evidence: inferred\n")
    (tmp_path / "page.md").write_text(marked, encoding="utf-8")
    assert "has x-evidence" in import_rejected(str(tmp_path / "page.md"), spec, capsys)


def test_an_unusable_contract_is_rejected(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(PAGES / "get-customer.md")
    (spec / "README.md").write_text("no markers\n", encoding="utf-8")
    assert "no markers" in import_rejected(source, spec, capsys)
    (spec / "openapi.yaml").write_text("openapi: 3.1.0\ninfo: 4\n", encoding="utf-8")
    assert "fix it first" in import_rejected(source, spec, capsys)
    (spec / "openapi.yaml").write_text("openapi: [", encoding="utf-8")
    assert "broken YAML" in import_rejected(source, spec, capsys)
