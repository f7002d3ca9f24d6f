"""A new operation, field or enum value is a command, a flag or a choice after regeneration alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pivotal.cli.support import Done, run_process
from tests.pivotal.sandbox.changed_contracts import KEY, Http, regenerate, served
from tests.pivotal.sandbox.test_contract_changes import add_field_enum_value_and_filters, add_operations
from tests.scripts.specs import Document, operation, reference

TEXT = {"type": "string"}


def add_names_that_the_command_line_has_already(document: Document) -> None:
    """Add fields that are called as our own flags, and resources that are called as our own commands."""
    create = document["components"]["schemas"]["CustomerCreate"]
    create["properties"] |= {"output": TEXT, "dry_run": {"type": "boolean"}}
    create["required"].append("output")
    document["paths"]["/api/v1/webhooks"] = {"get": operation("list-webhooks", reference("Health"), tag="webhooks")}
    document["paths"]["/api/v1/login"] = {"get": operation("get-login", reference("Health"), tag="login")}


def change(document: Document) -> None:
    add_field_enum_value_and_filters(document)
    add_operations(document)
    add_names_that_the_command_line_has_already(document)


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Http]]:
    """The regenerated package, and a server of the changed contract."""
    folder = tmp_path_factory.mktemp("changed")
    contract = regenerate(change, folder)
    with served(contract) as http:
        yield folder / "generated", http


@pytest.fixture
def run(changed: tuple[Path, Http], monkeypatch: pytest.MonkeyPatch) -> Any:
    package, http = changed
    monkeypatch.setenv("PYTHONPATH", str(package))
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    monkeypatch.setenv("PIVOTAL_BASE_URL", str(http.client.base_url).partition("/api")[0])
    return run_process


def test_a_new_resource_is_a_group_of_commands(run: Any) -> None:
    assert "crews" in run("--help").out.partition("Commands:")[2].split()
    crew = run("crews", "create", "--name", "Night", "--funds", "2.50").data
    assert (crew["name"], crew["funds"]) == ("Night", 2.5)
    assert run("crews", "list").data == [crew]
    assert run("crews", "get", crew["display_id"], "--columns", "name").data == {"name": "Night"}
    deleted = run("crews", "delete", crew["id"], "--yes")
    assert (deleted.code, deleted.out) == (0, "")  # a 204 has nothing to print
    refused: Done = run("crews", "create", "--name", "N")
    assert refused.code == 2 and "'--name': 1 characters; it must have at least 2" in refused.sentence


def test_new_fields_filters_and_enum_values_are_flags_and_choices(run: Any) -> None:
    create = ("customers", "create", "--api-output", "x", "--name")
    aurora = run(*create, "Aurora", "--territory", "emea", "--chairs", 4).data
    assert (aurora["territory"], aurora["chairs"]) == ("emea", 4)
    assert "'--chairs': 10 is not in the range" in run(*create, "B", "--chairs", 10).sentence
    assert run("customers", "update", aurora["id"], "--null", "territory").data["territory"] is None
    assert run("customers", "list", "--chairs", 5).data == []
    onboarding = run("onboardings", "create", "--customer-id", aurora["id"], "--state", "on_ice").data
    assert onboarding["state"] == "on_ice"
    table = run("customers", "list", "-o", "csv").out
    assert {"territory", "chairs"} <= set(table.splitlines()[0].split(","))


def test_names_that_are_taken_get_a_prefix(run: Any) -> None:
    missing = run("customers", "create", "--name", "Aurora")
    assert missing.sentence == "pivotal: Pass --api-output too."
    shown = run("customers", "create", "--name", "Aurora", "--api-output", "x", "--api-dry-run", "--dry-run").out
    assert json.loads(shown.partition("\n\n")[2]) == {"name": "Aurora", "output": "x", "dry_run": True}
    commands = run("webhooks", "--help").out.partition("Commands:")[2]
    assert {"list", "listen", "trigger", "verify"} <= set(commands.split())
    assert "  api-login" in run("--help").out and run("api-login", "--help").code == 0
