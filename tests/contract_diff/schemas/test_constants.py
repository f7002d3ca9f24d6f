"""Alternatives are told apart by a required constant, an enum or their own finite values."""

from typing import Any

import pytest

from contract_diff.containment import unions
from contract_diff.schemas.constants import Selector, overlapping_pairs
from tests.contract_diff.algebra import RESPONSE, facet, sides
from tests.contract_diff.contracts import answering, compare


def tagged(*values: Any, **more: Any) -> dict[str, Any]:
    """An object with a required property that has one of these values."""
    return {"type": "object", "required": ["k"], "properties": {"k": {"enum": list(values)}, **more}}


UNTOLD = {"type": "object", "properties": {"a": {}}}


def test_alternatives_with_other_constants_are_not_near() -> None:
    alternatives = tuple(map(facet, (tagged("a", "b"), tagged("c"), UNTOLD, tagged("b"))))
    selector = Selector(sides({}, {}).subset.normalizer, alternatives, RESPONSE)
    assert selector.near(facet(tagged("b"))) == (alternatives[0], alternatives[2], alternatives[3])
    assert selector.near(facet(tagged("z"))) == (alternatives[2],)
    assert selector.near(facet(UNTOLD)) == alternatives


@pytest.mark.parametrize(
    ("schemas", "expected"),
    [
        ([tagged("a"), tagged("b"), tagged(1)], []),
        ([tagged("a", "b"), tagged("c"), tagged("b")], [(0, 2)]),
        ([{"const": "a"}, {"const": "b"}, {"enum": ["b", "c"]}], [(1, 2)]),
        ([tagged("a"), UNTOLD, tagged("b")], [(0, 1), (2, 1)]),
        ([tagged("a", "b"), tagged("a", "b")], [(0, 1)]),
        ([tagged("a"), {**tagged("b"), "required": []}], [(0, 1)]),
    ],
)
def test_pairs_that_may_share_a_value(schemas: list[Any], expected: list[tuple[int, int]]) -> None:
    pair = sides({"anyOf": schemas}, {})
    branches = [pair.documents[0].at(f"/components/schemas/Schema/anyOf/{index}") for index in range(len(schemas))]
    forms = [pair.subset.normalizer.normalize((branch,), RESPONSE) for branch in branches]
    found = overlapping_pairs(pair.subset.normalizer, forms, RESPONSE)
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))


def envelope(name: str) -> dict[str, Any]:
    """An event: its `event` tells it apart, while its `a` is the same in all events."""
    return tagged("unused", a={"const": "envelope"}, event={"const": name}) | {"required": ["a", "event"]}


def test_a_constant_that_all_alternatives_share_is_not_what_tells_them_apart() -> None:
    schemas = [envelope(name) for name in ("x", "y", "z")]
    pair = sides({"anyOf": schemas}, {})
    normalizer = pair.subset.normalizer
    forms = [
        normalizer.normalize((pair.documents[0].at(f"/components/schemas/Schema/anyOf/{index}"),), RESPONSE)
        for index in range(len(schemas))
    ]
    assert list(overlapping_pairs(normalizer, forms, RESPONSE)) == []
    alternatives = tuple(map(facet, schemas))
    assert Selector(normalizer, alternatives, RESPONSE).near(facet(envelope("y"))) == alternatives[1:2]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_the_work_grows_with_the_number_of_branches_not_with_its_square(
    keyword: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0
    within = unions.facet_within

    def counted(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        return within(*arguments)

    def work(count: int) -> int:
        nonlocal calls
        calls = 0
        base, head = ({keyword: [tagged(f"v{i}", a={"maxLength": 9}) for i in range(n)]} for n in (count, count + 1))
        (finding,) = compare(answering(base), answering(head)).findings
        assert finding.rule == f"{keyword}-widens"
        return calls

    monkeypatch.setattr(unions, "facet_within", counted)
    assert work(60) < 2.5 * work(30)
