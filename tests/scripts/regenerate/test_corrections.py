"""Corrections to the contract: each is applied, and one that is no longer needed fails the run."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_diff.core.errors import InputError
from scripts.regenerate.corrections import apply_corrections

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
    "paths": {"/a": {"get": {"tags": ["a"], "x": 1}}, "/b": {"get": {"tags": ["b"], "x": 2}}},
}


def correct(folder: Path, *actions: Any, name: str = "one.yaml", head: Any = "1.0.0") -> dict[str, Any]:
    overlay = {"overlay": head, "info": {"title": "T", "version": "1"}, "actions": list(actions)}
    (folder / name).write_text(yaml.safe_dump(overlay), encoding="utf-8")
    return apply_corrections(DOCUMENT, folder)


def action(target: Any, **keys: Any) -> dict[str, Any]:
    return {"target": target, "description": "Because.", **keys}


def test_an_update_merges_objects_and_extends_lists(tmp_path: Path) -> None:
    document = correct(
        tmp_path,
        action("$.info", update={"title": "New", "contact": {"name": "N"}}),
        action("$.paths.*.get", update={"tags": ["z"]}),
        action("$.tags", update={"name": "d"}),
    )
    assert document["info"] == {"title": "New", "version": "1", "contact": {"name": "N"}}
    assert [document["paths"][path]["get"]["tags"] for path in ("/a", "/b")] == [["a", "z"], ["b", "z"]]
    assert [tag["name"] for tag in document["tags"]] == ["a", "b", "c", "d"]
    assert DOCUMENT["info"] == {"title": "T", "version": "1"}


def test_a_removal_removes_every_match(tmp_path: Path) -> None:
    document = correct(tmp_path, action("$.tags[?@.name != 'b']", remove=True), action("$.paths['/a']", remove=True))
    assert [tag["name"] for tag in document["tags"]] == ["b"]
    assert list(document["paths"]) == ["/b"]


def test_files_and_actions_apply_in_order(tmp_path: Path) -> None:
    correct(tmp_path, action("$.info", update={"title": "second"}), name="b.yaml")
    document = correct(tmp_path, action("$.info", update={"title": "first"}), name="a.yaml")
    assert document["info"]["title"] == "second"


@pytest.mark.parametrize(
    ("action_under_test", "message"),
    [
        (action("$.nothing", update={"a": 1}), "matches nothing"),
        (action("$.paths['/gone']", remove=True), "matches nothing"),
        (action("$.info", update={"title": "T"}), "delete the correction"),
        (action("$.info", update={}), "delete the correction"),
        ({"target": "$.info", "update": {"a": 1}}, "no description"),
        ({"target": "$.info", "update": {"a": 1}, "description": "  "}, "no description"),
        (action("$.info.title", update={"a": 1}), "needs an object or a list"),
        (action("$.info", update="text"), "needs an object or a list"),
        (action("$[", update={"a": 1}), "not a JSONPath"),
        (action(5, update={"a": 1}), "no target"),
        (action("$", remove=True), "can't be removed"),
        (action("$.info"), "neither update nor remove"),
        (action("$.info", updates={"a": 1}), "updates"),
        (action("$.info", update={"a": 1}, remove=True), "both"),
        ({"update": {"a": 1}, "description": "Because."}, "no target"),
        ("text", "not an object"),
    ],
)
def test_a_wrong_action_is_rejected(tmp_path: Path, action_under_test: Any, message: str) -> None:
    with pytest.raises(InputError, match=r"^one\.yaml, action 2: ") as caught:
        correct(tmp_path, action("$.info", update={"license": {"name": "MIT"}}), action_under_test)
    assert message in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "[]", "openapi: 3.1.0", "overlay: 2.0.0", "overlay: [", "overlay: 1.0.0\nactions: no\n"]
)
def test_a_file_that_is_not_an_overlay_is_rejected(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"^bad\.yaml:"):
        apply_corrections(DOCUMENT, tmp_path)


@pytest.mark.parametrize("name", ["types.yml", "types.json", "types.yaml.bak", "notes"])
def test_a_file_that_would_be_ignored_is_rejected(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("overlay: 1.0.0", encoding="utf-8")
    with pytest.raises(InputError, match=name):
        apply_corrections(DOCUMENT, tmp_path)


def test_a_missing_folder_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone"):
        apply_corrections(DOCUMENT, tmp_path / "gone")
