"""The sandbox follows a changed contract by regeneration alone, over real HTTP."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pivotal.sandbox._api.api import api_of, default_api
from pivotal_runtime.description import Description

from tests.pivotal.sandbox.changed_contracts import Http, check, describe_corrected, regenerate, served
from tests.scripts.specs import Document, copy_contract, generate_client, operation, reference, run_code

TEXT = {"type": "string"}
NULLABLE = {"type": ["string", "null"]}
WHEN = {"type": "string", "format": "date-time"}
ID = {"name": "id", "in": "path", "required": True, "schema": TEXT}
CUSTOMER_ID = {**ID, "name": "customerId"}
PAGE = [
    {"name": "limit", "in": "query", "schema": TEXT},
    {"name": "cursor", "in": "query", "schema": WHEN},
]


def record(kind: str, /, **properties: Any) -> Document:
    own = {"object": {"type": "string", "enum": [kind]}, "id": TEXT, "display_id": {"type": "integer"}}
    times = {"created_at": WHEN, "updated_at": WHEN}
    everything = {**own, **properties, **times}
    return {"type": "object", "required": list(everything), "properties": everything}


def page(schema: str) -> Document:
    properties = {
        "object": {"type": "string", "enum": ["list"]},
        "data": {"type": "array", "items": reference(schema)},
        "has_more": {"type": "boolean"},
        "next_cursor": NULLABLE,
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def body(**properties: Any) -> Document:
    schema = {"type": "object", "required": [next(iter(properties))], "properties": properties}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def query(name: str, schema: Document) -> Document:
    return {"name": name, "in": "query", "schema": schema}


def add(document: Document, path: str, method: str, id_: str, schema: Document | None, **more: Any) -> None:
    document["paths"].setdefault(path, {})[method] = operation(id_, schema, tag=more.pop("tag", "remarks"), **more)


def add_field_enum_value_and_filters(document: Document) -> None:
    schemas = document["components"]["schemas"]
    schemas["Customer"]["properties"]["territory"] = NULLABLE
    schemas["Customer"]["properties"]["chairs"] = {"type": "integer", "minimum": 1, "maximum": 9, "default": 3}
    for name in ("CustomerCreate", "CustomerUpdate"):
        schemas[name]["properties"]["territory"] = NULLABLE
        schemas[name]["properties"]["chairs"] = {"type": "integer", "minimum": 1, "maximum": 9}
    schemas["OnboardingState"]["enum"].append("on_ice")
    schemas["Contact"]["properties"]["onboarding_id"] = NULLABLE
    schemas["ContactCreate"]["properties"]["onboarding_id"] = NULLABLE
    customers = document["paths"]["/api/v1/customers"]["get"]["parameters"]
    customers += [query("chairs", {"type": "integer"}), query("territory", {"type": "array", "items": TEXT})]
    customers += [query("sort_by", TEXT)]
    contacts = document["paths"]["/api/v1/customers/{customerId}/contacts"]["get"]["parameters"]
    contacts += [query("onboarding_id", TEXT), query("is_primary", {"type": "boolean"})]


def add_operations(document: Document) -> None:
    """Add a resource of its own, one below a customer, and operations that no rule can answer."""
    document["components"]["schemas"] |= {
        "Crew": record("crew", name={"type": "string", "minLength": 2}, funds={"type": "number", "default": 1.5}),
        "CrewList": page("Crew"),
        "Remark": record("remark", name=TEXT, starred={"type": "boolean"}),
        "RemarkList": page("Remark"),
    }
    crew = body(name={"type": "string", "minLength": 2}, funds={"type": "number"})
    add(document, "/api/v1/crews", "get", "list-crews", reference("CrewList"), tag="crews", parameters=PAGE)
    add(document, "/api/v1/crews", "post", "create-crew", reference("Crew"), tag="crews", requestBody=crew)
    add(document, "/api/v1/crews/{id}", "get", "get-crew", reference("Crew"), tag="crews", parameters=[ID])
    add(
        document, "/api/v1/crews/{id}", "put", "replace-crew", reference("Crew"),
        tag="crews", parameters=[ID], requestBody=crew,
    )  # fmt: skip
    add(document, "/api/v1/crews/{id}", "delete", "delete-crew", None, tag="crews", parameters=[ID])
    nested = "/api/v1/customers/{customerId}/remarks"
    remark = body(name=TEXT, starred={"type": "boolean"})
    one = [CUSTOMER_ID, ID]
    listed = [CUSTOMER_ID, *PAGE, query("starred", {"type": "boolean"})]
    add(document, nested, "get", "list-remarks", reference("RemarkList"), parameters=listed)
    all_remarks = operation("list-all-remarks", reference("RemarkList"), tag="remarks", parameters=PAGE)
    document["paths"]["/api/v1/remarks"] = {"get": all_remarks}
    add(document, nested, "post", "create-remark", reference("Remark"), parameters=[CUSTOMER_ID], requestBody=remark)
    add(document, nested + "/{id}", "get", "get-remark", reference("Remark"), parameters=one)
    add(document, nested + "/{id}", "patch", "change-remark", reference("Remark"), parameters=one, requestBody=remark)
    add(document, nested + "/{id}", "delete", "drop-remark", reference("Deleted"), parameters=one)
    mothball = "/api/v1/customers/{id}/mothball"
    add(document, mothball, "post", "mothball-customer", reference("Customer"), tag="customers", parameters=[ID])
    count = {"type": "object", "required": ["count"], "properties": {"count": {"type": "integer"}}}
    add(document, "/api/v1/customers/count", "get", "count-customers", count, tag="customers")


def add_everything(document: Document) -> None:
    add_field_enum_value_and_filters(document)
    add_operations(document)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Description:
    return regenerate(add_everything, tmp_path_factory.mktemp("grown"))


@pytest.fixture
def http(grown: Description) -> Iterator[Http]:
    with served(grown) as http:
        yield http


def test_a_new_property_is_stored_shown_and_checked(http: Http) -> None:
    created = http.call("POST", "/customers", {"name": "A", "territory": "EU"}, 201)
    assert (created["territory"], created["chairs"]) == ("EU", 3)
    changed = http.call("PATCH", f"/customers/{created['id']}", {"territory": None, "chairs": 9})
    assert http.call("GET", f"/customers/{created['id']}") == changed
    assert (changed["territory"], changed["chairs"]) == (None, 9)
    error = http.call("PATCH", f"/customers/{created['id']}", {"chairs": 10}, 400)["error"]
    assert (error["code"], error["message"]) == ("too_big", "chairs must be an integer from 1 to 9.")
    assert http.call("POST", "/customers", {"name": "B", "chairs": None}, 400)["error"]["field"] == "chairs"


def test_a_new_value_of_an_enum_is_accepted_and_filters(http: Http) -> None:
    customer = http.call("POST", "/customers", {"name": "A"})
    made = http.call("POST", "/onboardings", {"customer_id": customer["id"], "state": "on_ice"})
    assert made["state"] == "on_ice"
    assert http.call("GET", "/onboardings?state=on_ice")["data"] == [made]
    assert http.call("GET", "/onboardings?state=active")["data"] == []
    assert http.call("GET", "/onboardings?state=new", status=400)["error"]["code"] == "invalid_enum_value"


def test_new_filters_select_by_the_property_of_their_name(http: Http) -> None:
    for name, territory, chairs in (("A", "EU", 1), ("B", "US", 2), ("C", None, 2)):
        http.call("POST", "/customers", {"name": name, "territory": territory, "chairs": chairs})
    assert http.names("/customers?chairs=2") == ["C", "B"]
    assert http.names("/customers?territory=EU&territory=US") == ["B", "A"]
    assert http.names("/customers?chairs=2&territory=US") == ["B"]
    assert http.call("GET", "/customers?chairs=two", status=400)["error"]["field"] == "chairs"


def test_a_filter_by_another_record_accepts_its_display_id(http: Http) -> None:
    customer = http.call("POST", "/customers", {"name": "A"})
    made = http.call("POST", "/onboardings", {"customer_id": str(customer["display_id"])})
    contacts = f"/customers/{customer['id']}/contacts"
    contact = {"name": "Ada", "email": "ada@a.example", "onboarding_id": str(made["display_id"])}
    ada = http.call("POST", contacts, contact)
    http.call("POST", contacts, {"name": "Bo", "email": "bo@a.example", "is_primary": True})
    assert ada["onboarding_id"] == made["id"]
    for id_ in (made["id"], made["display_id"]):
        assert http.names(f"{contacts}?onboarding_id={id_}") == ["Ada"]
    assert http.names(f"{contacts}?is_primary=true") == ["Bo"]


def test_a_parameter_that_is_no_filter_is_a_501_only_if_it_is_sent(http: Http) -> None:
    assert http.names("/customers") == []
    error = http.call("GET", "/customers?sort_by=name", status=501)["error"]
    assert (error["code"], error["field"]) == ("not_implemented", "sort_by")
    assert "HANDLERS" in error["message"]


def test_a_new_resource_is_answered_by_rules(http: Http) -> None:
    crews = [http.call("POST", "/crews", {"name": f"T{number}"}, 200) for number in range(3)]
    assert crews[0]["object"] == "crew"
    assert crews[0]["funds"] == 1.5
    assert http.call("GET", f"/crews/{crews[1]['display_id']}") == crews[1]
    first = http.call("GET", "/crews?limit=2")
    rest = http.call("GET", f"/crews?limit=2&cursor={first['next_cursor']}")
    assert [row["name"] for row in first["data"] + rest["data"]] == ["T2", "T1", "T0"]
    assert (first["has_more"], rest["has_more"]) == (True, False)
    http.call("PUT", f"/crews/{crews[0]['id']}", {"name": "New", "funds": 2})
    assert http.call("PUT", f"/crews/{crews[0]['id']}", {"name": "Newer"})["funds"] == 1.5
    assert http.call("POST", "/crews", {"name": "x"}, 400)["error"]["code"] == "too_small"
    assert http.call("POST", "/crews", {}, 400)["error"]["code"] == "missing_field"
    for _ in range(2):
        assert http.call("DELETE", f"/crews/{crews[0]['id']}", status=204) is None
    assert http.call("GET", f"/crews/{crews[0]['id']}", status=404)["error"]["code"] == "crew_not_found"
    assert http.names("/crews") == ["T2", "T1"]


def test_a_repeated_post_with_an_idempotency_key_returns_the_first_record(http: Http) -> None:
    sent = {"json": {"name": "Crew"}, "headers": {"Idempotency-Key": "1"}}
    first, second = (http.client.post("/crews", **sent).content for _ in range(2))
    assert first == second
    assert http.names("/crews") == ["Crew"]


def test_a_resource_below_another_belongs_to_it(http: Http) -> None:
    a, b = (http.call("POST", "/customers", {"name": name}) for name in "AB")
    remarks = f"/customers/{a['display_id']}/remarks"
    made = http.call("POST", remarks, {"name": "N"})
    http.call("POST", remarks, {"name": "P", "starred": True})
    assert made["starred"] is False
    assert "parent" not in made
    assert http.call("GET", f"{remarks}/{made['id']}") == made
    assert http.names(remarks) == ["P", "N"]
    assert http.names(f"{remarks}?starred=true") == ["P"]
    assert http.names(f"/customers/{b['id']}/remarks") == []
    wrong = f"/customers/{b['id']}/remarks/{made['id']}"
    assert http.call("GET", wrong, status=404)["error"]["code"] == "remark_not_found"
    assert http.call("POST", "/customers/99/remarks", {"name": "N"}, 404)["error"]["code"] == "customer_not_found"
    assert http.call("PATCH", f"{remarks}/{made['id']}", {"name": "M"})["name"] == "M"
    gone = http.call("DELETE", f"{remarks}/{made['id']}")
    assert gone == {"object": "deleted", "id": made["id"], "display_id": made["display_id"], "deleted": True}
    http.call("DELETE", f"/customers/{a['id']}")
    http.call("GET", f"{remarks}/{made['id']}", status=404)


def test_deleting_a_record_hides_those_below_it(http: Http) -> None:
    a, b = (http.call("POST", "/customers", {"name": name}) for name in "AB")
    for customer, name in ((a, "Hidden"), (b, "Shown")):
        http.call("POST", f"/customers/{customer['id']}/remarks", {"name": name})
    http.call("DELETE", f"/customers/{a['id']}")
    assert http.names("/remarks") == ["Shown"]
    assert http.call("GET", f"/customers/{a['id']}/remarks", status=404)["error"]["code"] == "customer_not_found"


CLIENT = """
from pivotal import PivotalApi
with PivotalApi(sandbox=True) as client:
    a = client.customers.create(name="A", territory="EU")
    client.remarks.create(a.id, name="N")
    crew = client.crews.create(name="Crew")
    listed = client.customers.list(territory=["EU"]).first()
    print(a.territory, a.chairs, listed.name, client.crews.get(crew.display_id).funds)
"""


def test_the_generated_client_calls_what_is_new(tmp_path: Path) -> None:
    document = copy_contract()
    add_everything(document)
    folder = generate_client(document, tmp_path)
    assert run_code(folder, CLIENT) == "EU 3 A 1.5\n"
    code, lines = check(folder)
    assert code == 0
    assert [line.partition(":")[0] for line in lines] == ["not answered"] * 3 + ["Everything else is answered."]


def test_what_cannot_be_guessed_is_a_501_that_says_what_to_add(http: Http, grown: Description) -> None:
    a = http.call("POST", "/customers", {"name": "A"})
    message = http.call("POST", f"/customers/{a['id']}/mothball", status=501)["error"]["message"]
    assert "POST /api/v1/customers/{id}/mothball (mothball-customer)" in message
    assert "add a handler for mothball-customer to HANDLERS in pivotal/sandbox/_api/handlers.py" in message
    http.call("GET", "/customers/count", status=501)
    assert http.call("GET", f"/customers/{a['id']}") == a
    gaps = {(gap.operation, gap.parameter) for gap in api_of(grown).gaps if gap not in default_api().gaps}
    assert gaps == {("mothball-customer", None), ("count-customers", None), ("list-customers", "sort_by")}
    assert api_of(grown).stale == ()


def stale_after(change: Any, folder: Path) -> tuple[Description, str]:
    """Return the description of a changed contract, and what `make check` says of it, which must be a failure."""
    contract = describe_corrected(change, folder)
    code, lines = check(folder)
    assert code == 1
    assert all(line.startswith(("stale: ", "not answered: ")) and line.endswith(".") for line in lines)
    return contract, "\n".join(lines)


def remove_health_and_contacts(document: Document) -> None:
    del document["paths"]["/api/v1/health"]
    for path in ("/api/v1/contacts/{id}", "/api/v1/customers/{customerId}/contacts"):
        del document["paths"][path]


def test_removed_operations_leave_stale_rows_and_break_nothing(tmp_path: Path) -> None:
    contract, stale = stale_after(remove_health_and_contacts, tmp_path)
    for row in (
        "names get-health",
        "report_contact in HOOKS of pivotal/sandbox/_api/hooks.py needs the kind of record contact",
        "names contact.email",
        "makes contact,",
    ):
        assert row in stale
    with served(contract) as http:
        http.call("GET", "/health", status=404)
        a = http.call("POST", "/customers", {"name": "A"})
        http.call("DELETE", f"/customers/{a['id']}")


def rename_email_and_phase(document: Document) -> None:
    for name, old, new in (("Contact", "email", "email_address"), ("Onboarding", "phase", "stage")):
        for suffix in ("", "Create", "Update"):
            schema = document["components"]["schemas"][name + suffix]
            schema["properties"] = {new if key == old else key: part for key, part in schema["properties"].items()}
            schema["required"] = [new if key == old else key for key in schema.get("required", [])]


def test_renamed_properties_leave_stale_rows_and_break_nothing(tmp_path: Path) -> None:
    contract, stale = stale_after(rename_email_and_phase, tmp_path)
    for row in (
        "refuse_taken_email in HOOKS", "needs contact.email,", "names contact.email",
        "set_phase_times in HOOKS", "makes contact.email", "makes onboarding.phase",
    ):  # fmt: skip
        assert row in stale
    with served(contract, tmp_path / "data.db") as http:
        a = http.call("POST", "/customers", {"name": "A"})
        contacts = f"/customers/{a['id']}/contacts"
        for name in "BC":
            http.call("POST", contacts, {"name": name, "email_address": "X@y.example"})
        assert http.names(contacts) == ["C", "B"]
        assert http.call("GET", contacts)["data"][0]["email_address"] == "X@y.example"
        for stage in ("launch", "review"):
            http.call("POST", "/onboardings", {"customer_id": a["id"], "stage": stage})
        assert http.call("GET", "/onboardings?phase=launch", status=501)["error"]["field"] == "phase"
