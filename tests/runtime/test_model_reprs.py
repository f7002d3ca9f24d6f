"""The repr of a model fits a screen, and shows no key."""

from typing import Any

import pytest
from pivotal_api.models import Contact, CustomerList, Deleted, Me, Onboarding
from pivotal_runtime.base_models import UNSET, Model

from tests.support.instances import SCHEMAS, full
from tests.support.samples import KEY, page


def test_a_model_shows_its_fields() -> None:
    deleted = Deleted(object="deleted", id="cl9bn00of0000g7l8gcq8c4xk", deleted=True)
    assert deleted.display_id is UNSET
    assert repr(deleted) == "Deleted(object='deleted', id='cl9bn00of0000g7l8gcq8c4xk', deleted=True)"


def test_times_and_enums_are_short() -> None:
    onboarding = Onboarding.from_dict(
        {**full(SCHEMAS["Onboarding"]), "phase": "launch", "state": "added_later", "created_at": "2026-01-02T03:04:05Z"}
    )
    assert "phase='launch', state='added_later'," in repr(onboarding)
    assert "created_at=2026-01-02T03:04:05Z," in repr(onboarding)


class Form(Model, frozen=True):
    text: str
    answers: dict[str, Any]


def test_a_long_value_is_cut() -> None:
    form = Form("x" * 10_000, {"note": "x" * 10_000})
    assert repr(form) == f"Form(text='{'x' * 80}...', answers={{'note': '{'x' * 70}...)"


def test_a_list_shows_its_first_items() -> None:
    contact = Contact.from_dict({**full(SCHEMAS["Contact"]), "labels": list("abcde")})
    assert "labels=['a', 'b', 'c', ... 2 more]" in repr(contact)
    assert "labels=[]" in repr(contact.replace(labels=[]))


def test_nested_models_are_their_ids() -> None:
    rows = CustomerList.from_dict(page(range(100, 0, -1)))
    assert f"data=[Customer(id={rows.data[0].id!r}), " in repr(rows)
    assert "... 97 more], has_more=False" in repr(rows)
    me = Me.from_dict(full(SCHEMAS["Me"]))
    assert f"api_key=MeApiKey(id={me.api_key.id!r})" in repr(me)


@pytest.mark.parametrize("value", [KEY, "x" * 60 + KEY, f"before {KEY} after"])
def test_a_key_is_masked(value: str) -> None:
    form = Form(value, {"key": value, value: [value]})
    shown = repr(form) + str(form) + f"{form}" + str(list(form.__rich_repr__()))
    assert KEY not in shown and KEY[:25] not in shown
    assert "pivotal_test_K8s9..." in shown


def test_rich_gets_the_same_values() -> None:
    assert dict(Form("x" * 1_000, {}).__rich_repr__())["text"] == "x" * 80 + "..."
