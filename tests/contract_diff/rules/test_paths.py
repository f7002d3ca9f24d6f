"""Paths are matched by shape."""

from typing import Any

from tests.contract_diff.contracts import compare


def test_paths_are_matched_by_shape() -> None:
    def with_path(path: str, name: str) -> dict[str, Any]:
        parameter = {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
        return {"paths": {path: {"get": {"parameters": [parameter], "responses": {}}}}}

    reported = compare(with_path("/a/{id}", "id"), with_path("/a/{key}", "key")).findings
    assert [finding.rule for finding in reported] == ["parameter-renamed"]


def test_all_paths_of_one_shape_are_compared() -> None:
    def with_paths(**answers: str) -> dict[str, Any]:
        paths: dict[str, Any] = {
            f"/a/{{{name}}}": {"get": {"responses": {status: {}}}} for name, status in answers.items()
        }
        return {"paths": paths}

    reported = compare(with_paths(a="200", b="200", c="200"), with_paths(x="201", b="200", c="201")).findings
    removed = {finding.operations for finding in reported if finding.rule == "success-status-removed-widens"}
    assert removed == {("GET /a/{a}",), ("GET /a/{c}",)}
