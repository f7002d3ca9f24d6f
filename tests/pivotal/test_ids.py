"""Ids from ints, strings, records and URLs: a valid id is sent, and nothing else."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pivotal import Contact, Customer
from pivotal.errors import InvalidArgumentError
from pivotal.ids import id_kind, is_cuid, is_cuid2, parse_id, same_record
from pivotal_runtime.ids import path_segment

from tests.support.flavors import Flavor
from tests.support.samples import customer
from tests.support.scripted import ScriptedServer, reply

AURORA = Customer.from_dict(customer(245, slug="aurora"))
CUID = AURORA.id
REFUSED: list[Any] = ["", ".", "..", "a/b", "a\\b", "%2e%2e", "a?b", "a#b", "a b", " 1", "1\n", "\0", "\x85", "\ud800"]
REFUSED += [True, -1, 2**63, 1.0, None, b"1", [1], {}]
LABELS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="/?#\\"), max_size=20)
NEAR_ADDRESSES = st.text("htps:/my.ivotalcusmrz0123-@?#[]%\\ \n\t", max_size=60)


@pytest.mark.parametrize("value", REFUSED, ids=ascii)
def test_an_invalid_id_is_refused_before_anything_is_sent(flavor: Flavor, value: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        parse_id(value)
    calls = [
        lambda api: api.customers.get(value),
        lambda api: api.customers.delete(value),
        lambda api: api.customers.update(value, name="x"),
        lambda api: api.contacts.create(value, name="x", email="x@y.example"),
    ]
    with ScriptedServer(reply(body=customer())) as server:
        for call in calls:
            with pytest.raises(InvalidArgumentError):
                flavor.call(server.url, call)
    assert server.connections == 0


def as_parsed(value: Any) -> str | None:
    try:
        return parse_id(value, "customer")
    except InvalidArgumentError:
        return None


@given(st.one_of(st.text(), NEAR_ADDRESSES, LABELS.map(lambda text: f"https://my.pivotal.app/customers/{text}")))
def test_a_parsed_id_is_a_valid_path_segment(text: str) -> None:
    parsed = as_parsed(text)
    if parsed is not None:
        assert path_segment(parsed)
        assert parsed == text or "://" in text
        assert not re.search(r"[/\\%?#\s]", parsed)


@given(st.integers())
def test_numbers(number: int) -> None:
    parsed = as_parsed(number)
    assert parsed == (str(number) if 0 <= number < 2**63 else None)


@given(number=st.integers(0, 10**9), slug=LABELS)
def test_a_url_names_the_record_with_its_number(number: int, slug: str) -> None:
    url = f"https://my.pivotal.app/customers/{number}-{slug}"
    assert as_parsed(url) in (str(number), None)
    assert parse_id(f"https://my.pivotal.app/customers/{number}") == str(number)


@pytest.mark.parametrize(
    ("url", "parsed"),
    [
        ("https://my.pivotal.app/customers/245-aurora", "245"),
        ("https://my.pivotal.app/customers/245", "245"),
        ("https://my.pivotal.app/customers/245/", "245"),
        ("https://my.pivotal.app/customers/245-", "245"),
        ("https://my.pivotal.app/customers/245-aurora?tab=contacts#top", "245"),
        ("https://my.pivotal.app/customers/245-%C3%A9t%C3%A9", "245"),
        ("http://my.pivotal.app/customers/245-aurora", "245"),
        ("HTTPS://MY.PIVOTAL.APP/customers/245-aurora", "245"),
        ("https://my.pivotal.app:443/customers/245-aurora", "245"),
    ],
)
def test_urls(url: str, parsed: str) -> None:
    assert parse_id(url) == parse_id(url, "customer") == parsed


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/customers/245",
        "https://my.pivotal.app.evil.example/customers/245",
        "https://my.pivotal.app@evil.example/customers/245",
        "https://evil.example#https://my.pivotal.app/customers/245",
        "ftp://my.pivotal.app/customers/245",
        "://my.pivotal.app/customers/245",
        "https:///customers/245",
        "https://my.pivotal.app",
        "https://my.pivotal.app/customers",
        "https://my.pivotal.app/customers/aurora",
        "https://my.pivotal.app/customers/-5",
        "https://my.pivotal.app/customers/245-aurora/contacts",
        "https://my.pivotal.app/x/../customers/245",
        "https://my.pivotal.app/customers/٢٤٥",
        "https://[bad/customers/245",
        "https://my.pivotal.app:port/customers/245",
        "https://my.pivotal.app:99999999/customers/245",
    ],
)
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(InvalidArgumentError, match="not the URL of a record"):
        parse_id(url, "customer")
    with pytest.raises(InvalidArgumentError):
        id_kind(url)


def test_the_owner_is_checked() -> None:
    contact_page = "https://my.pivotal.app/contacts/7"
    with pytest.raises(InvalidArgumentError, match="customer: the URL is under /contacts"):
        parse_id(contact_page, "customer")
    with pytest.raises(InvalidArgumentError, match="got a customer; pass a contact"):
        parse_id(AURORA, "contact")
    assert parse_id(contact_page, "contact") == "7"


IDS = {"int": 245, "text": "245", "cuid": CUID, "record": AURORA, "url": "https://my.pivotal.app/customers/245-x"}


@pytest.mark.parametrize("form", IDS)
def test_every_form_reaches_path_query_and_body(flavor: Flavor, form: str) -> None:
    value = IDS[form]
    sent = CUID if form in ("cuid", "record") else "245"
    with ScriptedServer(reply(500)) as server:
        for call in (
            lambda api: api.customers.get(value),
            lambda api: api.contacts.create(value, name="Ada", email="ada@aurora.example"),
            lambda api: api.onboardings.create(customer_id=value),
        ):
            with pytest.raises(Exception, match="500"):
                flavor.call(server.url, call, max_retries=0, retries=None)
    get, contact, onboarding = server.requests
    assert get.target == f"/api/v1/customers/{sent}"
    assert contact.target == f"/api/v1/customers/{sent}/contacts"
    assert onboarding.json() == {"customer_id": sent}


def test_a_url_on_the_clients_own_host_is_accepted(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=customer(7))) as server:
        page = f"{server.url}/customers/7-aurora"
        assert flavor.call(server.url, lambda api: api.customers.get(page)).display_id == 7
        with pytest.raises(InvalidArgumentError):
            flavor.call(server.url, lambda api: api.contacts.get(page))
    assert [request.target for request in server.requests] == ["/api/v1/customers/7"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        *((digits, "display_id") for digits in (42, "42", "007", "0")),
        *((text, "cuid") for text in (CUID, "onb_123456789abcdef", "4e2", "٤٢", "²", "-")),
    ],
)
def test_id_kind_as_the_server_would(value: str | int, kind: str) -> None:
    assert id_kind(value) == kind


@given(st.from_regex(r"c[0-9a-z]{24}", fullmatch=True))
def test_cuids(text: str) -> None:
    assert is_cuid(text) and is_cuid2(text) and id_kind(text) == "cuid"
    assert not is_cuid(text + "0") and not is_cuid(text[:-1]) and not is_cuid(text.upper())
    assert not is_cuid(text + "\n") and not is_cuid2(text + "\n")


@given(st.text(max_size=40))
def test_cuid_checks_never_raise(text: str) -> None:
    assert is_cuid2(text) or not is_cuid(text)


@pytest.mark.parametrize("form", IDS)
def test_same_record(form: str) -> None:
    assert same_record(AURORA, IDS[form])


@pytest.mark.parametrize("value", [7, "7", "cl9bn00of0000g7l8gcq8c4xk", Customer.from_dict(customer(7)), "9" * 5000])
def test_another_record(value: Any) -> None:
    assert not same_record(AURORA, value)


def test_leading_zeros_name_the_same_display_id() -> None:
    assert same_record(AURORA, "00245")
    assert not same_record(AURORA, "0")


def test_a_record_of_the_callers_own_class_is_accepted() -> None:
    record = SimpleNamespace(id=CUID, display_id=245)
    assert same_record(AURORA, record) and same_record(record, AURORA)
    assert parse_id(record) == CUID


def test_a_contact_is_not_a_customer(flavor: Flavor) -> None:
    fields = {"object": "contact", "id": "c2", "display_id": 2, "customer_id": CUID, "name": "Ada"}
    more = {"email": "a@b.example", "title": None, "is_primary": True, "labels": []}
    stamps = dict.fromkeys(("created_at", "updated_at"), "2026-01-01T00:00:00Z")
    ada = Contact.from_dict({**fields, **more, **stamps})
    with ScriptedServer(reply(500)) as server:
        with pytest.raises(InvalidArgumentError, match="got a contact; pass a customer"):
            flavor.call(server.url, lambda api: api.customers.get(ada))
        with pytest.raises(InvalidArgumentError, match="got a contact; pass a customer"):
            flavor.call(server.url, lambda api: api.onboardings.create(customer_id=ada))
    assert server.connections == 0
