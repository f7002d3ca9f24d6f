"""The probes that stand for what the peer checks: `check_probes.yaml` in every place, `wire_check_probes.yaml`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.contract_diff.contracts import answering, sending


def probes(name: str) -> list[dict[str, Any]]:
    """The rows of a file of probes beside this module."""
    return yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))


PROBES = probes("check_probes.yaml")
SCHEMAS = {
    "schemas": {
        name: {"type": "object", "required": ["kind"], "properties": {"kind": {"const": name}}}
        for name in ("Cat", "Dog")
    }
}


def _property(schema: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": schema}}


def _taking(place: str, schema: Any) -> dict[str, Any]:
    parameter = {"in": place, "name": "a", "schema": schema}
    return {"paths": {"/things": {"post": {"parameters": [parameter], "responses": {}}}}}


def _answering_header(schema: Any) -> dict[str, Any]:
    return {"paths": {"/things": {"get": {"responses": {"200": {"headers": {"a": {"schema": schema}}}}}}}}


PLACES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "request-body": sending,
    "request-property": lambda schema: sending(_property(schema)),
    "request-read-only-property": lambda schema: sending(_property({**schema, "readOnly": True})),
    "request-parameter": lambda schema: _taking("query", schema),
    "request-parameter-property": lambda schema: _taking("query", _property(schema)),
    "request-header-property": lambda schema: _taking("header", _property(schema)),
    "response-body": answering,
    "response-property": lambda schema: answering(_property(schema)),
    "response-write-only-property": lambda schema: answering(_property({**schema, "writeOnly": True})),
    "response-header": _answering_header,
}
EVERYWHERE = ("body", "property")


def placed() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every probe at every place that it is about: the check's whole name, the place, the probe."""
    for probe in PROBES:
        for place in PLACES:
            if place.partition("-")[2] in (*EVERYWHERE, *probe.get("at", ())):
                yield f"{place}-{probe['check']}", place, probe


def expected(place: str, probe: dict[str, Any]) -> str:
    """The severity; nobody sees what is hidden there."""
    if place in ("request-read-only-property", "response-write-only-property"):
        return "none"
    return str(probe[place.partition("-")[0]])


def verdicts() -> dict[str, str]:
    """For each check by its whole name the severity of its probe."""
    wire = {probe["check"]: probe["expect"] for probe in probes("wire_check_probes.yaml")}
    return wire | {check: expected(place, probe) for check, place, probe in placed()}
