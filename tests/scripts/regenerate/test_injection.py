"""Strings of a contract stay strings: no description, name or path can break the generated code or run in it."""

import ast
from pathlib import Path
from typing import Any

import pytest

from tests.scripts.specs import Document, copy_contract, generate_client, operation, reference, run_code

MARK = "__import__('pathlib').Path(__file__).with_name('ran').touch()"
EVIL = {
    "quote at the end": 'Say "hi"',
    "only a quote": '"',
    "backslash at the end": "ends with \\",
    "triple quotes": f'a """\n{MARK}\n"""',
    "triple quotes and backslash": f'a \\"""\n{MARK}\n\\"""',
    "single quotes": f"a '''\n{MARK}\n'''",
    "template": "{{ sdk.base_url }} {% raw %} {# x",
    "lines": f"a\n\n  b\n{MARK}\r\n\tc",
    "escapes": "\\u0041 \\N{DASH} \\x \\",
    "four quotes": '""""',
    "controls": "a\x00b\x0cc\x85d\u2028e\u202ef",
}
# What doctest would read as examples, at every kind of beginning of a line.
PROMPTS = tuple(
    f"{before}>>> {MARK}{after}"
    for before in (
        "",
        "\n",
        "a\n",
        "a\n\n    ",
        "\t",
        "a\n\t",
        "\n \t ",
        "\r",
        "\x0b",
        "\x0c",
        "\u2028",
        "\xa0",
        "\u3000",
    )
    for after in ("", "\n1", "\n... 2", '"""')
)


def inject(text: str) -> Document:
    """The contract with a string in every place that a generator might copy."""
    document = copy_contract()
    described: Document = {"type": "string", "description": text}
    enum: Document = {"type": "string", "description": text, "enum": ["a", text, "b"]}
    document["info"] |= {"title": text, "description": text, "version": text}
    document["servers"][0] |= {"description": text}
    document["tags"] += [{"name": "things", "description": text}]
    document["components"]["schemas"]["OnboardingPhase"]["description"] = text
    document["components"]["schemas"]["Thing"] = {
        "type": "object",
        "description": text,
        "properties": {"a": described, "class": described, "kind": enum, text: described},
    }
    document["paths"]["/api/v1/things"] = {
        "get": operation(
            "get-thing",
            reference("Thing"),
            tag="things",
            summary=text,
            description=text,
            parameters=[
                {"name": "q", "in": "query", "schema": {"type": "string", "default": text}, "description": text},
                {"name": "kind", "in": "query", "schema": enum},
            ],
            externalDocs={"url": f"https://docs.pivotal.app/{text}"},
            **{"x-evidence": text, "x-sdk-example": f">>> {text}"},
        )
    }
    return document


@pytest.mark.parametrize("text", EVIL.values(), ids=EVIL)
def test_strings_of_the_contract_are_not_executed(tmp_path: Path, text: str) -> None:
    package_folder = generate_client(inject(text), tmp_path)
    code = """
from pivotal_api import contract, models
print(ascii([contract.load_description().version, *(member.value for member in models.ThingKind)]))
"""
    assert ast.literal_eval(run_code(package_folder, code)) == [text, "a", text, "b"]
    assert not list(package_folder.rglob("ran"))
    for path in package_folder.rglob("*.py"):
        assert path.read_text("utf-8").replace("\n", "").isprintable(), path


def test_prompts_in_the_contract_are_no_doctests(tmp_path: Path) -> None:
    document = inject("a\n\n>>> " + MARK)
    document["paths"]["/api/v1/things"]["get"]["description"] = "\n".join(PROMPTS)
    document["components"]["schemas"]["Thing"]["properties"] |= {
        f"p{index}": {"type": "string", "description": prompt} for index, prompt in enumerate(PROMPTS)
    }
    package_folder = generate_client(document, tmp_path)
    code = """
import doctest, importlib, pkgutil
for module in pkgutil.walk_packages(pivotal_api.__path__, "pivotal_api."):
    for test in doctest.DocTestFinder().find(importlib.import_module(module.name)):
        assert "ran" not in "".join(example.source for example in test.examples), (test.name, test.examples[0].source)
        print(test.name)
"""
    assert "pivotal_api.models.thing.Thing" in run_code(package_folder, code)
    for path in package_folder.rglob("*.py"):
        lines = path.read_text("utf-8").expandtabs().splitlines()
        assert [line for line in lines if line.lstrip().startswith(">>>") and MARK in line] == [], path


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("path", '/api/v1/"x"""/things'),
        ("path", "/api/v1/[7]'\\/things"),
        ("operationId", f'get"; {MARK}; "thing'),
        ("operationId", f"get\n{MARK}"),
        ("tag", f'things"""; {MARK}'),
        ("tag", "../../things"),
        ("x-sdk-method", f"x(self): {MARK}\n    def y"),
        ("x-sdk-name", f"x=1, *, y={MARK}"),
        ("server", f'https://host"; {MARK}; "'),
    ],
)  # fmt: skip
def test_names_and_paths_of_the_contract_are_not_executed(tmp_path: Path, change: str, value: str) -> None:
    parameter: dict[str, Any] = {"name": "q", "in": "query", "schema": {"type": "string"}}
    described = operation("get-thing", reference("Health"), tag="things", parameters=[parameter])
    document = copy_contract()
    path = "/api/v1/things"
    match change:
        case "path":
            path = value
        case "tag":
            described["tags"] = [value]
        case "x-sdk-name":
            parameter[change] = value
        case "server":
            document["servers"][0]["url"] = value
        case _:
            described[change] = value
    document["paths"][path] = {"get": described}
    package_folder = generate_client(document, tmp_path)
    code = """
import importlib, pkgutil
for module in pkgutil.walk_packages(pivotal_api.__path__, "pivotal_api."):
    for value in vars(importlib.import_module(module.name)).values():
        if type(value).__name__ == "Operation":
            print(value.path)
"""
    assert path in run_code(package_folder, code).splitlines()
    assert not list(tmp_path.rglob("ran"))
    assert {file.parent.name for file in package_folder.rglob("*.py")} == {"pivotal_api", "models", "resources"}
