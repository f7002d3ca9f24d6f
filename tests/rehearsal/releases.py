"""Releases of the API as its documentation would describe them: changes of a copy of the contract."""

from copy import deepcopy
from typing import Any

Document = dict[str, Any]
_SCHEMAS = "#/components/schemas/"
_DOCUMENTED = {"x-evidence": "documented"}


def add_optional_field(contract: Document) -> None:
    """Customers get an industry, which may be null."""
    for name in ("Customer", "CustomerCreate", "CustomerUpdate"):
        contract["components"]["schemas"][name]["properties"]["industry"] = {
            "type": ["string", "null"],
            "description": "Industry of the customer.",
            **_DOCUMENTED,
        }


def add_enum_value(contract: Document) -> None:
    """Onboardings get a phase before the last one."""
    contract["components"]["schemas"]["OnboardingPhase"]["enum"].insert(-1, "handover")


def add_operations(contract: Document) -> None:
    """Contacts can be replaced, which general rules answer, and archived, which they can't."""
    update = contract["paths"]["/api/v1/contacts/{id}"]["patch"]
    replace = _derive(update, "replace-contact", "Replace a contact", body="ContactCreate")
    contract["paths"]["/api/v1/contacts/{id}"]["put"] = replace
    archive = _derive(update, "archive-contact", "Archive a contact")
    del archive["requestBody"]
    contract["paths"]["/api/v1/contacts/{id}/archive"] = {"post": archive}


def add_resource(contract: Document) -> None:
    """The API gets notes: create, retrieve, list, update, delete."""
    schemas, paths = contract["components"]["schemas"], contract["paths"]
    sent = {"body": {"type": "string", **_DOCUMENTED}, "is_pinned": {"type": "boolean", **_DOCUMENTED}}
    kept = ("object", "id", "display_id", "created_at", "updated_at")
    shown = {name: deepcopy(schemas["Contact"]["properties"][name]) for name in kept}
    shown["object"]["enum"] = ["note"]
    schemas["Note"] = {**schemas["Contact"], "required": [*kept, *sent], "properties": {**shown, **deepcopy(sent)}}
    schemas["NoteCreate"] = {**schemas["ContactCreate"], "required": ["body"], "properties": deepcopy(sent)}
    schemas["NoteUpdate"] = {**schemas["ContactUpdate"], "properties": deepcopy(sent)}
    schemas["NoteList"] = deepcopy(schemas["ContactList"])
    schemas["NoteList"]["properties"]["data"]["items"] = {"$ref": f"{_SCHEMAS}Note"}
    of_one, of_all = paths["/api/v1/contacts/{id}"], paths["/api/v1/customers"]
    list_notes = _derive(of_all["get"], "list-notes", "List notes", "notes", result="NoteList")
    list_notes["parameters"] = [one for one in list_notes["parameters"] if one["name"] in ("limit", "cursor")]
    create = _derive(of_all["post"], "create-note", "Create a note", "notes", result="Note", body="NoteCreate")
    paths["/api/v1/notes"] = {"get": list_notes, "post": create}
    paths["/api/v1/notes/{id}"] = {
        "get": _derive(of_one["get"], "get-note", "Retrieve a note", "notes", result="Note"),
        "patch": _derive(of_one["patch"], "update-note", "Update a note", "notes", result="Note", body="NoteUpdate"),
        "delete": _derive(of_one["delete"], "delete-note", "Delete a note", "notes"),
    }


def add_required_response_field(contract: Document) -> None:
    """Customers get a region, which every response contains."""
    customer = contract["components"]["schemas"]["Customer"]
    customer["properties"]["region"] = {"type": "string", "enum": ["eu", "us"], **_DOCUMENTED}
    customer["required"].append("region")


def remove_operation(contract: Document) -> None:
    """Contacts can't be deleted any more."""
    del contract["paths"]["/api/v1/contacts/{id}"]["delete"]


def rename_field(contract: Document) -> None:
    """The title of a contact is named job_title."""
    for name in ("Contact", "ContactCreate", "ContactUpdate"):
        schema = contract["components"]["schemas"][name]
        schema["properties"] = {
            "job_title" if field == "title" else field: value for field, value in schema["properties"].items()
        }
        if "title" in schema.get("required", ()):
            schema["required"] = ["job_title" if field == "title" else field for field in schema["required"]]


def _derive(
    operation: Document, id_: str, summary: str, tag: str = "contacts", *, result: str = "", body: str = ""
) -> Document:
    """Return another operation of the same shape."""
    derived = deepcopy(operation)
    derived.update(operationId=id_, summary=summary, description=f"{summary}.", tags=[tag])
    if body:
        derived["requestBody"]["content"]["application/json"]["schema"] = {"$ref": _SCHEMAS + body}
    if result:
        status = next(status for status in derived["responses"] if status.startswith("2"))
        derived["responses"][status]["content"]["application/json"] = {"schema": {"$ref": _SCHEMAS + result}}
    return derived
