"""A source of another server is imported only with --accept."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load
from scripts.import_spec.cli import main
from tests.scripts.dialects import fragment, live_document, live_json, page
from tests.support.scripted import Site

OURS, STAGING = "https://my.pivotal.app", "https://staging.pivotal.app"


def servers(spec: Path) -> list[str]:
    return [server["url"] for server in load(spec / "openapi.yaml")["servers"]]


@pytest.mark.parametrize("is_page", [True, False])
def test_another_server_asks_for_accept(
    is_page: bool, contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = fragment(contract, "get-contact") if is_page else live_document(contract)
    document["servers"] = [{"url": STAGING}]
    source = tmp_path / ("page.md" if is_page else "openapi.json")
    text = page(contract, "get-contact", document) if is_page else json.dumps(document)
    source.write_text(text, encoding="utf-8")
    snapshot = (spec / "openapi.yaml").read_bytes()
    assert main([str(source), "--spec", str(spec)]) == 1
    assert (spec / "openapi.yaml").read_bytes() == snapshot
    output = capsys.readouterr().out
    assert f'servers        ["{OURS}"] (spec/openapi.yaml)  ["{STAGING}"] ({source})' in output
    assert "1 contradiction, nothing is written. --accept resolves them" in output
    assert main([str(source), "--spec", str(spec), "--accept"]) == 0
    assert servers(spec) == [STAGING]
    assert main([str(source), "--spec", str(spec)]) == 0


def test_the_pages_of_an_index_ask_once(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("get-me", "get-contact", "get-health"):
        document = {**fragment(contract, name), "servers": [{"url": STAGING}]}
        (tmp_path / f"{name}.md").write_text(page(contract, name, document), encoding="utf-8")
    (tmp_path / "llms.txt").write_text("[a](get-me)\n[b](get-contact)\n[c](get-health)\n", encoding="utf-8")
    assert main([str(tmp_path / "llms.txt"), "--spec", str(spec)]) == 1
    assert "1 contradiction, nothing is written" in capsys.readouterr().out


@pytest.mark.parametrize(
    "listed",
    [
        [{"url": "https://MY.pivotal.app/"}],
        [{"url": STAGING}, {"url": OURS}],
        [{"url": "https://{name}.pivotal.app", "variables": {"name": {"default": "my"}}}],
        [{"url": "/"}],
        [],
    ],
)
def test_the_same_server_in_another_form_is_no_contradiction(
    listed: list[dict[str, Any]], contract: dict[str, Any], spec: Path, tmp_path: Path
) -> None:
    document = {**live_document(contract), "servers": listed}
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    assert main([str(tmp_path / "openapi.json"), "--spec", str(spec)]) == 0
    assert servers(spec) == [OURS]


def test_a_relative_server_is_that_of_the_documents_url(
    docs: Site, contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = live_json(contract).replace(f'"servers": [{{"url": "{OURS}"}}]', '"servers": [{"url": "/"}]')
    assert main([docs.serve("/openapi.json", text), "--spec", str(spec)]) == 1
    assert f'["{docs.url}"]' in capsys.readouterr().out
