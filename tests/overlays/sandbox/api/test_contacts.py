import pytest

from tests.overlays.sandbox.support import Api


def test_a_contact_belongs_to_its_customer(api: Api) -> None:
    customer = api.customer()
    created = api.contact(customer, "Alice.Johnson@Example.COM", title="Lead", is_primary=True, labels=["a", "b"])
    assert created["customer_id"] == customer["id"]
    assert created["email"] == "alice.johnson@example.com"
    assert (created["title"], created["is_primary"], created["labels"]) == ("Lead", True, ["a", "b"])
    assert api.get(f"/contacts/{created['display_id']}") == created
    assert api.get(f"/customers/{customer['display_id']}/contacts")["data"] == [created]


def test_defaults(api: Api) -> None:
    created = api.contact(api.customer())
    assert (created["title"], created["is_primary"], created["labels"]) == (None, False, [])


def test_an_email_is_unique_within_a_customer_regardless_of_case(api: Api) -> None:
    customer, other = api.customer("A"), api.customer("B")
    first, second = api.contact(customer, "a@b.co"), api.contact(customer, "c@d.co")
    body = {"name": "X", "email": "A@B.CO"}
    path = f"/customers/{customer['id']}/contacts"
    assert api.fails(409, "email_taken", "POST", path, body)["field"] == "email"
    api.fails(409, "email_taken", "PATCH", f"/contacts/{second['id']}", {"email": "A@b.co"})
    assert api.patch(f"/contacts/{first['id']}", email="A@B.co")["email"] == "a@b.co"
    assert api.contact(other, "a@b.co")["customer_id"] == other["id"]
    api.delete(f"/contacts/{first['id']}")
    assert api.patch(f"/contacts/{second['id']}", email="a@b.co")["email"] == "a@b.co"


def test_a_deleted_contact_is_gone(api: Api) -> None:
    customer = api.customer()
    created = api.contact(customer)
    answer = api.delete(f"/contacts/{created['id']}")
    assert api.delete(f"/contacts/{created['display_id']}") == answer
    api.fails(404, "contact_not_found", "GET", f"/contacts/{created['id']}")
    api.fails(404, "contact_not_found", "PATCH", f"/contacts/{created['id']}", {})
    assert api.get(f"/customers/{customer['id']}/contacts")["data"] == []


def test_null_clears_only_a_title(api: Api) -> None:
    created = api.contact(api.customer(), title="Lead")
    assert api.patch(f"/contacts/{created['id']}", title=None)["title"] is None
    for name in ("name", "email", "is_primary", "labels"):
        error = api.fails(400, "invalid_type", "PATCH", f"/contacts/{created['id']}", {name: None})
        assert error["field"] == name


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"email": "a@b.co"}, "missing_field", "name"),
        ({"name": "A"}, "missing_field", "email"),
        ({"name": "A", "email": "nobody"}, "invalid_string", "email"),
        ({"name": "A", "email": 7}, "invalid_type", "email"),
        ({"name": "A", "email": "a@b.co", "is_primary": 1}, "invalid_type", "is_primary"),
        ({"name": "A", "email": "a@b.co", "labels": "x"}, "invalid_type", "labels"),
        ({"name": "A", "email": "a@b.co", "labels": [1]}, "invalid_type", "labels"),
    ],
)
def test_an_invalid_body_names_the_field(api: Api, body: object, code: str, field: str) -> None:
    path = f"/customers/{api.customer()['id']}/contacts"
    assert api.fails(400, code, "POST", path, body)["field"] == field


def test_a_display_id_of_another_kind_is_not_found(api: Api) -> None:
    created = api.contact(api.customer())
    api.fails(404, "customer_not_found", "GET", f"/customers/{created['display_id']}")
