"""Candidate numbers and strings of a facet: at and beside the bounds of both facets."""

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, islice

from contract_diff.core.pattern_samples import sample
from contract_diff.core.patterns import bounded, matching_strings, string_of_length
from contract_diff.core.ternary import Answer
from contract_diff.schemas.membership import accepts_number, accepts_string
from contract_diff.schemas.normal_form import Numbers, Strings

MAX_WALKED = 1_100
MAX_LENGTH = 10_000
FORMAT_EXAMPLES = {
    "date": "2024-02-29",
    "date-time": "2024-02-29T12:30:00Z",
    "time": "12:30:00Z",
    "duration": "P1D",
    "email": "a@example.com",
    "idn-email": "\u00e9@example.com",
    "hostname": "example.com",
    "idn-hostname": "\u00e9xample.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/a",
    "iri": "https://example.com/\u00e9",
    "uri-reference": "/a",
    "iri-reference": "/\u00e9",
    "uri-template": "/a/{b}",
    "url": "https://example.com/a",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
    "json-pointer": "/a",
    "relative-json-pointer": "1/a",
    "regex": "a+",
    "byte": "YQ==",
}
# Patterns of some values of a format, to find one that a pattern beside it refuses.
FORMAT_PATTERNS = {
    "date": "^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$",
    "email": r"^[A-Za-z0-9]{1,8}@[a-z0-9]{1,8}(\.[a-z]{2,8}){1,2}$",
    "hostname": r"^[a-z0-9]{1,8}(\.[a-z]{2,8}){1,2}$",
    "uri": r"^(https?|ftp)://[a-z0-9]{1,8}(\.[a-z]{2,8}){1,2}(/[A-Za-z0-9]{0,8})?$",
    "uuid": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
}
_ESCAPED = re.compile(r"\\.|\(\?[a-z]+\)")
# Strings that often match a pattern which is too complex to draw from.
TYPICAL_STRINGS = ("Aa1!Aa1!Aa1!", "ABC123", "AB12", "abc", "123", "a b", "a-b", "+12025550123", "1.2.3", "#00ff00")


def number_candidates(facet: Numbers, against: Numbers) -> Iterator[int | float]:
    """Yield numbers that the facet may accept."""
    for number in dict.fromkeys(_near_bounds(facet, against)):
        value = int(number) if number.denominator == 1 else float(number)
        if math.isfinite(value) and accepts_number(facet, Fraction(str(value))) is not Answer.NO:
            yield value


def _near_bounds(facet: Numbers, against: Numbers) -> Iterator[Fraction]:
    step = facet.step or Fraction(1, 2)
    tenth, seventh = Fraction(1, 10), facet.step or Fraction(1, 7)
    steps = [Fraction(0), step, -step, Fraction(1), Fraction(-1), tenth, seventh]
    for bound in (facet.low, facet.high, against.low, against.high, Fraction(0)):
        if bound is not None:
            yield from (bound + offset for offset in (*steps, *(3 * offset for offset in steps)))
    yield from (step * 5, step * 7, Fraction(10**6))


def string_candidates(facet: Strings, against: Strings) -> Iterator[str]:
    """Yield strings that the facet may accept."""
    seen = set[str]()
    guessed = () if matching_strings(facet.patterns) else _guesses(facet.patterns)
    for value in chain(_matching(facet, against), _sized(facet, against), guessed):
        if value not in seen and accepts_string(facet, value) is not Answer.NO:
            yield value
        seen.add(value)


def _matching(facet: Strings, against: Strings) -> Iterator[str]:
    """Yield strings that match the patterns and formats of the facet, some of them not the other's."""
    if not against.patterns <= facet.patterns:
        yield from matching_strings(*(bounded(side.patterns, side.low, side.high) for side in (facet, against)))
    if facet.patterns:
        yield from matching_strings(facet.patterns)
    if facet.patterns != against.patterns:
        for name in sorted(facet.formats & FORMAT_PATTERNS.keys()):
            yield from matching_strings(facet.patterns | {FORMAT_PATTERNS[name]}, against.patterns)
    for name in sorted(facet.formats or against.formats):
        if name in FORMAT_EXAMPLES:
            yield FORMAT_EXAMPLES[name]


def _sized(facet: Strings, against: Strings) -> Iterator[str]:
    """Yield strings at and beside the length bounds of both, also ones that begin like a format's example."""
    beyond = None if against.high is None else against.high + 1
    bounds = [facet.low, facet.high, against.low - 1, against.high, beyond, 1, 3]
    sizes = sorted(size for size in bounds if size is not None and facet.low <= size <= MAX_LENGTH)
    if facet.patterns:
        yield from filter(None, (string_of_length(facet.patterns, size) for size in sizes if size <= MAX_WALKED))
    yield from (letter * size for size in sizes for letter in "xA1")
    examples = [value for value in _matching(facet, against) if value in FORMAT_EXAMPLES.values()]
    yield from (value + "a" * (size - len(value)) for value in examples for size in sizes if len(value) < size)


def _guesses(patterns: frozenset[str]) -> Iterator[str]:
    """Yield strings that may match patterns from which none can be drawn."""
    for pattern in sorted(patterns):
        if (text := sample(pattern)) is not None:
            yield text
        yield from islice(re.findall(r"[A-Za-z0-9]+", _ESCAPED.sub("", pattern)), 8)
        yield from ("A" * int(count) for count in islice(re.findall(r"\{(\d{1,3})", pattern), 4))
    yield from TYPICAL_STRINGS
    yield from FORMAT_EXAMPLES.values()
