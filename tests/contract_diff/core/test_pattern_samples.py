"""Strings that are read off patterns which are too large for a machine."""

import time

import pytest

from contract_diff.core.pattern_samples import sample
from contract_diff.core.patterns import language, matches
from contract_diff.core.severity import Severity
from tests.contract_diff.contracts import answering, compare

LARGE = [
    "^(.*a.{40})$",
    "^.*(a|b).{30}$",
    r"^[A-Z]{2,100}(\d{3,80}|[a-z]{70})(?:-x)*$",
    r"a{100}|^b{200}$",
    r"[^a-z]{90}\$",
    r"^\w+?@(?:[a-z]{1,80}\.){2,70}[a-z]{2,90}$",
]


@pytest.mark.parametrize("pattern", LARGE)
def test_a_string_matches_a_pattern_that_is_too_large(pattern: str) -> None:
    assert language(pattern) is None
    assert matches(pattern, sample(pattern) or "")


@pytest.mark.parametrize(
    "pattern", ["(?=a)b", r"\bword", "(", "a{1000}" * 300, "((a{1000}){1000}){1000}", "[]", "(" * 3_000, "^a(?!b)"]
)
def test_there_is_none_that_would_be_long_or_wrong(pattern: str) -> None:
    started = time.process_time()
    text = sample(pattern)
    assert text is None or len(text) <= 10_000
    assert time.process_time() - started < 5


# Escapes and symbols that greenery doesn't read, each with a string that matches and one that doesn't.
ESCAPES = [
    (r"^\$\d+$", "$5", "5"),
    (r"^[$]\d+$", "$5", "5"),
    (r"^a\^\-$", "a^-", "a"),
    (r"^[\w\-\.\/]+$", "a-./", "a b"),
    (r"^[a$]\\$", "$\\", "$"),
    (r"^[^$\^]$", "a", "^"),
    (r"^[(\)\[\]]$", ")", "a"),
    (r"a\$", "xa$x", "xa"),
]


@pytest.mark.parametrize(("pattern", "inside", "outside"), ESCAPES)
def test_escapes_are_read(pattern: str, inside: str, outside: str) -> None:
    machine = language(pattern)
    assert machine is not None
    assert [machine.accepts(text) for text in (inside, outside)] == [True, False]
    assert [matches(pattern, text) for text in (inside, outside)] == [True, False]


@pytest.mark.parametrize("pattern", LARGE)
def test_such_a_pattern_hides_no_break_beside_it(pattern: str) -> None:
    def thing(**status: object) -> dict[str, object]:
        name = {"type": "string", "pattern": pattern}
        return {"type": "object", "required": ["name", "status"], "properties": {"name": name, "status": status}}

    report = compare(answering(thing(enum=["open"])), answering(thing(type="object")))
    assert report.worst is Severity.BREAKING
