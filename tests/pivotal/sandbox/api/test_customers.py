import pytest

from tests.pivotal.sandbox.support import Api

SAMPLE = {
    "name": "Acme Co.",
    "slug": "acme-co",
    "domain": "acme.com",
    "status": "active",
    "plan": "enterprise",
    "mrr": 125000,
    "monthly_orders": 320,
    "hubspot_company_id": "123456789",
    "hubspot_deal_id": "987654321",
    "stripe_customer_id": "cus_J5k9vX2bL8Q7Yz",
    "intercom_company_id": "abc123def456",
    "slack_channel_id": "C01ABCD2EFG",
}


def test_the_documented_sample_is_returned_as_sent(api: Api) -> None:
    created = api.customer(**{**SAMPLE, "metadata": {"source": "crm"}})
    assert created.items() >= SAMPLE.items()
    assert created["object"] == "customer"
    assert created["created_at"] == created["updated_at"] == "2026-03-01T12:00:00.000Z"
    assert list(created)[:3] == ["object", "id", "display_id"]
    assert "metadata" not in created


def test_a_name_is_enough(api: Api) -> None:
    created = api.customer("Café Müller & Co.")
    assert created["slug"] == "cafe-muller-co"
    assert created["status"] == "onboarding"
    assert created["plan"] is None


@pytest.mark.parametrize("name", ["日本", "!!!"])
def test_a_name_without_letters_has_no_slug(api: Api, name: str) -> None:
    assert api.customer(name)["slug"] is None
    assert api.customer(name)["slug"] is None


def test_both_ids_name_the_same_customer(api: Api) -> None:
    created = api.customer()
    assert api.get(f"/customers/{created['display_id']}") == created
    assert api.get(f"/customers/{created['id']}") == created


@pytest.mark.parametrize(
    "path_id", ["acme-co", "0", "99", "9" * 40, "%20", "%FF", "c%2Fd", "1.0", "-1", "+1", "%D9%A1"]
)
def test_a_malformed_id_is_not_found(api: Api, path_id: str) -> None:
    api.customer(slug="acme-co")
    api.fails(404, "customer_not_found", "GET", f"/customers/{path_id}")


def test_a_patch_changes_only_the_sent_properties_and_null_clears(api: Api, clock) -> None:
    created = api.customer(**SAMPLE)
    clock.advance(60)
    changed = api.patch(f"/customers/{created['id']}", plan=None, mrr=5.0)
    assert changed == {**created, "plan": None, "mrr": 5, "updated_at": "2026-03-01T12:01:00.000Z"}
    assert api.get(f"/customers/{created['id']}") == changed


def test_a_slug_is_taken_until_its_customer_is_deleted(api: Api) -> None:
    first = api.customer("Acme")
    second = api.customer("Other")
    assert api.fails(409, "slug_taken", "POST", "/customers", {"name": "Acme"})["field"] == "slug"
    api.fails(409, "slug_taken", "PATCH", f"/customers/{second['id']}", {"slug": "acme"})
    assert api.patch(f"/customers/{first['id']}", slug="acme")["slug"] == "acme"
    api.delete(f"/customers/{first['id']}")
    assert api.patch(f"/customers/{second['id']}", slug="acme")["slug"] == "acme"


def test_a_deleted_customer_is_gone_and_its_objects_are_not_listed(api: Api) -> None:
    created = api.customer()
    contact, onboarding = api.contact(created), api.onboarding(created)
    kept = api.onboarding(api.customer("Kept"))
    answer = api.delete(f"/customers/{created['display_id']}")
    assert answer == {
        "object": "deleted",
        "id": created["id"],
        "display_id": created["display_id"],
        "deleted": True,
    }
    assert api.delete(f"/customers/{created['id']}") == answer
    for method, path in (
        ("GET", ""),
        ("PATCH", ""),
        ("GET", "/contacts"),
        ("GET", "/onboardings"),
        ("POST", "/contacts"),
    ):
        body = {"name": "A", "email": "a@b.co"} if method != "GET" else None
        api.fails(404, "customer_not_found", method, f"/customers/{created['id']}{path}", body)
    api.fails(404, "customer_not_found", "POST", "/onboardings", {"customer_id": created["id"]})
    assert api.get("/onboardings")["data"] == [kept]
    assert api.get(f"/onboardings?customer_id={created['id']}")["data"] == []
    assert [row["name"] for row in api.get("/customers")["data"]] == ["Kept"]
    assert api.get(f"/contacts/{contact['id']}") == contact
    assert api.get(f"/onboardings/{onboarding['id']}") == onboarding


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "missing_field", "name"),
        ({"name": None}, "invalid_type", "name"),
        ({"name": 1}, "invalid_type", "name"),
        ({"name": ""}, "too_small", "name"),
        ({"name": "A", "slug": ""}, "too_small", "slug"),
        ({"name": "A", "status": None}, "invalid_type", "status"),
        ({"name": "A", "mrr": "12"}, "invalid_type", "mrr"),
        ({"name": "A", "mrr": 1.5}, "invalid_type", "mrr"),
        ({"name": "A", "mrr": True}, "invalid_type", "mrr"),
        ({"name": "A", "mrr": 2**60}, "too_big", "mrr"),
        ({"name": "A", "mrr": -(2**60)}, "too_small", "mrr"),
        ({"name": "A", "metadata": []}, "invalid_type", "metadata"),
        ({"name": "A", "domain": {}}, "invalid_type", "domain"),
    ],
)
def test_an_invalid_body_names_the_field(api: Api, body: object, code: str, field: str) -> None:
    error = api.fails(400, code, "POST", "/customers", body)
    assert (error["type"], error["field"]) == ("invalid_request_error", field)
    assert api.get("/customers")["data"] == []


def test_unknown_properties_are_ignored(api: Api) -> None:
    assert "favorite_color" not in api.customer(favorite_color="blue")


def test_identity_cannot_be_written(api: Api) -> None:
    created = api.customer()
    changed = api.patch(f"/customers/{created['id']}", id="x", display_id=9, created_at="x", object="y")
    assert changed == created
