"""A contract that is only written differently has no findings."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from contract_diff.core.json_values import is_array, is_object
from contract_diff.findings.diff import diff
from contract_diff.reading.document import parse
from contract_diff.reading.sources import Source
from tests.contract_diff.contracts import answering, compare, sending
from tests.contract_diff.test_properties import SCHEMAS
from tests.support.tiers import examples

PET = {
    "type": "object",
    "required": ["name", "kind"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "kind": {"enum": ["cat", "dog"]},
        "owner": {"type": ["string", "null"]},
        "parents": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}, "maxItems": 2},
    },
}
COMPONENTS = {"components": {"schemas": {"Pet": PET}}}
PETS = {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}


def reordered(value: Any) -> Any:
    """Return the value with all keys in reverse order."""
    if is_object(value):
        return {key: reordered(item) for key, item in reversed(value.items())}
    return [reordered(item) for item in value] if is_array(value) else value


def inlined(root: dict[str, Any]) -> dict[str, Any]:
    """Return the contract with the component written in place once."""
    body = root["paths"]["/things"]["get"]["responses"]["200"]["content"]["application/json"]
    return {
        **root,
        "paths": json.loads(json.dumps(root["paths"]).replace(json.dumps(body["schema"]["items"]), json.dumps(PET))),
    }


def split(root: dict[str, Any]) -> dict[str, Any]:
    """Return the contract with the component as two branches of allOf."""
    parts = [{"type": "object", "required": PET["required"]}, {"properties": PET["properties"]}]
    return {**root, "components": {"schemas": {"Pet": {"allOf": parts}}}}


def in_dialect_30(root: dict[str, Any]) -> dict[str, Any]:
    """Return the contract in OpenAPI 3.0."""
    owner = {"type": "string", "nullable": True}
    pet = {**PET, "properties": {**PET["properties"], "owner": owner}}  # type: ignore[dict-item]
    return {**root, "openapi": "3.0.3", "components": {"schemas": {"Pet": pet}}}


DIALECTS = ("3.0.3", "3.1.0")
REWRITES: list[Callable[[dict[str, Any]], dict[str, Any]]] = [reordered, inlined, split, in_dialect_30]


@pytest.mark.parametrize("rewrite", REWRITES, ids=lambda rewrite: rewrite.__name__)
def test_a_rewritten_contract_has_no_findings(rewrite: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    root = answering(PETS, **COMPONENTS)
    assert rewrite(root) != root or rewrite is reordered
    assert compare(root, rewrite(root)).findings == ()
    assert compare(rewrite(root), root).findings == ()


def test_targets_of_references_are_compared_across_dialects() -> None:
    base, head = (
        {**sending({"not": {"$ref": "#/components/schemas/Kind"}}), "components": {"schemas": {"Kind": {"type": kind}}}}
        for kind in ("string", "integer")
    )
    reported = [{found.rule for found in compare({"openapi": version, **base}, head).findings} for version in DIALECTS]
    assert "not-incomparable" in reported[0]
    assert reported[0] == reported[1]


def test_yaml_and_json_are_the_same_contract() -> None:
    root = {"openapi": "3.1.0", **answering(PETS, **COMPONENTS)}
    in_json = parse(Source("a.json", json.dumps(root, indent=2)))
    in_yaml = parse(Source("a.yaml", yaml.safe_dump(root)))
    assert diff(in_json, in_yaml).findings == ()


@settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(schema=SCHEMAS)
def test_a_schema_does_not_differ_from_itself(schema: Any) -> None:
    for wrap in (sending, answering):
        assert compare(wrap(schema), reordered(wrap(schema))).findings == ()
        assert compare(wrap(schema), wrap({"allOf": [schema]})).worst.value == "compatible"


def test_a_change_in_a_recursive_schema_is_one_finding() -> None:
    narrower = {**PET, "properties": {**PET["properties"], "name": {"type": "string", "minLength": 2}}}  # type: ignore[dict-item]
    changed = {"components": {"schemas": {"Pet": narrower}}}
    base = answering(PETS, **COMPONENTS)
    head = answering(PETS, **changed)
    base["paths"]["/more"] = head["paths"]["/more"] = base["paths"]["/things"]
    (finding,) = compare(base, head).findings
    assert finding.rule == "minLength-narrows"
    assert finding.operations == ("GET /more", "GET /things")
    assert finding.base is not None
    assert finding.base.pointer == "/components/schemas/Pet/properties/name/minLength"


@pytest.mark.slow
def test_the_output_is_the_same_under_every_hash_seed(tmp_path: Path) -> None:
    narrower = {
        "components": {"schemas": {"Pet": {**PET, "required": ["name", "kind", "owner", "age"], "properties": {}}}}
    }
    for name, root in (("base", answering(PETS, **COMPONENTS)), ("head", answering(PETS, **narrower))):
        (tmp_path / f"{name}.json").write_text(json.dumps({"openapi": "3.1.0", **root}), encoding="utf-8")
    outputs = {
        subprocess.run(
            [
                sys.executable,
                "-m",
                "contract_diff",
                tmp_path / "base.json",
                tmp_path / "head.json",
                "--format=json",
            ],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=False,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(outputs) == 1
    assert b"property-removed" in outputs.pop()
