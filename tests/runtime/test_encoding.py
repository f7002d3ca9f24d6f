"""Each Python type has one form on the wire: the same characters in a query, a header and a body."""

import enum
import json
import numbers
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

import attrs
import msgspec
import pytest
from pivotal_runtime.base_models import UNSET
from pivotal_runtime.encoding import encode_body, query_pairs, text_value
from pivotal_runtime.errors import InvalidArgumentError

PARIS = timezone(timedelta(hours=2))
UUID_TEXT = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"


class Size(enum.IntEnum):
    LARGE = 3


class Price(enum.Enum):
    FULL = Decimal("1.50")


class Day(enum.Enum):
    LAUNCH = datetime(2026, 1, 2, 3, tzinfo=PARIS)


@attrs.frozen
class Visit:
    at: datetime
    price: Decimal


# A value, its text in a query or a header, and its JSON text in a body.
FORMS: list[tuple[Any, str, str]] = [
    ("é & b", "é & b", '"é & b"'),
    (True, "true", "true"),
    (0, "0", "0"),
    (-(2**63), "-9223372036854775808", "-9223372036854775808"),
    (10**20, "100000000000000000000", "100000000000000000000"),
    (1.0, "1.0", "1.0"),
    (1e22, "1e22", "1e22"),
    (Decimal("1.50"), "1.50", "1.50"),
    (Decimal("-0.00"), "-0.00", "-0.00"),
    (Decimal("1E+3"), "1000", "1000"),
    (Decimal("1E-9"), "0.000000001", "0.000000001"),
    (Decimal("12345678901234567890.123456789"),) + ("12345678901234567890.123456789",) * 2,
    (datetime(2026, 1, 2, 3, tzinfo=UTC), "2026-01-02T03:00:00Z", '"2026-01-02T03:00:00Z"'),
    (datetime(2026, 1, 2, 3, tzinfo=PARIS), "2026-01-02T01:00:00Z", '"2026-01-02T01:00:00Z"'),
    (datetime(2026, 1, 2, 3, 4, 5, 678000, PARIS), "2026-01-02T01:04:05.678000Z", '"2026-01-02T01:04:05.678000Z"'),
    (date(2026, 1, 2), "2026-01-02", '"2026-01-02"'),
    (time(3, 4), "03:04:00", '"03:04:00"'),
    (UUID(UUID_TEXT.upper()), UUID_TEXT, f'"{UUID_TEXT}"'),
    (Size.LARGE, "3", "3"),
    (Price.FULL, "1.50", "1.50"),
    (Day.LAUNCH, "2026-01-02T01:00:00Z", '"2026-01-02T01:00:00Z"'),
]


@pytest.mark.parametrize(("value", "text", "in_json"), FORMS, ids=ascii)
def test_a_value_has_one_form_everywhere(value: Any, text: str, in_json: str) -> None:
    assert text_value("x", value) == text
    assert query_pairs({"x": value, "y": [value]}) == [("x", text), ("y", text)]
    assert encode_body({"x": value}).decode() == f'{{"x":{in_json}}}'


@pytest.mark.parametrize(("value", "text", "in_json"), FORMS, ids=ascii)
@pytest.mark.parametrize(
    ("wrap", "around"),
    [
        (lambda value: [value], "[{}]"),
        (lambda value: (value,), "[{}]"),
        (lambda value: {"a": {"b": [value]}}, '{{"a":{{"b":[{}]}}}}'),
        (lambda value: MappingProxyType({"a": value}), '{{"a":{}}}'),
    ],
    ids=["list", "tuple", "nested", "mapping"],
)
def test_the_form_is_the_same_at_any_depth_of_a_body(
    value: Any, text: str, in_json: str, wrap: Callable[[Any], Any], around: str
) -> None:
    assert encode_body({"x": wrap(value)}).decode() == '{"x":' + around.format(in_json) + "}"
    assert json.loads(encode_body({"x": wrap(value)}))


def test_the_form_is_the_same_inside_an_object() -> None:
    body = encode_body({"x": Visit(datetime(2026, 1, 2, 3, tzinfo=PARIS), Decimal("1.50"))})
    assert body == b'{"x":{"at":"2026-01-02T01:00:00Z","price":1.50}}'


def test_none_is_null_and_unset_is_left_out() -> None:
    assert encode_body({"a": None, "b": UNSET, "c": [None]}) == b'{"a":null,"c":[null]}'
    assert query_pairs({"a": None, "b": UNSET, "c": [None, 1]}) == [("c", "1")]


@pytest.mark.parametrize(
    "value",
    [
        float("nan"), float("-inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1E+1000000000"),
        Decimal("1E-1000000000"), datetime(2026, 1, 2), datetime.max.replace(tzinfo=timezone(timedelta(hours=-2))),
        10**5000, "\ud800",
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_a_value_that_no_place_can_carry_is_refused_by_name(value: Any) -> None:
    for send in (
        lambda: text_value("x", value),
        lambda: query_pairs({"x": [value]}),
        lambda: encode_body({"x": value}),
        lambda: encode_body({"x": {"a": [value]}}),
    ):
        with pytest.raises(InvalidArgumentError, match=r"^x: ") as caught:
            send()
        assert len(str(caught.value)) < 300


@pytest.mark.parametrize("value", [b"bytes", {"a": 1}, object(), timedelta(1)], ids=lambda value: type(value).__name__)
def test_other_types_have_no_text(value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=rf"^x: {type(value).__name__} can't be sent as text"):
        text_value("x", value)


def test_a_body_is_plain_json_for_any_reader() -> None:
    body = msgspec.json.decode(encode_body({"mrr": Decimal("0.1"), "at": datetime(2026, 1, 2, tzinfo=UTC)}))
    assert body == {"mrr": 0.1, "at": "2026-01-02T00:00:00Z"}


class Title(str):
    """A string of a framework, which shows itself otherwise to people."""

    def __str__(self) -> str:
        return f"<b>{super().__str__()}</b>"


class Moment(datetime):
    """A datetime of another library, with more in its text than a datetime has, as pandas' Timestamp."""

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        return super().isoformat(sep, timespec) + "?"


class Birthday(date):
    pass


class Count(int):
    pass


class Cents(Decimal):
    def __format__(self, *spec: Any) -> str:
        return f"{super().__format__(*spec)} EUR"


class Ticket(UUID):
    def __str__(self) -> str:
        return f"ticket {self.hex[:4]}"


class Ratio(float):
    pass


class Scalar:
    """A number of numpy: no subclass of Python's."""

    def __init__(self, value: Any) -> None:
        self.value = value


class int64(Scalar):
    def __index__(self) -> int:
        return int(self.value)


class float32(Scalar):
    def __float__(self) -> float:
        return float(self.value)


class bool_(Scalar):
    def __bool__(self) -> bool:
        return bool(self.value)

    def __index__(self) -> int:
        raise TypeError("not an integer")


numbers.Integral.register(int64)
numbers.Real.register(float32)

SUBCLASSES: list[tuple[Any, Any]] = [
    (Title("Aurora"), "Aurora"),
    (Moment(2026, 1, 2, 3, tzinfo=PARIS), datetime(2026, 1, 2, 3, tzinfo=PARIS)),
    (Birthday(2026, 1, 2), date(2026, 1, 2)),
    (Count(3), 3),
    (Cents("1.50"), Decimal("1.50")),
    (Ratio(0.5), 0.5),
    (Ticket(UUID_TEXT), UUID(UUID_TEXT)),
    (int64(3), 3),
    (float32(0.5), 0.5),
    (bool_(True), True),
]


@pytest.mark.parametrize(("value", "base"), SUBCLASSES, ids=lambda value: type(value).__name__)
def test_a_value_of_a_subclass_or_of_numpy_is_sent_like_the_builtin(value: Any, base: Any) -> None:
    assert text_value("x", value) == text_value("x", base)
    assert query_pairs({"x": [value]}) == query_pairs({"x": [base]})
    for wrap in (lambda x: x, lambda x: [x], lambda x: {"a": x}, lambda x: attrs.make_class("C", ["x"])(x)):
        assert encode_body({"x": wrap(value)}) == encode_body({"x": wrap(base)})


@pytest.mark.parametrize(
    "value", [b"bytes", bytearray(b"b"), memoryview(b"m"), timedelta(1)], ids=lambda value: type(value).__name__
)
@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: [x], lambda x: {"a": {"b": x}}], ids=["plain", "list", "map"])
def test_a_body_refuses_types_without_a_form_instead_of_inventing_one(value: Any, wrap: Callable[[Any], Any]) -> None:
    with pytest.raises(InvalidArgumentError, match=rf"^x: {type(value).__name__} can't be sent as JSON; pass a "):
        encode_body({"x": wrap(value)})


def test_keys_of_a_body_have_the_form_of_their_type() -> None:
    body = {"x": {Title("a"): 1, int64(2): 1, datetime(2026, 1, 2, 3, tzinfo=PARIS): 1, True: 1}}
    assert encode_body(body) == b'{"x":{"a":1,"2":1,"2026-01-02T01:00:00Z":1,"true":1}}'
    with pytest.raises(InvalidArgumentError, match=r"^x: bytes can't be sent as text"):
        encode_body({"x": {b"a": 1}})


@pytest.mark.parametrize("fields", [{1: "a", "1": "b"}, {True: 1, "true": 2}, {date(2026, 1, 2): 1, "2026-01-02": 2}])
def test_two_keys_with_the_same_form_are_refused(fields: dict[Any, Any]) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^x: .* and another key are both sent as "):
        encode_body({"x": [{"y": fields}]})


def test_a_floating_time_zone_is_none() -> None:
    """Python would take the time for one of this machine's zone."""

    class Floating(tzinfo):
        def utcoffset(self, dt: datetime | None, /) -> timedelta | None:
            return None

    with pytest.raises(InvalidArgumentError, match="has no time zone"):
        encode_body({"x": datetime(2026, 1, 2, tzinfo=Floating())})


def test_an_offset_of_seconds_is_kept() -> None:
    assert text_value("x", time(3, 4, tzinfo=timezone(timedelta(seconds=30)))) == "03:04:00+00:00:30"


def test_a_time_that_is_none_is_refused_as_such() -> None:
    class NaT(datetime):
        def __eq__(self, other: object) -> bool:
            return False

        def __ne__(self, other: object) -> bool:
            return True

        __hash__ = datetime.__hash__

    with pytest.raises(InvalidArgumentError, match="is not a point in time; pass None"):
        encode_body({"x": NaT(2026, 1, 1)})
