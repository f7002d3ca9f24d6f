"""Each model against its schema in the contract: values round-trip, and an invalid value is named with its path."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from pivotal_api import errors, models
from pivotal_runtime.base_models import Model
from pivotal_runtime.errors import InvalidArgumentError

from tests.support.instances import SCHEMAS, full, kinds, minimal, msgspec_path, others, places, put


def _is_model(name: str) -> bool:
    return isinstance(getattr(models, name, None), type) and issubclass(getattr(models, name), Model)


# An event's type is a tag and not a field: tests/pivotal/webhooks/test_events.py tests events.
MODELS = sorted(name for name in SCHEMAS if _is_model(name) and "allOf" not in SCHEMAS[name])
OBJECTS = [(name, at) for name in MODELS for at, schema in places(SCHEMAS[name]) if "object" in kinds(schema)]
FIELDS = [(name, at, schema) for name in MODELS for at, schema in places(SCHEMAS[name]) if at]
NULLABLE = [(name, at) for name, at, schema in FIELDS if "null" in kinds(schema)]
REQUIRED = [
    (name, at, field) for name in MODELS for at, schema in places(SCHEMAS[name]) for field in schema.get("required", [])
]
DIFFERENT = [(name, at, value) for name, at, schema in FIELDS for value in others(schema)]
COPIES: dict[str, Callable[[Model], Model]] = {
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "dict": lambda model: type(model).from_dict(model.to_dict()),
    "json": lambda model: type(model).from_json(model.to_json()),
    "text": lambda model: type(model).from_json(model.to_json().decode()),
}


def model_class(name: str) -> type[Model]:
    model: type[Model] = getattr(models, name)
    return model


def test_every_schema_of_a_result_has_a_model() -> None:
    assert {"Customer", "CustomerList", "Contact", "Onboarding", "Deleted", "Me", "MeApiKey", "Health"} <= set(MODELS)


@pytest.mark.parametrize("build", [full, minimal])
@pytest.mark.parametrize("name", MODELS)
def test_an_instance_round_trips(name: str, build: Callable[[Any], Any]) -> None:
    instance = build(SCHEMAS[name])
    model = model_class(name).from_dict(instance)
    assert model.to_dict() == instance
    assert json.loads(model.to_json()) == instance
    assert model.extra_fields == {}


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("name", MODELS)
def test_a_copy_is_equal_and_keeps_unknown_fields(name: str, way: str) -> None:
    instance = {**full(SCHEMAS[name]), "added_later": {"deep": [1, None]}}
    model = model_class(name).from_dict(instance)
    twin = COPIES[way](model)
    assert twin == model
    assert hash(twin) == hash(model)
    assert twin is not model
    assert twin.to_dict() == instance
    assert twin.extra_fields == {"added_later": {"deep": [1, None]}}


@pytest.mark.parametrize("name", MODELS)
def test_attrs_knows_the_models(name: str) -> None:
    cls = model_class(name)
    model = cls.from_dict(full(SCHEMAS[name]))
    first, *_ = attrs.fields(cls)
    assert attrs.has(cls)
    assert [field.name for field in attrs.fields(cls)] == list(attrs.asdict(model, recurse=False))
    assert attrs.evolve(model) == model
    changed = attrs.evolve(model, **{first.name: "other"})
    assert changed != model
    assert getattr(changed, first.name) == "other"


@pytest.mark.parametrize("name", MODELS)
def test_replace_returns_what_evolve_returns(name: str) -> None:
    model = model_class(name).from_dict({**full(SCHEMAS[name]), "added_later": 1})
    before = model.to_dict()
    for field in attrs.fields(type(model)):
        changed = model.replace(**{field.name: "other"})
        assert changed == attrs.evolve(model, **{field.name: "other"})
        assert (type(changed), getattr(changed, field.name)) == (type(model), "other")
        assert changed.extra_fields == {}
        with pytest.raises(errors.PivotalError, match="has no response"):
            _ = changed.response
    assert model.to_dict() == before
    assert model.replace() == model


@pytest.mark.parametrize("name", MODELS)
def test_replace_refuses_a_field_that_the_model_does_not_have(name: str) -> None:
    model = model_class(name).from_dict({**full(SCHEMAS[name]), "added_later": 1})
    first, *_ = attrs.fields(type(model))
    message = rf"^{name} has no field 'added_later', 'nmae'; its fields are {first.name}"
    with pytest.raises(InvalidArgumentError, match=message):
        model.replace(nmae="A", added_later=2, **{first.name: "x"})


@pytest.mark.parametrize("name", MODELS)
def test_attrs_knows_which_fields_may_be_left_out(name: str) -> None:
    fields = attrs.fields(model_class(name))
    assert {field.name for field in fields if field.default is attrs.NOTHING} == set(SCHEMAS[name].get("required", []))


@pytest.mark.parametrize("name", MODELS)
def test_a_model_can_not_be_changed(name: str) -> None:
    model = model_class(name).from_dict(full(SCHEMAS[name]))
    for field in attrs.fields(type(model)):
        with pytest.raises(AttributeError):
            setattr(model, field.name, None)


@pytest.mark.parametrize(("name", "at"), OBJECTS)
def test_an_unknown_field_is_kept_at_every_level(name: str, at: tuple[str | int, ...]) -> None:
    instance = full(SCHEMAS[name])
    put(instance, (*at, "added_later"), ["x"])
    model = model_class(name).from_dict(instance)
    assert model.to_dict() == instance
    holder: Any = model
    for step in at:
        holder = holder[step] if isinstance(step, int) else getattr(holder, step)
    assert holder.extra_fields == {"added_later": ["x"]}


@pytest.mark.parametrize(("name", "at"), NULLABLE)
def test_a_null_stays_a_null(name: str, at: tuple[str | int, ...]) -> None:
    instance = full(SCHEMAS[name])
    put(instance, at, None)
    assert model_class(name).from_dict(instance).to_dict() == instance


@pytest.mark.parametrize(("name", "at", "value"), DIFFERENT)
def test_two_instances_that_differ_in_one_field_are_not_equal(name: str, at: tuple[str | int, ...], value: Any) -> None:
    instance = full(SCHEMAS[name])
    other = copy.deepcopy(instance)
    put(other, at, value)
    assert model_class(name).from_dict(instance) != model_class(name).from_dict(other)


@pytest.mark.parametrize(("name", "at", "field"), REQUIRED)
def test_a_missing_field_is_named_with_its_path(name: str, at: tuple[str | int, ...], field: str) -> None:
    instance = full(SCHEMAS[name])
    holder = instance
    for step in at:
        holder = holder[step]
    del holder[field]
    with pytest.raises(InvalidArgumentError) as caught:
        model_class(name).from_dict(instance)
    assert f"`{field}`" in str(caught.value)
    assert not at or msgspec_path(at) in str(caught.value)


@pytest.mark.parametrize(("name", "at", "schema"), FIELDS)
def test_a_value_of_another_type_is_named_with_its_path(
    name: str, at: tuple[str | int, ...], schema: dict[str, Any]
) -> None:
    instance = full(SCHEMAS[name])
    put(instance, at, 5 if kinds(schema)[0] in ("object", "array", "string", "boolean") else "text")
    with pytest.raises(InvalidArgumentError) as caught:
        model_class(name).from_dict(instance)
    assert str(caught.value).startswith(f"not a valid {name}: ")
    assert msgspec_path(at) in str(caught.value)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("content", [b"", b"null", b"[]", b"{", b"<html>", b'"\xff"', "\ud800", b"[" * 100_000])
def test_json_that_is_not_an_object_is_refused(name: str, content: bytes | str) -> None:
    with pytest.raises(InvalidArgumentError, match=f"^not a valid {name}: "):
        model_class(name).from_json(content)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_does_not_change(name: str) -> None:
    model = model_class(name).from_dict(full(SCHEMAS[name]))
    for field in SCHEMAS[name]["properties"]:
        with pytest.raises(AttributeError):
            setattr(model, field, None)
    assert not hasattr(model, "__dict__")


def test_a_model_built_by_hand_has_no_response_and_no_unknown_fields() -> None:
    health = models.Health(status="ok", timestamp="now")
    for model in (health, copy.deepcopy(health)):
        with pytest.raises(errors.PivotalError, match="This Health was built or copied, so it has no response"):
            _ = model.response
    assert health.extra_fields == {}
    assert pickle.loads(pickle.dumps(health)) == health == models.Health.from_dict({"status": "ok", "timestamp": "now"})


def test_large_numbers_in_unknown_fields_survive() -> None:
    text = b'{"status":"ok","timestamp":"now","large":123456789012345678901234567890}'
    assert models.Health.from_json(text).to_json() == text
