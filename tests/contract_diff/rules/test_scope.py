"""Which paths are compared, and under which prefix."""

from typing import Any

import pytest

from contract_diff.findings.diff import diff
from contract_diff.rules.scope import Scope
from tests.contract_diff.contracts import document

GET = {"get": {"responses": {"200": {"description": ""}}}}


def messages(base: list[str], head: list[str], scope: Scope, **root: Any) -> list[str]:
    sides = (document({"paths": dict.fromkeys(paths, GET), **root}) for paths in (base, head))
    return [finding.message for finding in diff(*sides, scope=scope).findings]


@pytest.mark.parametrize("prefixes", [("/v1", "/v2"), ("/v1/", "/v2/")])
def test_a_prefix_is_stripped(prefixes: tuple[str, str]) -> None:
    assert messages(["/v1/things/{id}"], ["/v2/things/{key}"], Scope((), *prefixes)) == []


def test_a_prefix_ends_with_a_segment() -> None:
    assert messages(["/v10/things"], ["/things"], Scope(base_prefix="/v1")) == [
        "GET /v10/things removed, without deprecation",
        "GET /things added",
    ]


def test_a_path_without_the_prefix_stays() -> None:
    assert messages(["/health", "/v1/a"], ["/health", "/a"], Scope(base_prefix="/v1")) == []


def test_ignored_paths_are_left_out_on_both_sides() -> None:
    scope = Scope(ignored_paths=("/internal/*", "/debug"))
    assert messages(["/internal/a/b", "/a"], ["/debug", "/a"], scope) == []
