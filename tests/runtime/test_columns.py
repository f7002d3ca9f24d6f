"""Fields of any type have a column, and what has no type of its own is JSON text."""

import datetime
import uuid
from typing import Any, ClassVar, Literal

import pytest
from pivotal.errors import PivotalError
from pivotal.models import Contact, Customer, Phase
from pivotal_runtime.arrow import Batches
from pivotal_runtime.base_models import UNSET, Model, UnsetType, extra_field
from pivotal_runtime.columns import columns_of


class Everything(Model, frozen=True):
    text: str
    always: Literal["this"]
    number: float | None
    day: datetime.date
    time: datetime.time
    key: uuid.UUID
    phase: Phase | None
    either: int | str
    nested: list[Contact]
    anything: Any
    absent: int | UnsetType = UNSET

    _renamed: ClassVar[tuple[str, ...]] = ("a-name",)

    @property
    def a_name(self) -> list[str] | UnsetType:
        value: list[str] | UnsetType = extra_field(self, "a-name", list[str])
        return value


VALUES = {
    "text": "a",
    "always": "this",
    "number": 1.5,
    "day": "2026-01-02",
    "time": "03:04:05",
    "key": "12345678-1234-5678-1234-567812345678",
    "phase": "launch",
    "either": 3,
    "nested": [],
    "anything": {"b": [None]},
}
KINDS = dict.fromkeys(("text", "always", "time", "key"), "text") | dict.fromkeys(
    ("either", "nested", "anything"), "json"
)
KINDS |= {"number": "number", "day": "date", "phase": "enum", "absent": "integer", "a-name": "texts"}


def test_each_field_has_a_column_of_its_kind() -> None:
    assert {column.name: column.kind for column in columns_of(Everything)} == KINDS


def test_each_kind_has_a_form() -> None:
    batches = Batches(Everything)
    rows = [Everything.from_dict({**VALUES, "a-name": ["x"]}), Everything.from_dict({**VALUES, "anything": None})]
    first, second = batches.batch(rows).to_pylist()
    as_json = {"either": "3", "nested": "[]", "anything": '{"b":[null]}'}
    assert first == {**VALUES, **as_json, "day": datetime.date(2026, 1, 2), "absent": None, "a-name": ["x"]}
    assert (second["anything"], second["a-name"]) == (None, None)


@pytest.mark.parametrize("rows", [str, Customer | Contact])
def test_rows_that_are_no_models_have_no_columns(rows: Any) -> None:
    with pytest.raises(PivotalError, match=r"use to_list\(\)"):
        columns_of(rows)
