"""Extensions: those that a project names are compared, and those that it ignores mean nothing."""

from pathlib import Path
from typing import Any

import pytest

from contract_diff.findings.diff import diff
from contract_diff.findings.finding import Finding
from contract_diff.reading.extensions import Extensions
from contract_diff.rules.scope import Scope
from tests.contract_diff.contracts import TODAY, document, policy_named
from tests.contract_diff.pairs import Pair

JSON = "application/json"


def contract(**extensions: dict[str, Any]) -> dict[str, Any]:
    """A contract with extensions at the objects that are named."""

    def of(name: str) -> dict[str, Any]:
        return extensions.get(name, {})

    schema = {"type": "object", "properties": {"x-name": {"type": "string", **of("property")}}, **of("schema")}
    content = {JSON: {"schema": schema, **of("media")}}
    operation = {
        "parameters": [{"name": "a", "in": "query", "schema": {}, **of("parameter")}],
        "requestBody": {"content": content, **of("body")},
        "responses": {"200": {"headers": {"X-A": {"schema": {}, **of("header")}}, **of("response")}},
        **of("operation"),
    }
    return {"info": {**of("info")}, "paths": {"/a": {"post": operation, **of("path")}}, **of("document")}


OBJECTS = (
    "document", "info", "path", "operation", "parameter", "body", "media", "schema", "property", "response", "header",
)  # fmt: skip


def findings(
    base: dict[str, Any], head: dict[str, Any], *reported: str, ignored: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    sides = document(base, ignored=ignored), document(head, ignored=ignored)
    return diff(*sides, policy_named("strict"), TODAY, Scope(extensions=Extensions(reported))).findings


@pytest.mark.parametrize("name", OBJECTS)
def test_a_named_extension_is_compared_everywhere(name: str) -> None:
    base, head = contract(**{name: {"x-rate-limit": 5}}), contract(**{name: {"x-rate-limit": 9}})
    [found] = findings(base, head, "x-rate-*")
    assert (found.rule, found.severity.value, found.undecided) == ("extension", "risky", False)
    assert found.message == "extension changed: x-rate-limit 5 to 9"
    assert findings(base, head) == findings(base, head, "x-other") == ()


def test_an_extension_that_comes_or_goes_is_reported() -> None:
    base, head = contract(operation={"x-a": {"b": 1}}), contract(operation={"x-b": "long" * 50})
    messages = [found.message for found in findings(base, head, "x-*")]
    assert messages == [
        'extension changed: x-a {"b":1} to none',
        f'extension changed: x-b none to "{"long" * 14}...',
    ]


def test_a_name_that_is_not_an_extension_is_not_compared() -> None:
    assert findings(contract(operation={"summary": "a"}), contract(operation={"summary": "b"}), "*") == ()


@pytest.mark.parametrize("name", OBJECTS)
def test_an_ignored_extension_is_not_read(name: str) -> None:
    base, head = contract(**{name: {"x-rate-limit": 5}}), contract(**{name: {"x-rate-limit": 9}})
    assert findings(base, head, "x-rate-*", ignored=("x-*",)) == ()


def test_an_ignored_extension_loses_its_meaning() -> None:
    base, head = contract(operation={"x-stability-level": "alpha"}), {"paths": {}}
    severities = [findings(base, head, ignored=ignored)[0].severity.value for ignored in ((), ("x-stability-level",))]
    assert severities == ["risky", "breaking"]


def test_a_property_of_that_name_is_read() -> None:
    base, head = contract(), contract(property={"maxLength": 5})
    assert [found.rule for found in findings(base, head, ignored=("x-*",))] == ["maxLength-narrows"]


def test_a_configuration_file_names_them(tmp_path: Path) -> None:
    pair = Pair(tmp_path, contract(operation={"x-a": 1, "x-b": 1}), contract(operation={"x-a": 2, "x-b": 2}))
    config = tmp_path / "config.yaml"
    config.write_text("extensions: [x-*]\nignore-extensions: [x-b]\n", encoding="utf-8")
    printed = pair.run("--config", config, "--format", "changelog").stdout
    assert "x-a 1 to 2" in printed
    assert "x-b" not in printed
