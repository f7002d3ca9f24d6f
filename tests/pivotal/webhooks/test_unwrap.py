"""Deliveries, genuine and malformed: an event, or a WebhookVerificationError, and nothing else."""

import copy
import gzip
import json
import pickle
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pivotal.errors import InvalidArgumentError
from pivotal.webhooks import Reason, Webhooks, WebhookVerificationError
from standardwebhooks import Webhook

from tests.pivotal.webhooks.support import BODY, EVENT, OTHER_SECRET, SECRET, signed
from tests.support.tiers import examples

WEBHOOKS = Webhooks(SECRET)
Headers = dict[str, Any]


def refused(body: bytes, headers: Any, webhooks: Webhooks = WEBHOOKS) -> WebhookVerificationError:
    with pytest.raises(WebhookVerificationError) as caught:
        webhooks.unwrap(body, headers)
    return caught.value


@pytest.mark.parametrize("spelling", ["svix", "webhook"])
def test_a_genuine_delivery_is_an_event(spelling: str) -> None:
    event = WEBHOOKS.unwrap(BODY, signed(spelling=spelling))
    assert (event.id, event.type) == ("evt_1", "onboarding.launched")
    assert event.to_dict() == {**EVENT, "created_at": "2026-03-01T12:00:00Z"}


FORMS: dict[str, Callable[[Headers], Any]] = {
    "upper case": lambda headers: {name.upper(): value for name, value in headers.items()},
    "title case": lambda headers: {name.title(): value for name, value in headers.items()},
    "pairs": lambda headers: list(headers.items()),
    "pairs of bytes": lambda headers: [(name.encode(), value.encode()) for name, value in headers.items()],
    "lists of values": lambda headers: {name: [value] for name, value in headers.items()},
    "both spellings": lambda headers: {**headers, **signed(spelling="webhook")},
    "an incomplete second spelling": lambda headers: {**headers, "webhook-id": "another"},
    "the same header twice": lambda headers: [*headers.items(), *headers.items()],
    "white space around": lambda headers: {name: f" {value} " for name, value in headers.items()},
    "a malformed signature first": lambda headers: _prefixed(headers, "v1,??? v1 ,, v1a,AAAA v1,é"),
    "a signature of another version first": lambda headers: _prefixed(headers, "v2," + "A" * 43 + "="),
    "a foreign signature first": lambda headers: _prefixed(headers, "v1," + "A" * 43 + "="),
    "two signature headers joined by a comma": lambda headers: _prefixed(headers, "v1," + "A" * 43 + "=,"),
    "two signature headers joined without a space": lambda headers: {
        **headers,
        "svix-signature": "v1," + "A" * 43 + "=," + headers["svix-signature"],
    },
    "two signature headers": lambda headers: [*headers.items(), ("svix-signature", "v1,AAAA")],
}


def _prefixed(headers: Headers, item: str) -> Headers:
    return {**headers, "svix-signature": f"{item} {headers['svix-signature']}"}


@pytest.mark.parametrize("form", FORMS)
def test_headers_are_accepted_in_each_form(form: str) -> None:
    assert WEBHOOKS.unwrap(BODY, FORMS[form](signed())).id == "evt_1"


@pytest.mark.parametrize("body", [bytearray(BODY), memoryview(BODY)])
def test_other_kinds_of_bytes_are_accepted(body: Any) -> None:
    assert WEBHOOKS.unwrap(body, signed()).id == "evt_1"


def _without(part: str) -> Headers:
    return {name: value for name, value in signed().items() if not name.endswith(part)}


def _with(part: str, value: Any) -> Headers:
    return {**signed(), f"svix-{part}": value}


HEADERS: dict[str, tuple[Callable[[], Any], Reason]] = {
    "none": (dict, Reason.MISSING_HEADER),
    "no id": (lambda: _without("id"), Reason.MISSING_HEADER),
    "no timestamp": (lambda: _without("timestamp"), Reason.MISSING_HEADER),
    "no signature": (lambda: _without("signature"), Reason.MISSING_HEADER),
    "a spelling for each": (lambda: {**_without("id"), "webhook-id": "evt_1"}, Reason.MISSING_HEADER),
    "a null": (lambda: _with("id", None), Reason.MISSING_HEADER),
    "an id that differs": (lambda: _with("id", "evt_2"), Reason.NO_SIGNATURE_FITS),
    "two ids": (lambda: _with("id", ["evt_1", "evt_2"]), Reason.INVALID_HEADER),
    "an id that is not UTF-8": (lambda: _with("id", "evt_\udcff"), Reason.INVALID_HEADER),
    "a date": (lambda: _with("timestamp", "2026-03-01"), Reason.INVALID_HEADER),
    "not a number": (lambda: _with("timestamp", "nan"), Reason.INVALID_HEADER),
    "a huge number": (lambda: _with("timestamp", "9" * 400), Reason.INVALID_HEADER),
    "far ahead": (lambda: _with("timestamp", "9" * 12), Reason.TOO_NEW),
    "negative": (lambda: _with("timestamp", "-5"), Reason.INVALID_HEADER),
    "digits outside ASCII": (lambda: _with("timestamp", "\N{ARABIC-INDIC DIGIT ONE}"), Reason.INVALID_HEADER),
    "too old": (lambda: signed(age=310), Reason.TOO_OLD),
    "too new": (lambda: signed(age=-310), Reason.TOO_NEW),
    "the epoch": (lambda: _with("timestamp", "0"), Reason.TOO_OLD),
    "no comma": (lambda: _with("signature", "v1"), Reason.NO_SIGNATURE_FITS),
    "not base64": (lambda: _with("signature", "v1,!!!!"), Reason.NO_SIGNATURE_FITS),
    "outside ASCII": (lambda: _with("signature", "v1,é"), Reason.NO_SIGNATURE_FITS),
    "another version": (lambda: _with("signature", "v2," + "A" * 43 + "="), Reason.NO_SIGNATURE_FITS),
    "another secret": (lambda: signed(BODY, OTHER_SECRET), Reason.NO_SIGNATURE_FITS),
    "another body": (lambda: signed(b"{}"), Reason.NO_SIGNATURE_FITS),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_malformed_headers_are_refused_with_a_reason(name: str) -> None:
    make, reason = HEADERS[name]
    error = refused(BODY, make())
    assert error.reason == reason
    assert len(str(error).splitlines()) == 1


BODIES: dict[str, tuple[bytes, Reason]] = {
    "empty": (b"", Reason.NOT_JSON),
    "HTML": (b"<html>", Reason.NOT_JSON),
    "truncated": (BODY[:-1], Reason.NOT_JSON),
    "nested without end": (b'{"x":' * 100_000, Reason.NOT_JSON),
    "a list": (b"[]", Reason.NOT_AN_EVENT),
    "null": (b"null", Reason.NOT_AN_EVENT),
    "no type": (b'{"id": "evt_1"}', Reason.NOT_AN_EVENT),
    "no id": (b'{"type": "customer.created"}', Reason.NOT_AN_EVENT),
    "a number as type": (b'{"id": "evt_1", "type": 1}', Reason.NOT_AN_EVENT),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_signed_body_that_is_not_an_event_is_refused(name: str) -> None:
    body, reason = BODIES[name]
    assert refused(body, signed(body)).reason == reason


def test_a_body_that_is_not_utf8_is_refused() -> None:
    assert refused(b"\xff" + BODY, signed()).reason == Reason.NOT_JSON


@pytest.mark.parametrize("body", [EVENT, BODY.decode(), None, 5])
def test_a_body_that_is_not_bytes_is_refused_with_advice(body: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=f"type {type(body).__name__}; pass the raw bytes"):
        WEBHOOKS.unwrap(body, signed())


@pytest.mark.parametrize("style", [{}, {"ensure_ascii": False}, {"indent": 2}], ids=["default", "unicode", "indented"])
def test_a_body_that_was_parsed_and_written_again_is_named(style: Any) -> None:
    error = refused(json.dumps(EVENT, **style).encode(), signed())
    assert error.reason == Reason.BODY_REWRITTEN
    assert "parsed and written again" in str(error)


def test_a_rewritten_body_with_another_content_is_not_named_so() -> None:
    changed = json.dumps({**EVENT, "livemode": False}).encode()
    assert refused(changed, signed()).reason == Reason.NO_SIGNATURE_FITS


def test_the_tolerance_can_be_set() -> None:
    assert Webhooks(SECRET, tolerance=3600).unwrap(BODY, signed(age=3000)).id == "evt_1"
    assert refused(BODY, signed(age=60), Webhooks(SECRET, tolerance=30)).reason == Reason.TOO_OLD


@pytest.mark.parametrize("tolerance", [0, -1, float("nan"), float("inf"), "300"])
def test_a_tolerance_that_is_not_positive_is_refused(tolerance: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="positive number of seconds"):
        Webhooks(SECRET, tolerance=tolerance)


def test_during_a_rotation_both_secrets_are_accepted() -> None:
    rotated = Webhooks(OTHER_SECRET, previous_secret=SECRET)
    for secrets in ((SECRET,), (OTHER_SECRET,), (OTHER_SECRET, SECRET)):
        assert rotated.unwrap(BODY, signed(BODY, *secrets)).id == "evt_1"
    assert refused(BODY, signed(BODY, SECRET), Webhooks(OTHER_SECRET)).reason == Reason.NO_SIGNATURE_FITS


@settings(max_examples=examples(300))
@given(position=st.integers(0, len(BODY) - 1), mask=st.integers(1, 255))
def test_any_changed_byte_is_refused(position: int, mask: int) -> None:
    changed = bytearray(BODY)
    changed[position] ^= mask
    refused(bytes(changed), signed())


NAMES = st.sampled_from(["svix-id", "svix-timestamp", "svix-signature"])
CASES = st.sampled_from([str.upper, str.lower, str.title, str.swapcase])


@settings(max_examples=examples(300))
@given(
    flipped=st.none() | st.tuples(st.integers(0, len(BODY) - 1), st.integers(1, 255)),
    dropped=st.sets(NAMES, max_size=1),
    doubled=st.dictionaries(NAMES, st.sampled_from(["same", "other"])),
    case=CASES,
)
def test_a_delivery_that_was_changed_on_the_way_is_genuine_or_refused(
    flipped: tuple[int, int] | None, dropped: set[str], doubled: dict[str, str], case: Callable[[str], str]
) -> None:
    """Nothing but the case of a name, a header that is repeated as it is, and a further signature may change."""
    headers = signed()
    pairs = [(name, value) for name, value in headers.items() if name not in dropped]
    pairs += [(name, headers[name] if kind == "same" else headers[name] + "0") for name, kind in doubled.items()]
    body = bytearray(BODY)
    if flipped is not None:
        body[flipped[0]] ^= flipped[1]
    kept = [name for name, _ in pairs]
    is_complete = all(kept.count(name) for name in headers) and (not dropped or doubled.get(*dropped) != "other")
    is_consistent = "other" not in (doubled.get("svix-id"), doubled.get("svix-timestamp"))
    cased = [(case(name), value) for name, value in pairs]
    if flipped is None and is_complete and is_consistent:
        assert WEBHOOKS.unwrap(bytes(body), cased).id == "evt_1"
    else:
        refused(bytes(body), cased)


SIGNATURE = st.binary(min_size=32, max_size=32).map(lambda digest: "v1," + b64encode(digest).decode())
TEXT = st.text(max_size=40) | SIGNATURE


@settings(max_examples=examples(300))
@given(st.lists(st.tuples(st.sampled_from(["svix-id", "Svix-Timestamp", "SVIX-SIGNATURE", "webhook-id"]), TEXT)))
def test_any_headers_are_refused_by_the_one_error(headers: list[tuple[str, str]]) -> None:
    refused(BODY, headers)


@settings(max_examples=examples(300))
@given(st.binary(max_size=60))
def test_any_body_is_refused_by_the_one_error(body: bytes) -> None:
    refused(body, signed())


@pytest.mark.parametrize("spelling", ["svix", "webhook"])
def test_what_sign_returns_is_verified_by_us_and_by_standardwebhooks_alone(spelling: Any) -> None:
    delivery = WEBHOOKS.sign(EVENT, spelling=spelling)
    event = WEBHOOKS.unwrap(delivery.body, delivery.headers)
    again = WEBHOOKS.sign(event, spelling="webhook")
    assert Webhook(SECRET).verify(again.body, again.headers)["data"] == EVENT["data"]
    assert WEBHOOKS.unwrap(again.body, again.headers) == event


def test_an_event_without_an_id_is_not_signed() -> None:
    with pytest.raises(InvalidArgumentError, match="has no id"):
        WEBHOOKS.sign({"type": "customer.created"})


def test_an_error_can_be_pickled_and_copied() -> None:
    error = refused(BODY, {})
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is WebhookVerificationError
        assert (again.reason, str(again)) == (error.reason, str(error))


def test_gzip_is_decompressed() -> None:
    assert WEBHOOKS.unwrap(gzip.compress(BODY), signed()).id == "evt_1"


GZIP: dict[str, tuple[bytes, Reason]] = {
    "truncated": (gzip.compress(BODY)[:-1], Reason.NOT_JSON),
    "damaged": (b"\x1f\x8b" + BODY, Reason.NOT_JSON),
    "followed by more": (gzip.compress(BODY) + b" ", Reason.NOT_JSON),
    "two of them": (gzip.compress(BODY) * 2, Reason.NOT_JSON),
    "gzip within gzip": (gzip.compress(gzip.compress(BODY)), Reason.NOT_JSON),
    "the JSON of another": (gzip.compress(BODY + b" "), Reason.BODY_REWRITTEN),
    "a small body that becomes large": (gzip.compress(b" " * 2_000_000, 1), Reason.TOO_LARGE),
}


@pytest.mark.parametrize("name", GZIP)
def test_gzip_of_anything_else_is_refused(name: str) -> None:
    body, reason = GZIP[name]
    assert refused(body, signed()).reason == reason


def test_a_body_above_the_limit_is_refused() -> None:
    assert Webhooks(SECRET, max_body_bytes=len(BODY)).unwrap(BODY, signed()).id == "evt_1"
    small = Webhooks(SECRET, max_body_bytes=len(BODY) - 1)
    error = refused(BODY, signed(), small)
    assert error.reason == Reason.TOO_LARGE
    assert str(error) == f"The body has more than {len(BODY) - 1} bytes; refuse it, or set max_body_bytes."
    assert refused(gzip.compress(BODY), signed(), small).reason == Reason.TOO_LARGE
