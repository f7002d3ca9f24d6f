"""A contract that isn't Pivotal's, with what others commonly contain, goes through the same pipeline."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.scripts.projects import regenerate
from tests.scripts.specs import Document, operation, reference, responses_with
from tests.support.scripted import ScriptedServer, reply

TEXT: Document = {"type": "string"}
NULL: Document = {"type": "null"}
TREE = reference("Tree")


def fields(*required: str, **properties: Document) -> Document:
    return {"type": "object", "required": list(required), "properties": properties}


SCHEMAS: Document = {
    "SameKind": {"description": "The same.", "allOf": [reference("Kind")]},
    "TreeOrNull": {"nullable": True, "allOf": [TREE]},
    "SameTree": TREE,
    "Tree": fields(
        "id", "kind", "second", "planted", "shape", "notes", "owner", "parent",
        id={"type": "integer", "minimum": 0, "exclusiveMinimum": True},
        kind={"allOf": [reference("Kind"), {"type": "string", "description": "What grows."}], "example": "oak"},
        second=reference("SameKind"),
        planted={"anyOf": [{**TEXT, "format": "date-time"}, TEXT]},
        shape={"oneOf": [fields("radius", radius={"type": "number"}), fields("edge", edge={"type": "number"})]},
        notes={"anyOf": [{"type": "array", "items": TEXT}, {"type": "array", "items": {"type": "integer"}}]},
        owner={"nullable": True, "allOf": [reference("Person")]},
        parent=reference("TreeOrNull"),
        season={"type": "string", "nullable": True, "enum": ["summer", "winter"]},
    ),
    "Kind": {"type": "string", "enum": ["oak", "elm"]},
    "Person": fields("name", name=TEXT),
    "TreeSeasonValue": fields("month", month=TEXT),
    "Park": fields("trees", "open", trees={"type": "array", "items": reference("SameTree")},
                   open=reference("TreeSeasonValue")),
}  # fmt: skip
TREE_DATA: Document = {
    "id": 1, "kind": "oak", "second": "elm", "planted": "long ago", "shape": {"edge": 2}, "notes": ["a", 1],
    "owner": None, "parent": None, "season": None,
}  # fmt: skip


def path_parameter(name: str, kind: str) -> Document:
    return {"name": name, "in": "path", "required": True, "schema": {"type": kind}}


def contract(version: str = "3.0.3") -> Document:
    body: Document = {
        "required": True,
        "content": {"application/json": {"schema": {"nullable": True, **fields(a=TEXT)}}},
    }
    session = {"name": "sid", "in": "cookie", "schema": TEXT}
    tall = [path_parameter("tall", "boolean"), path_parameter("height", "number")]
    return {
        "openapi": version,
        "info": {"title": "Trees", "version": "7"},
        "servers": [{"url": "https://api.trees.example/v7"}],
        "security": [{"key": []}],
        "components": {"schemas": SCHEMAS, "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        "paths": {
            "/trees/{treeId}": {
                "get": operation("trees/get", TREE, tag="Trees", parameters=[path_parameter("treeId", "integer")])
            },
            "/trees/{tall}/{height}": {"get": operation("trees.byHeight", TREE, tag="Trees", parameters=tall)},
            "/parks": {
                "get": operation("v1.park.list", reference("Park"), tag="Park"),
                "post": operation("planPark", tag="Park", requestBody=body) | {"responses": responses_with(None)},
            },
            "/session": {"get": operation("getSession", TREE, tag="Session", parameters=[session])},
        },
    }


@pytest.fixture
def foreign(project: Path) -> Path:
    """A copy of the repository with another contract, no corrections, and no pages."""
    shutil.rmtree(project / "spec")
    shutil.rmtree(project / "overlays" / "spec")
    shutil.rmtree(project / "generated")
    for folder in ("spec", "overlays/spec"):
        (project / folder).mkdir()
    (project / "spec" / "openapi.yaml").write_text(json.dumps(contract()), encoding="utf-8")
    return project


def remove_session(root: Path) -> None:
    action = {"target": "$.paths['/session']", "description": "A cookie can't be sent.", "remove": True}
    overlay = {"overlay": "1.0.0", "info": {"title": "Ours", "version": "1"}, "actions": [action]}
    (root / "overlays" / "spec" / "removed.yaml").write_text(json.dumps(overlay), encoding="utf-8")


CALLS = """
import json, sys
from pivotal_api import Client
client = Client(token="k", base_url=sys.argv[1])
tree = client.trees.get(7)
assert tree.to_dict() == json.loads(sys.argv[2]), tree
assert (tree.kind.is_known, tree.planted, tree.shape, tree.notes) == (True, "long ago", {"edge": 2}, ["a", 1])
client.trees.by_height(True, 1.5)
print(client.park.list().trees[0].season)
client.park.plan_park(None)
client.park.plan_park({"a": "b"})
"""


def run(root: Path, *arguments: Any) -> subprocess.CompletedProcess[str]:
    paths = f"{root / 'generated'}:{root / 'overlays'}"
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=root / "generated", env={"PYTHONPATH": paths, "MYPYPATH": str(root / "overlays")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_what_cannot_be_generated_is_refused_until_an_overlay_removes_it(foreign: Path) -> None:
    process = regenerate(foreign)
    assert (process.returncode, process.stdout) == (2, "")
    assert "getSession (GET /session): the parameter sid is sent in a cookie" in process.stderr
    remove_session(foreign)
    assert "added    pivotal_api/resources/trees.py" in regenerate(foreign).stdout
    assert not (foreign / "generated" / "pivotal_api" / "resources" / "session.py").exists()


@pytest.mark.slow
def test_a_foreign_contract_arrives_typed(foreign: Path, loopback: ScriptedServer) -> None:
    remove_session(foreign)
    assert regenerate(foreign).stderr == ""
    loopback.play(
        reply(200, TREE_DATA),
        reply(200, TREE_DATA),
        reply(200, {"trees": [TREE_DATA | {"season": "winter"}], "open": {"month": "May"}}),
        reply(204, b""),
        reply(204, b""),
    )
    process = run(foreign, "-c", CALLS, loopback.url, json.dumps(TREE_DATA))
    assert (process.stdout, process.stderr) == ("winter\n", "")
    assert [(request.target, request.body) for request in loopback.requests] == [
        ("/trees/7", b""), ("/trees/true/1.5", b""), ("/parks", b""), ("/parks", b"null"), ("/parks", b'{"a":"b"}')
    ]  # fmt: skip
    for checker in (
        ["mypy", "--strict", "--config-file=", "-p", "pivotal_api"],
        ["pyright", "--pythonpath", sys.executable, "pivotal_api"],
    ):
        checked = run(foreign, "-m", *checker)
        assert checked.returncode == 0, checked.stdout
