"""Webhooks of a contract become events: classes that are told apart by type, and refusals where they can't be."""

from pathlib import Path
from typing import Any

import pytest

from scripts.regenerate.events import event_problems, prepare_events
from tests.scripts.specs import copy_contract, generate_client, reference, run_code

PARTS: dict[str, Any] = {
    "Envelope": {
        "type": "object",
        "properties": {"id": {"type": "string"}, "at": {"type": "string", "format": "date-time"}},
        "required": ["id"],
    },
    "Thing": {
        "type": "object",
        "properties": {
            "size": {"type": "integer"},
            "kind": {"type": "string", "enum": ["a", "b"]},
            "phase": {"$ref": "#/components/schemas/OnboardingPhase"},
        },
    },
    "Content": {"type": "object", "properties": {"thing": reference("Thing")}, "required": ["thing"]},
}


def event(type: str) -> dict[str, Any]:
    return {
        "allOf": [reference("Envelope"), reference("Content")],
        "properties": {"type": {"type": "string", "enum": [type]}},
        "required": ["type"],
    }


def webhook(schema: dict[str, Any], **examples: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema, **examples}}
    return {"post": {"summary": "x", "requestBody": {"content": content}, "responses": {"200": {"description": ""}}}}


def contract_with_webhooks() -> dict[str, Any]:
    document = copy_contract()
    document["components"]["schemas"] |= {
        **PARTS,
        "ThingMadeEvent": event("thing.made"),
        "ThingLostEvent": event("thing.lost"),
    }
    document["webhooks"] = {
        "thing.made": webhook(reference("ThingMadeEvent"), examples={"a": {"value": {"id": "1"}}, "b": {"value": 2}}),
        "thing.lost": webhook(reference("ThingLostEvent")),
    }
    return document


def test_a_webhook_in_the_contract_is_an_event_in_the_client(tmp_path: Path) -> None:
    code = """
import msgspec
from pivotal_api.contract import load_description
from pivotal_api.webhooks import EVENTS, KnownEvent
made = '{"type": "thing.made", "id": "1", "at": null, "thing": {"size": null, "kind": null, "phase": null}}'
print([type(msgspec.json.decode(made.replace("thing.made", name), type=KnownEvent)).__name__ for name in EVENTS])
print([(entry.type, entry.schema.ref, entry.class_name, entry.sample) for entry in load_description().webhooks])
"""
    printed = run_code(generate_client(contract_with_webhooks(), tmp_path), code)
    assert printed.splitlines() == [
        "['ThingMadeEvent', 'ThingLostEvent']",
        "[('thing.made', 'ThingMadeEvent', 'ThingMadeEvent', {'id': '1'}), "
        "('thing.lost', 'ThingLostEvent', 'ThingLostEvent', None)]",
    ]


def test_a_contract_without_webhooks_has_no_events(tmp_path: Path) -> None:
    code = "from typing import Never; from pivotal_api.webhooks import *; print(EVENTS, KnownEvent is Never)"
    assert run_code(generate_client(copy_contract(), tmp_path), code).strip() == "{} True"


def test_what_calls_use_too_stays_as_it_is() -> None:
    document = contract_with_webhooks()
    before = document["components"]["schemas"]["Customer"]["properties"]["name"].copy()
    document["components"]["schemas"]["Content"]["properties"]["customer"] = reference("Customer")
    prepare_events(document)
    assert document["components"]["schemas"]["Customer"]["properties"]["name"] == before
    assert document["components"]["schemas"]["Thing"]["properties"]["size"]["type"] == ["integer", "null"]


BROKEN: dict[str, Any] = {
    "an inline schema": {"type": "object", "properties": {"type": {"const": "thing.made"}}},
    "another type": reference("ThingLostEvent"),
    "no type": reference("Content"),
    "an open type": reference("Customer"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_event_without_its_type_is_refused(name: str) -> None:
    document = contract_with_webhooks()
    document["webhooks"]["thing.made"] = webhook(BROKEN[name])
    (problem,) = event_problems(document)
    assert problem.pointer == "/webhooks/thing.made"
    assert "whose type is 'thing.made'; make it one in components/schemas" in problem.message


def test_a_constant_type_is_accepted() -> None:
    document = contract_with_webhooks()
    document["components"]["schemas"]["ThingMadeEvent"]["properties"]["type"] = {"const": "thing.made"}
    assert list(event_problems(document)) == []
