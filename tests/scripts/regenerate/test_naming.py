"""Names by one rule: operationId without the words of its resource, an underscore after what is taken."""

import pytest

from contract_diff.core.errors import InputError
from scripts.regenerate.naming import (
    argument_name,
    field_name,
    member,
    method_name,
    pascal,
    resource_name,
    singular,
    snake,
    unique,
)


@pytest.mark.parametrize(
    ("id_", "tag", "path", "name"),
    [
        ("list-customers", "customers", "/api/v1/customers", "list"),
        ("get-customer", "customers", "/api/v1/customers/{id}", "get"),
        ("create-customer-contact", "contacts", "/api/v1/customers/{customerId}/contacts", "create"),
        ("list-customer-contacts", "contacts", "/api/v1/customers/{customerId}/contacts", "list"),
        ("count-customers", "customers", "/api/v1/customers/count", "count"),
        ("getCustomerCount", "customers", "/api/v1/customers/count", "get_count"),
        ("customers", "customers", "/api/v1/customers", "customers"),
        ("import-customers", "customers", "/api/v1/customers/import", "import_"),
        ("str-customers", "customers", "/api/v1/customers/str", "str_"),
        ("2fa-status", "meta", "/api/v1/2fa", "field_2fa_status"),
    ],
)
def test_a_method_is_named_after_its_operation(id_: str, tag: str, path: str, name: str) -> None:
    assert method_name({"operationId": id_, "tags": [tag]}, path) == name


def test_a_name_in_the_overlay_wins() -> None:
    assert method_name({"operationId": "get-me", "tags": ["meta"], "x-sdk-method": "me"}, "/api/v1/me") == "me"


@pytest.mark.parametrize(
    ("wire", "argument", "field"),
    [
        ("customerId", "customer_id", "customerId"), ("Idempotency-Key", "idempotency_key", "field_Idempotency_Key"),
        ("class", "class_", "class_"), ("from", "from_", "from_"), ("options", "options_", "options"),
        ("self", "self_", "self_"), ("to_dict", "to_dict", "to_dict_"), ("@type", "type", "field__type"),
        ("datetime", "datetime_", "datetime_"), ("1st", "field_1st", "field_1st"), ("_raw", "raw", "field_raw"),
        ("HTTPStatus", "httpstatus", "HTTPStatus"), ("list", "list_", "list_"), ("None", "none", "None_"),
    ],
)  # fmt: skip
def test_arguments_and_fields(wire: str, argument: str, field: str) -> None:
    assert argument_name(wire) == argument
    assert field_name(wire) == field
    assert argument.isidentifier()
    assert field.isidentifier()


@pytest.mark.parametrize(
    ("value", "name"),
    [("at_risk", "AT_RISK"), ("a b", "A_B"), ("", "EMPTY"), ("1st", "FIELD_1ST"), ("camelCase", "CAMEL_CASE")],
)  # fmt: skip
def test_members(value: str, name: str) -> None:
    assert member(value) == name


@pytest.mark.parametrize(
    ("tag", "name"), [("customers", "customers"), ("a b", "a_b"), ("close", "close_"), ("../x", "x")]
)
def test_resources(tag: str, name: str) -> None:
    assert resource_name(tag) == name


def test_nouns() -> None:
    assert [singular(noun) for noun in ("customers", "companies", "me")] == ["customer", "company", "me"]
    assert [pascal(noun) for noun in ("customer", "customer_note", "customer-note")] == [
        "Customer", "CustomerNote", "CustomerNote"
    ]  # fmt: skip
    assert snake("customerId2Name") == "customer_id2_name"


def test_a_clash_is_refused_with_its_place() -> None:
    unique(["a", "b"], "here")
    with pytest.raises(InputError, match=r"^here: more than one a, b; rename one"):
        unique(["b", "a", "a", "b"], "here")
