"""An inline enum of a new page gets a name from its operation or schema, and never that of another schema."""

from pathlib import Path
from typing import Any

from scripts.contract import load
from scripts.import_spec.importer import Outcome, import_source
from scripts.regenerate.corrections import apply_corrections
from scripts.regenerate.generator import generate
from scripts.regenerate.source import read_source
from tests.scripts.contract_edits import lint_frozen
from tests.scripts.dialects import fragment, page
from tests.support.frozen import CORRECTIONS

ENUM = {"type": "string", "enum": ["open", "done"]}
TASKS = "/api/v1/tasks"


def new_page(contract: dict[str, Any], operation_id: str, parameters: dict[str, Any], task: dict[str, Any]) -> str:
    """Return the page of a new operation that returns a task; its parameters and properties are by name."""
    document = fragment(contract, "get-me")
    operation = document["paths"].pop("/api/v1/me")["get"]
    operation |= {"operationId": operation_id, "summary": "Find tasks", "tags": ["subpackage_tasks"]}
    operation["parameters"] += [
        {"name": name, "in": "query", "required": False, "schema": schema} for name, schema in parameters.items()
    ]
    media = operation["responses"]["200"]["content"]["application/json"]
    media["schema"] = {"$ref": "#/components/schemas/Task"}
    document["paths"][TASKS] = {"get": operation}
    document["components"]["schemas"]["Task"] = {"type": "object", "properties": task, "title": "Task"}
    document["components"]["schemas"] = {
        name: schema for name, schema in document["components"]["schemas"].items() if not name.startswith("Me")
    }
    return page(contract, operation_id, document)


def import_page(text: str, spec: Path) -> Outcome:
    source = spec.parent / "page.md"
    source.write_text(text, encoding="utf-8")
    return import_source(str(source), spec)


def schemas(spec: Path) -> dict[str, Any]:
    result: dict[str, Any] = load(spec / "openapi.yaml")["components"]["schemas"]
    return result


def new_enums(contract: dict[str, Any], spec: Path) -> dict[str, list[str]]:
    known = contract["components"]["schemas"]
    return {name: schema["enum"] for name, schema in schemas(spec).items() if name not in known and "enum" in schema}


def test_enums_are_named_after_operation_and_schema_and_generate(
    contract: dict[str, Any], spec: Path, tmp_path: Path
) -> None:
    task = {
        "kind": {"type": "string", "enum": ["call", "mail"]},
        "flags": {"type": "array", "items": {"type": "string", "enum": ["red", "blue"]}},
    }
    import_page(new_page(contract, "find-tasks", {"sort_by": {"type": "string", "enum": ["up", "down"]}}, task), spec)
    assert new_enums(contract, spec) == {
        "FindTasksSortBy": ["up", "down"],
        "TaskFlagsItems": ["red", "blue"],
        "TaskKind": ["call", "mail"],
    }
    assert lint_frozen(spec) == []
    corrected = apply_corrections(read_source(load(spec / "openapi.yaml")), CORRECTIONS)
    generate(corrected, tmp_path / "client")
    assert (tmp_path / "client" / "models" / "find_tasks_sort_by.py").exists()
    assert (tmp_path / "client" / "models" / "task_kind.py").exists()


def test_an_enum_with_the_documentations_name_gets_the_same(contract: dict[str, Any], spec: Path) -> None:
    text = new_page(
        contract, "find-tasks", {"state": {"$ref": "#/components/schemas/ApiV1TasksGetParametersState"}}, {}
    )
    text = text.replace(
        "    Task:\n", "    ApiV1TasksGetParametersState:\n      type: string\n      enum: [open, done]\n    Task:\n"
    )
    import_page(text, spec)
    assert new_enums(contract, spec) == {"FindTasksState": ["open", "done"]}


def test_a_name_that_another_schema_has_gets_a_number(contract: dict[str, Any], spec: Path) -> None:
    before = schemas(spec)["ContactList"]
    import_page(new_page(contract, "contact", {"list": ENUM}, {}), spec)
    assert schemas(spec)["ContactList"] == before
    assert schemas(spec)["ContactList2"]["enum"] == ENUM["enum"]
    # Later imports of the page know it again, also with another value.
    assert not import_page(new_page(contract, "contact", {"list": ENUM}, {}), spec).changes
    import_page(new_page(contract, "contact", {"list": {**ENUM, "enum": ["open", "done", "late"]}}, {}), spec)
    assert schemas(spec)["ContactList2"]["enum"] == ["open", "done", "late"]
    assert "ContactList3" not in schemas(spec)
    assert lint_frozen(spec) == []


def test_an_enum_of_a_known_schema_changes_there(contract: dict[str, Any], spec: Path) -> None:
    """A new operation that returns a known schema changes its enum instead of adding another one."""
    import_page(new_page(contract, "get-task", {}, {"kind": ENUM}), spec)
    text = new_page(contract, "find-tasks", {}, {"kind": {**ENUM, "enum": ["open", "done", "late"]}})
    outcome = import_page(text.replace(TASKS, f"{TASKS}/all"), spec)
    assert [contradiction.place for contradiction in outcome.contradictions] == [("enum",)]
    import_source(str(spec.parent / "page.md"), spec, accept=True)
    assert new_enums(contract, spec) == {"TaskKind": ["open", "done", "late"]}
