"""Documents that mean harm, in each command line of the pipeline: one sentence, the documented exit code, no file."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_diff.core.command_line import run_main
from scripts.import_spec.cli import main as import_spec
from scripts.lint_spec.cli import main as lint_spec
from scripts.openapi.canonical_yaml import dump
from scripts.regenerate.build import build
from tests.scripts.dialects import live_json
from tests.scripts.projects import contents
from tests.scripts.specs import copy_contract
from tests.support.frozen import CORRECTIONS, FROZEN

SCHEMAS = "#/components/schemas/"
OUTSIDE = ("../secret.json#/key", "..%2fsecret.json", "/etc/passwd", "file:///etc/passwd", "http://169.254.169.254/a")
# What a document may have under a key that nothing reads, or as a schema.
VALUES = {
    "tag int": "!!int x",
    "tag float": "!!float x",
    "tag bool": "!!bool x",
    "tag binary": "!!binary '*'",
    "tag omap": "!!omap [a]",
    "tag timestamp": "!!timestamp x",
    "tag python": "!!python/object/apply:os.system [touch ran]",
    "digits": "1" * 5_000,
    "hexadecimal digits": "0x" + "f" * 5_000,
    "octal digits": "0o" + "7" * 6_000,
    "digits of a fraction": "1" * 5_000 + ".5",
    "65 levels": "[" * 65 + "]" * 65,
    "90 levels": "{a: " * 90 + "1" + "}" * 90,
    "1,000 levels": "[" * 1_000 + "]" * 1_000,
    "100,000 levels": "[" * 100_000 + "]" * 100_000,
    "100,000 objects": "{a: " * 100_000,
    "null key": "{null: 1}",
    "number key": "{1.5: 1}",
    "boolean key": "{true: 1}",
    "list key": "{[a]: 1}",
    "long key": "{? " + "k" * 5_000 + " : 1}",
    "alias": "[&a [1], *a]",
    "many values": "[" + "1," * 250_000 + "1]",
}
# What a schema of the document may be.
SCHEMA_TEXTS = {
    "itself": f"{{$ref: '{SCHEMAS}Hostile'}}",
    "all of itself": f"{{allOf: [{{$ref: '{SCHEMAS}Hostile'}}]}}",
    "nothing": f"{{$ref: '{SCHEMAS}Nothing'}}",
    "a reference that is a list": "{$ref: [a]}",
    "a reference that is a number": "{$ref: 1}",
    "types that are none": "{type: [[a]]}",
    "properties that are a list": "{type: object, properties: [a]}",
    "a required that is a number": "{type: object, required: 3}",
    "an enum that is an object": "{enum: {a: b}}",
    "all of nothing": "{allOf: 3}",
    "70 lists": "{type: array, items: " * 70 + "{type: string}" + "}" * 70,
    **{f"outside {reference}": f"{{$ref: '{reference}'}}" for reference in OUTSIDE},
}
DOCUMENTS = {
    **{name: ("x-hostile", text) for name, text in VALUES.items()},
    **{name: ("Hostile", text) for name, text in SCHEMA_TEXTS.items()},
}


def add(document: str, place: str, text: str) -> str:
    """Add a value to the text of a document."""
    if place == "Hostile":
        return document.replace('"schemas": {', f'"schemas": {{"Hostile": {text}, ', 1)
    return document.replace("{", f'{{"{place}": {text}, ', 1)


def import_document(folder: Path, content: bytes) -> int:
    (folder / "openapi.json").write_bytes(content)
    return import_spec([str(folder / "openapi.json"), "--spec", str(folder / "spec")])


def lint_document(folder: Path, content: bytes) -> int:
    (folder / "spec" / "openapi.yaml").write_bytes(content)
    return lint_spec(["--spec", str(folder / "spec"), "--corrections", str(CORRECTIONS)])


def regenerate_document(folder: Path, content: bytes) -> int:
    def run() -> int:
        (folder / "new").mkdir()
        build(folder / "new", folder / "openapi.yaml", CORRECTIONS)
        return 0

    (folder / "openapi.yaml").write_bytes(content)
    return run_main("regenerate", run)


PROGRAMS: dict[str, Callable[[Path, bytes], int]] = {
    "import-spec": import_document,
    "lint-spec": lint_document,
    "regenerate": regenerate_document,
}


def document_for(program: str) -> str:
    return live_json(copy_contract()) if program == "import-spec" else json.dumps(copy_contract())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a contract, and a secret beside it."""
    shutil.copytree(FROZEN, tmp_path / "home" / "spec")
    (tmp_path / "secret.json").write_text('{"key": "CANARY"}', encoding="utf-8")
    return tmp_path / "home"


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("program", PROGRAMS)
def test_it_is_refused_in_one_sentence(
    program: str, name: str, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    text = add(document_for(program), *DOCUMENTS[name])
    before = contents(home / "spec" / "pages")
    code = PROGRAMS[program](home, text.encode())
    printed = capsys.readouterr()
    problems = printed.err if code == 2 else printed.out
    assert code == 2 or (program, code) == ("lint-spec", 1)
    assert problems and "Traceback" not in printed.err
    assert code != 2 or (printed.err.count("\n") == 1 and len(printed.err) < 2_500)
    assert "CANARY" not in problems and "root:" not in problems
    assert not (home / "ran").exists()
    assert contents(home / "spec" / "pages") == before


def test_a_response_that_is_not_an_object_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contract = copy_contract()
    contract["paths"]["/api/v1/me"]["get"]["responses"]["418"] = 1.5
    assert regenerate_document(home, json.dumps(contract).encode()) == 2
    printed = capsys.readouterr().err
    assert "/api/v1/me" in printed.replace("~1", "/") and printed.count("\n") == 1


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    "content",
    [b"\x1f\x8b\x08\x00", b"a: \xff\xfe", "openapi: 3.1.0".encode("utf-32"), b"\x00" * 100, b"", b"%YAML 9.9\n---\na"],
)
def test_bytes_that_are_not_a_document_are_refused(
    program: str, content: bytes, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert PROGRAMS[program](home, content) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_utf_16_is_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "spec" / "openapi.yaml").write_bytes(dump(copy_contract()).encode("utf-16"))
    assert lint_spec(["--spec", str(home / "spec"), "--corrections", str(CORRECTIONS)]) == 1
    assert "not in canonical form" in capsys.readouterr().out


def test_a_source_that_never_ends_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no device that never ends")
    assert import_spec(["/dev/zero", "--spec", str(home / "spec")]) == 2
    assert "/dev/zero: larger than 20 MiB" in capsys.readouterr().err


def test_an_operation_whose_page_has_too_long_a_name_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (FROZEN / "pages" / "get-customer.md").read_text(encoding="utf-8")
    (home / "page.md").write_text(page.replace("get-customer\n", f"get-{'a' * 300}\n"), encoding="utf-8")
    assert import_spec([os.fspath(home / "page.md"), "--spec", str(home / "spec")]) == 2
    error = capsys.readouterr().err
    assert "expected kebab-case" in error and len(error) < 500
