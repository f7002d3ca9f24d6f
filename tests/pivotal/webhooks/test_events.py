"""Events as the contract documents them: every sample verifies and is typed, whatever an event lacks or adds."""

import copy
import pickle
from typing import Any

import msgspec
import pytest
from pivotal import models
from pivotal.models import OnboardingLaunchedEvent, WebhookPingEvent
from pivotal.webhooks import Event, Reason, UnknownEvent, Webhooks, WebhookVerificationError
from pivotal_api.webhooks import EVENTS, KnownEvent
from pivotal_runtime.base_models import UNSET

from scripts.contract import load, webhooks
from scripts.project import CONTRACT
from tests.pivotal.webhooks.support import EVENT, SECRET, plain

WEBHOOKS = Webhooks(SECRET)
SAMPLES: dict[str, dict[str, Any]] = {
    name: example["value"]
    for name, operation in webhooks(load(CONTRACT))
    for example in operation["requestBody"]["content"]["application/json"]["examples"].values()
}
FREE = [name for name, sample in SAMPLES.items() if not sample["data"]]
TYPED = [name for name in SAMPLES if name not in FREE]


def received(content: dict[str, Any]) -> Any:
    delivery = WEBHOOKS.sign(content)
    return WEBHOOKS.unwrap(delivery.body, delivery.headers)


def changed(type: str, **data: Any) -> dict[str, Any]:
    return {**SAMPLES[type], "data": {**SAMPLES[type]["data"], **data}}


def test_the_contract_has_the_documented_types_and_the_inferred_ones() -> None:
    assert list(EVENTS) == list(SAMPLES)
    levels = [operation["x-evidence"] for _, operation in webhooks(load(CONTRACT))]
    assert (levels.count("documented"), levels.count("inferred")) == (15, 5)


@pytest.mark.parametrize("type", SAMPLES)
def test_a_documented_sample_is_typed(type: str) -> None:
    event = received(SAMPLES[type])
    assert isinstance(event, EVENTS[type])
    assert event.type == type
    assert getattr(models, event.__class__.__name__) is EVENTS[type]
    assert plain(event.to_dict()) == plain(SAMPLES[type])


@pytest.mark.parametrize("type", SAMPLES)
def test_a_copy_of_an_event_is_equal_and_keeps_unknown_fields(type: str) -> None:
    event = received({**SAMPLES[type], "added_later": [1]})
    for again in (pickle.loads(pickle.dumps(event)), copy.deepcopy(event), EVENTS[type].from_json(event.to_json())):
        assert again == event
        assert again.extra_fields == {"added_later": [1]}


@pytest.mark.parametrize("type", SAMPLES)
def test_the_smaller_envelope_is_accepted(type: str) -> None:
    event = received({name: SAMPLES[type][name] for name in ("id", "type", "created_at", "data")})
    assert isinstance(event, EVENTS[type])
    assert (event.org_id, event.livemode, event.api_version) == (UNSET, UNSET, UNSET)


@pytest.mark.parametrize("type", TYPED)
def test_every_field_of_the_object_may_be_missing(type: str) -> None:
    object = received(changed(type, object={}, previous_attributes=None)).data.object
    assert {getattr(object, name) for name in object.__struct_fields__} == {UNSET}


@pytest.mark.parametrize("type", TYPED)
def test_a_null_is_accepted_where_none_is_documented(type: str) -> None:
    nulls = dict.fromkeys(SAMPLES[type]["data"]["object"])
    event = received({**changed(type, object=nulls), "org_id": None, "livemode": None, "created_at": None})
    assert event.data.object.to_dict() == nulls


@pytest.mark.parametrize("type", TYPED)
def test_unknown_fields_are_kept_at_every_level(type: str) -> None:
    object = {**SAMPLES[type]["data"]["object"], "added_later": 1}
    event = received({**changed(type, object=object, added_later=2), "added_later": 3})
    assert event.data.object.extra_fields == {"added_later": 1}
    assert event.data.extra_fields == {"added_later": 2}
    assert event.extra_fields == {"added_later": 3}


@pytest.mark.parametrize("type", FREE)
@pytest.mark.parametrize("data", [None, {}, {"object": {"id": 1}}])
def test_an_event_without_a_known_object_has_plain_data(type: str, data: Any) -> None:
    assert received({**SAMPLES[type], "data": data}).data == data


@pytest.mark.parametrize("data", [None, {}, [1], {"object": {"id": "x"}, "previous_attributes": None}])
def test_an_event_of_an_unknown_type_passes(data: Any) -> None:
    event = received({**EVENT, "type": "customer.merged", "data": data, "added_later": 1})
    assert isinstance(event, UnknownEvent)
    assert (event.type, event.data, event.extra_fields) == ("customer.merged", data, {"added_later": 1})


@pytest.mark.parametrize("data", [None, [], {"object": []}, {"object": {"display_id": "three"}}])
def test_an_event_of_a_known_type_with_another_content_is_refused_with_its_place(data: Any) -> None:
    with pytest.raises(WebhookVerificationError, match=r"`\$\.data") as caught:
        received({**EVENT, "data": data})
    assert caught.value.reason == Reason.NOT_AN_EVENT


def test_open_strings_and_numbers_are_kept() -> None:
    object = {"phase": "integration", "state": "blocked"}
    assert received(changed("onboarding.launched", object=object)).data.object.phase == "integration"
    dropped = received(changed("customer.health_score_dropped", object={"health_score": 61.5}))
    assert dropped.data.object.health_score == 61.5


def test_a_type_checker_knows_the_fields_of_a_matched_event() -> None:
    """mypy and pyright check this file's match; the values show that it is taken."""
    event: Event = received(SAMPLES["onboarding.launched"])
    match event:
        case OnboardingLaunchedEvent():
            phase = event.data.object.phase
        case WebhookPingEvent() | UnknownEvent():
            phase = None
        case _:
            phase = event.id
    assert phase == "launch"


def test_a_known_event_is_decoded_in_one_pass() -> None:
    body = msgspec.json.encode(SAMPLES["onboarding.launched"])
    assert msgspec.json.decode(body, type=KnownEvent) == received(SAMPLES["onboarding.launched"])
