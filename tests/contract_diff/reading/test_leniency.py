"""Lenient reading: what nobody depends on is a finding, what a schema has wrong is left out and undecided."""

from pathlib import Path
from typing import Any

import pytest

from contract_diff.core.errors import InputError
from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding
from contract_diff.reading import references
from contract_diff.reporting import FORMATS
from tests.contract_diff.contracts import answering, compare, document, sending
from tests.contract_diff.pairs import Pair

GONE = {"$ref": "#/components/schemas/Gone"}
ANSWER = "/paths/~1things/get/responses/200/content/application~1json/schema"


def with_schemas(schema: Any, **schemas: Any) -> dict[str, Any]:
    """A contract that answers a schema, and has others."""
    return answering(schema, components={"schemas": schemas})


def rows(base: dict[str, Any], head: dict[str, Any]) -> list[tuple[str, Severity, str]]:
    """Rule, severity and message of each finding of a lenient comparison."""
    return [(found.rule, found.severity, found.message) for found in compare(base, head, lenient=True).findings]


UNUSED = with_schemas({"type": "string"}, Unused={"properties": {"x": GONE}})
USED = with_schemas({"type": "object", "properties": {"x": {"type": "string", "required": True}}})


def not_read(contract: dict[str, Any]) -> list[Finding]:
    found = list(compare(contract, contract, lenient=True).findings)
    assert {finding.rule.removesuffix("-unknown") for finding in found} <= {"not-read"}
    return found


@pytest.mark.parametrize("contract", [UNUSED, USED])
def test_it_is_refused_without_the_option(contract: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        compare(contract, contract)


def test_a_reference_to_nothing_in_what_nobody_uses_is_a_finding() -> None:
    [found] = not_read(UNUSED)
    assert (found.rule, found.severity, found.undecided) == ("not-read", Severity.COMPATIBLE, False)
    assert found.message.endswith("`$ref` names nothing that can be read: '#/components/schemas/Gone'")
    assert [place.pointer for place in found.places] == ["/components/schemas/Unused/properties/x/$ref"] * 2
    assert not found.is_change


def test_a_malformed_property_of_a_schema_that_is_used_is_undecided() -> None:
    [found] = not_read(USED)
    assert (found.rule, found.severity, found.undecided) == ("not-read-unknown", Severity.RISKY, True)
    assert found.message.endswith("`required` must be a list of strings, but is true")
    assert found.base is not None and found.base.pointer == f"{ANSWER}/properties/x/required"


@pytest.mark.parametrize(
    "user",
    [
        GONE,
        {"$ref": "#/components/schemas/Broken"},
        {"allOf": [{"$ref": "#/components/schemas/Middle"}]},
        {"discriminator": {"propertyName": "a", "mapping": {"b": "Broken"}}},
        {"discriminator": {"propertyName": "a", "mapping": {"b": "#/components/schemas/Broken"}}},
    ],
)
def test_a_reference_to_nothing_that_an_operation_uses_is_refused(user: dict[str, Any]) -> None:
    schemas = {"Broken": {"items": GONE}, "Middle": {"items": {"$ref": "#/components/schemas/Broken"}}}
    with pytest.raises(InputError, match=r"names nothing in contract\.json"):
        document(with_schemas(user, **schemas), lenient=True)


def test_a_circle_of_unused_schemas_does_not_use_itself() -> None:
    circle = {"items": {"$ref": "#/components/schemas/B"}}, {"items": {"$ref": "#/components/schemas/A"}, "not": GONE}
    [found] = not_read(with_schemas({"type": "string"}, A=circle[0], B=circle[1]))
    assert found.rule == "not-read"


def test_a_file_that_is_not_there_is_nothing(tmp_path: Path) -> None:
    unused = with_schemas({"type": "string"}, Unused={"items": {"$ref": "gone.yaml#/A"}})
    pair = Pair(tmp_path, unused, unused)
    assert pair.run().returncode == 2
    assert "names nothing that can be read" in pair.run("--lenient").stdout


def test_what_is_outside_the_folder_stays_unread(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"key": "CANARY"}', encoding="utf-8")
    (tmp_path / "inner").mkdir()
    unused = with_schemas({"type": "string"}, Unused={"items": {"$ref": "../secret.json#/key"}})
    run = Pair(tmp_path / "inner", unused, unused).run("--lenient", "--format", "json")
    assert run.returncode == 0
    assert "CANARY" not in run.stdout


@pytest.mark.parametrize(
    "contract",
    [
        {"paths": {"/a": {"get": {"parameters": [{"name": "a"}], "responses": {}}}}},
        {"paths": {"/a": {"get": {"responses": [], "parameters": 5}}}},
        {"paths": {}, "components": {"schemas": {"A": 5}}},
        {"paths": {}, "components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}}}},
    ],
)
def test_what_is_malformed_outside_schemas_is_refused(contract: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        document(contract, lenient=True)


@pytest.mark.parametrize(
    ("schema", "ignored"),
    [
        ({"type": "frob"}, ["type"]),
        ({"required": ["a", 5]}, ["required"]),
        ({"minLength": -1, "maxLength": "x"}, ["minLength", "maxLength"]),
        ({"properties": {"a": 5, "b": {"pattern": "("}}}, ["properties/a", "properties/b/pattern"]),
        ({"properties": [], "items": {"anyOf": [{"enum": {}}]}}, ["properties", "items/anyOf/0/enum"]),
        ({"oneOf": [5, {"type": "string"}]}, ["oneOf"]),
        ({"discriminator": {"mapping": 5}}, ["discriminator/mapping"]),
    ],
)
def test_only_the_property_is_left_out(schema: dict[str, Any], ignored: list[str]) -> None:
    contract = answering({"description": "kept", **schema})
    found = compare(contract, contract, lenient=True).findings
    assert sorted(item.pointer for item in found) == sorted(f"{ANSWER}/{name}" for name in ignored)


def test_the_rest_is_compared() -> None:
    base = sending({"type": "string", "maxLength": 5, "required": True})
    head = sending({"type": "string", "maxLength": 4, "required": True})
    assert [rule for rule, _, _ in rows(base, head)] == ["maxLength-narrows", "not-read-unknown"]


def test_a_contract_with_too_much_to_ignore_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "MAX_IGNORED", 2)
    for name, count in (("GONE", 2), ("TYPE", 2)):
        broken = GONE if name == "GONE" else {"type": 5}
        document(with_schemas({}, **{f"U{index}": {"not": broken} for index in range(count)}), lenient=True)
        with pytest.raises(InputError):
            document(with_schemas({}, **{f"U{index}": {"not": broken} for index in range(count + 1)}), lenient=True)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_reports_it(form: str) -> None:
    assert "names nothing that can be read" in FORMATS[form](compare(UNUSED, UNUSED, lenient=True))


def test_a_configuration_file_asks_for_it(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("lenient: true\nseverities: {not-read-unknown: compatible}\nfail-on: risky\n", encoding="utf-8")
    assert Pair(tmp_path, USED, USED).run("--config", config).returncode == 0
