"""Open enums: a value that the contract doesn't list behaves like the others."""

import copy
import json
import operator
import pickle
from collections.abc import Callable

import pytest
from pivotal_api import models
from pivotal_runtime.base_models import OpenEnum
from pivotal_runtime.errors import InvalidArgumentError

from tests.support.instances import SCHEMAS, full

ENUMS = {
    models.Phase: SCHEMAS["OnboardingPhase"],
    models.State: SCHEMAS["OnboardingState"],
    models.ErrorType: SCHEMAS["ErrorErrorType"],
}


@pytest.mark.parametrize("enum", ENUMS)
def test_an_enum_lists_the_contracts_values_in_its_order(enum: type[OpenEnum]) -> None:
    assert [member.value for member in enum] == ENUMS[enum]["enum"]
    assert all(member.is_known and member.name == member.value.upper() for member in enum)


@pytest.mark.parametrize("enum", ENUMS)
@pytest.mark.parametrize("value", ["added_later", "", "ACTIVE", "with space", "é", "__class__", "mro"])
def test_an_unknown_value_survives(enum: type[OpenEnum], value: str) -> None:
    member = enum(value)
    assert (member.value, str(member), member.is_known) == (value, value, False)
    assert member == value == enum(value)
    assert hash(member) == hash(value)
    assert {member: 1}[enum(value)] == 1
    assert json.dumps(member) == json.dumps(value)
    for twin in (pickle.loads(pickle.dumps(member)), copy.copy(member), copy.deepcopy(member)):
        assert twin == member
        assert isinstance(twin, enum)
    assert enum.__members__.keys() == {known.upper() for known in ENUMS[enum]["enum"]}


def test_values_are_ordered_as_the_contract_lists_them() -> None:
    phases = list(models.Phase)
    assert sorted(phases, reverse=True) == phases[::-1]
    assert models.Phase.COMPLETED > models.Phase.LAUNCH >= models.Phase.LAUNCH > models.Phase.REVIEW
    assert models.Phase.REVIEW < "launch" <= models.Phase.LAUNCH
    assert not models.Phase.COMPLETED < "launch"
    assert max(phases) == models.Phase.COMPLETED


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_a_value_without_a_place_in_the_order_is_refused(compare: Callable[[object, object], bool]) -> None:
    for pair in [(models.Phase("later"), models.Phase.LAUNCH), (models.Phase.LAUNCH, "later")]:
        with pytest.raises(InvalidArgumentError, match=r"Phase 'later' is not in this version's contract.*is_known"):
            compare(*pair)
    for other in (5, None, models.State.ACTIVE):
        with pytest.raises(TypeError):
            compare(models.Phase.LAUNCH, other)


@pytest.mark.parametrize("enum", ENUMS)
@pytest.mark.parametrize("value", [5, None, True, b"active", ["active"]])
def test_only_strings_are_enum_values(enum: type[OpenEnum], value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        enum(value)


@pytest.mark.parametrize("field", ["phase", "state"])
def test_an_unknown_value_in_a_response_round_trips(field: str) -> None:
    instance = {**full(SCHEMAS["Onboarding"]), field: "added_later"}
    onboarding = models.Onboarding.from_dict(instance)
    assert getattr(onboarding, field) == "added_later"
    assert not getattr(onboarding, field).is_known
    assert onboarding.to_dict() == instance
    assert pickle.loads(pickle.dumps(onboarding)) == onboarding == copy.deepcopy(onboarding)


@pytest.mark.parametrize("value", [5, None, True, {}])
def test_a_value_that_is_not_a_string_is_named(value: object) -> None:
    with pytest.raises(InvalidArgumentError, match=r"\$\.phase"):
        models.Onboarding.from_dict({**full(SCHEMAS["Onboarding"]), "phase": value})
