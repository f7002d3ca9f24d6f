"""Patterns: match one, and compare several as languages, within a budget."""

import re
import string
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextvars import ContextVar
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import greenery.fsm  # type: ignore[import-untyped]
import jsonschema_rs
from greenery import Charclass, Fsm, parse
from greenery.parse import NoMatch  # type: ignore[import-untyped]

from contract_diff.core.budget import TooComplexError, Work
from contract_diff.core.ecma_patterns import translate
from contract_diff.core.ternary import Answer

# State machines grow with counted repetition; beyond these limits nothing is compared.
MAX_PATTERN_LENGTH = 120
MAX_REPETITION = 64
MAX_SEARCHED_REPETITION = 8
MAX_COMBINED = 4
# Limits of one operation on machines; beyond them its question is undecided.
MAX_STEPS, MAX_STATES, MAX_SECONDS = 50_000, 1_000, 0.5

_REPETITION = re.compile(r"\{(\d+)?,?(\d+)?\}")
_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)
# Greenery's dot is any character, also a line feed.
ANYTHING = ".*"
ANY_LETTER = r"[\s\S]"
_QUANTIFIED = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|(\{\d+(?:,\d*)?\}|[*+?])\??|.", re.DOTALL)
_SYMBOL_IN_CLASS = re.compile(r"\[\^?(?:\\.|[^\]\\])*\]")
_NEEDLESS_IN_CLASS = re.compile(r"\\([.*+?(){}|$])")
_UNSUPPORTED = re.compile(r"\(\?|\\[bBpPkuxc]|\\[1-9]|[*+?}]\?|(?<!^)(?<!\\)(?<!\[)\^|(?<!\\)\$(?!$)")


def matches(pattern: str, text: str) -> bool | None:
    """Return whether a string has a match, as JSON Schema searches; None if the validator can't read the pattern."""
    search = _search(pattern)
    return None if search is None else search(text)


@lru_cache(maxsize=4096)
def _search(pattern: str) -> Callable[[str], bool] | None:
    # Python's own engine can take exponential time for a short string.
    try:
        return jsonschema_rs.Draft202012Validator({"pattern": translate(pattern)}).is_valid
    except (jsonschema_rs.ValidationError, ValueError):
        return None


_Result = TypeVar("_Result")
_work: ContextVar[Work] = ContextVar("work")


def _within_limits(operate: Callable[[], _Result], otherwise: _Result) -> _Result:
    """Return the result of an operation on state machines; the other one if it takes more than the limits allow."""
    token = _work.set(Work(MAX_STEPS, MAX_STATES, MAX_SECONDS))
    try:
        return operate()
    except TooComplexError:
        return otherwise
    finally:
        _work.reset(token)


def _crawl(
    alphabet: Iterable[Charclass],
    initial: Any,
    final: Callable[[Any], bool],
    follow: Callable[[Any, Charclass], Any],
) -> Fsm:
    """Build a machine from its initial state, counting the work: every operation of greenery does so."""
    symbols, states, numbers = sorted(alphabet), [initial], {_key(initial): 0}
    transitions: dict[int, dict[Charclass, int]] = {}
    for number, state in enumerate(states):
        transitions[number] = {}
        for symbol in symbols:
            _work.get().step(len(states))
            target = follow(state, symbol)
            key = _key(target)
            if key not in numbers:
                numbers[key] = len(states)
                states.append(target)
            transitions[number][symbol] = numbers[key]
    finals = {number for number, state in enumerate(states) if final(state)}
    return Fsm(alphabet=set(symbols), states=set(range(len(states))), initial=0, finals=finals, map=transitions)


def _key(state: Any) -> Hashable:
    if isinstance(state, dict):
        return frozenset(state.items())
    return frozenset(state) if isinstance(state, set) else state


# Greenery's own function of this name has no limit, and looks for each state in a list.
greenery.fsm.crawl = _crawl


@lru_cache(maxsize=4096)
def language(pattern: str) -> Fsm | None:
    """Return the language of a pattern as a state machine; None if that is too large or not regular."""
    found = choices(pattern)
    if len("|".join(found)) > MAX_PATTERN_LENGTH or len(found) > MAX_COMBINED:
        return None
    machines = [_choice(choice) for choice in found]
    known = [machine for machine in machines if machine is not None]
    if len(known) < len(machines):
        return None
    return _within_limits(lambda: Fsm.union(*known), None) if len(known) > 1 else known[0]


def _choice(pattern: str) -> Fsm | None:
    """Return the language of a pattern without a choice at its top level: anchors bind to one choice only."""
    if _UNSUPPORTED.search(_SYMBOL_IN_CLASS.sub(lambda match: re.sub(r"\\?[$^]", "", match[0]), pattern)):
        return None
    counts = (int(count) for match in _REPETITION.finditer(pattern) for count in match.groups() if count)
    # Where a match may begin anywhere, each count multiplies the states.
    if max(counts, default=0) > (MAX_REPETITION if pattern.startswith("^") else MAX_SEARCHED_REPETITION):
        return None
    is_from_start, body, is_to_end = anchored(pattern)
    whole = f"{'' if is_from_start else ANYTHING}{body}{'' if is_to_end else ANYTHING}"
    try:
        return _within_limits(lambda: parse(whole).to_fsm(), None)
    except (NoMatch, ValueError, LookupError, ArithmeticError):  # raised by greenery for a pattern that it can't read
        return None


def anchored(choice: str) -> tuple[bool, str, bool]:
    """Return whether a choice begins at the start, its rest as greenery reads it, and whether it ends at the end.

    Example:
        >>> anchored(r"^\\$[\\.a]$")
        (True, '$[.a]', True)
    """
    tokens = _TOKEN.findall(choice)
    is_from_start, is_to_end = tokens[:1] == ["^"], tokens[-1:] == ["$"]
    body = tokens[is_from_start : len(tokens) - is_to_end]
    return is_from_start, "".join(map(_for_greenery, body)), is_to_end


def _for_greenery(token: str) -> str:
    """Return a token as greenery reads it: it knows no escape of what it doesn't treat as a symbol."""
    if token.startswith("["):
        return "." if token == ANY_LETTER else _NEEDLESS_IN_CLASS.sub(r"\1", token)
    # ECMA's dot excludes line terminators, greenery's is any character.
    return {".": "[^\n\r\u2028\u2029]", r"\$": "$", r"\^": "^", r"\-": "-"}.get(token, token)


def choices(pattern: str) -> list[str]:
    """Return the choices of a pattern's top level, in the notation that greenery reads."""
    # How eager a repetition is decides which match is found, not whether there is one.
    pattern = _QUANTIFIED.sub(lambda match: match[1] or match[0], translate(pattern).replace("(?:", "("))
    found, depth = [""], 0
    for match in _TOKEN.finditer(pattern):
        piece = match[0]
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += piece
    return found


def within(inner: frozenset[str], outer: frozenset[str]) -> Answer:
    """Return whether a string that matches all inner patterns matches all outer ones.

    Example:
        >>> within(frozenset({"^[0-9]+$"}), frozenset({r"^\\d+$"})).name
        'YES'
    """
    missing = outer - inner
    if not missing:
        return Answer.YES
    if not inner:
        return Answer.of(matches_everything(missing))
    machine = _intersection(inner)
    targets = _intersection(missing)
    if machine is None or targets is None:
        return Answer.UNKNOWN
    # A short string often decides it; the difference of the machines takes long.
    if _outside(inner, missing):
        return Answer.NO
    return _within_limits(lambda: Answer.of(machine.issubset(targets)), Answer.UNKNOWN)


def _outside(inside: frozenset[str], outside: frozenset[str]) -> tuple[str, ...]:
    """Return short strings that match all `inside` patterns and certainly not all `outside` ones."""
    return tuple(
        text for text in matching_strings(inside) if any(matches(pattern, text) is False for pattern in outside)
    )


@lru_cache(maxsize=4096)
def lengths(patterns: frozenset[str]) -> tuple[int, int | None]:
    """Return the least and the greatest length of strings that match all patterns; None if there is no greatest.

    Example:
        >>> lengths(frozenset({"^[a-z]{2,5}$"}))
        (2, 5)
    """
    machine = _intersection(patterns)
    if machine is None or machine.empty():
        return 0, None
    live = _live(machine)
    reached: list[frozenset[int]] = [frozenset({machine.initial})]
    while reached[-1] and len(reached) <= len(machine.states):
        reached.append(live.intersection(target for state in reached[-1] for target in machine.map[state].values()))
    accepting = [length for length, states in enumerate(reached) if states & machine.finals]
    return accepting[0], None if reached[-1] else accepting[-1]


def disjoint(left: frozenset[str], right: frozenset[str]) -> bool:
    """Return whether certainly no string matches both."""
    machine, other = _intersection(left), _intersection(right)
    if machine is None or other is None:
        return False
    return _within_limits(lambda: machine.isdisjoint(other), otherwise=False)


@lru_cache(maxsize=4096)
def matches_everything(patterns: frozenset[str]) -> bool:
    """Return whether certainly every string matches all patterns."""
    machine = _intersection(patterns)
    return machine is not None and _within_limits(lambda: machine.everythingbut().empty(), otherwise=False)


@lru_cache(maxsize=4096)
def _intersection(patterns: frozenset[str]) -> Fsm | None:
    if len(patterns) > MAX_COMBINED:
        return None
    machines = [language(pattern) for pattern in sorted(patterns)]
    known = [machine for machine in machines if machine is not None]
    if len(known) < len(machines) or not known:
        return None
    return _within_limits(lambda: Fsm.intersection(*known), None) if len(known) > 1 else known[0]


def bounded(patterns: frozenset[str], low: int, high: int | None) -> frozenset[str]:
    """Return the patterns, and a range of lengths as a further one if they don't imply it and it isn't too long."""
    shortest, longest = lengths(patterns)
    implied = low <= shortest and (high is None or (longest is not None and longest <= high))
    if implied or max(low, high or 0) > MAX_REPETITION:
        return patterns
    return patterns | {f"^{ANY_LETTER}{{{low},{'' if high is None else high}}}$"}


@lru_cache(maxsize=4096)
def matching_strings(inside: frozenset[str], outside: frozenset[str] = frozenset(), count: int = 8) -> tuple[str, ...]:
    """Return some short strings that match all `inside` patterns and, if there are any, not all `outside` ones."""
    if outside and outside <= inside:
        return ()
    if outside and (found := _outside(inside, outside)):
        return found
    machine = _within_limits(lambda: _difference(inside, outside), None)
    return () if machine is None else tuple(islice(_shortest(machine), count))


def _difference(inside: frozenset[str], outside: frozenset[str]) -> Fsm | None:
    machine = _intersection(inside) if inside else parse(ANYTHING).to_fsm()
    if machine is None or not outside:
        return machine
    other = _intersection(outside)
    return None if other is None else machine.difference(other)


@lru_cache(maxsize=4096)
def string_of_length(patterns: frozenset[str], length: int) -> str | None:
    """Return a string of a length that matches all patterns; None if none is found.

    Example:
        >>> string_of_length(frozenset({"^a+b$"}), 4)
        'aaab'
    """
    machine = _intersection(patterns)
    if machine is None:
        return None
    ends: list[frozenset[int]] = [frozenset(machine.finals)]
    for _ in range(length):
        before = (state for state, steps in machine.map.items() if not ends[-1].isdisjoint(steps.values()))
        ends.append(frozenset(before))
    state, text = machine.initial, ""
    while state in ends.pop():
        if not ends:
            return text
        steps = ((letter_of(symbols), target) for symbols, target in machine.map[state].items() if target in ends[-1])
        letter, state = min((step for step in steps if step[0]), default=(None, state))
        if letter is None:
            break
        text += letter
    return None


def _live(machine: Fsm) -> frozenset[int]:
    """Return the states from which an accepting state can be reached."""
    before: dict[int, list[int]] = {}
    for state, steps in machine.map.items():
        for target in steps.values():
            before.setdefault(target, []).append(state)
    found, pending = set[int](), list(machine.finals)
    while pending:
        state = pending.pop()
        if state not in found:
            found.add(state)
            pending.extend(before.get(state, ()))
    return frozenset(found)


def _shortest(machine: Fsm) -> Iterator[str]:
    """Yield a shortest string to each accepting state, and one step further."""
    live = _live(machine)
    paths = {machine.initial: ""}
    pending = deque([machine.initial])
    while pending:
        state = pending.popleft()
        if state in machine.finals:
            yield paths[state]
        for symbols, target in sorted(machine.map[state].items(), key=lambda step: str(step[0])):
            letter = letter_of(symbols)
            if letter is None or target not in live:
                continue
            if target not in paths:
                paths[target] = paths[state] + letter
                pending.append(target)
            elif target in machine.finals:
                yield paths[state] + letter


def letter_of(symbols: Charclass) -> str | None:
    """Return a printable character of a class; None if there is none."""
    return next((letter for letter in LETTERS if symbols.accepts(letter)), None)


LETTERS = (
    "".join(sorted(string.printable.strip(), key=lambda letter: (not letter.isalnum(), letter))) + " \n\u00e9\u4e00"
)
