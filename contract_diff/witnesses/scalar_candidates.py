"""Numbers and texts of a facet, at and beside the bounds of another one too."""

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, islice

from contract_diff.core.patterns import bounded, text_of, texts
from contract_diff.core.ternary import Answer
from contract_diff.schemas.membership import accepts_number, accepts_text
from contract_diff.schemas.normal_form import Numbers, Strings

MAX_WALKED = 1_100
MAX_TEXT = 10_000
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
_ESCAPED = re.compile(r"\\.|\(\?[a-z]+\)")
# What often matches a pattern that is too much to draw from.
TYPICAL_TEXTS = ("Aa1!Aa1!Aa1!", "ABC123", "AB12", "abc", "123", "a b", "a-b", "+12025550123", "1.2.3", "#00ff00")


def numbers_of(facet: Numbers, other: Numbers) -> Iterator[int | float]:
    """Numbers that the facet accepts, as far as can be told."""
    for number in dict.fromkeys(_near(facet, other)):
        value = int(number) if number.denominator == 1 else float(number)
        if math.isfinite(value) and accepts_number(facet, Fraction(str(value))) is not Answer.NO:
            yield value


def _near(facet: Numbers, other: Numbers) -> Iterator[Fraction]:
    """Numbers at and beside the bounds of both."""
    step = facet.step or Fraction(1, 2)
    tenth, seventh = Fraction(1, 10), facet.step or Fraction(1, 7)
    steps = [Fraction(0), step, -step, Fraction(1), Fraction(-1), tenth, seventh]
    for bound in (facet.low, facet.high, other.low, other.high, Fraction(0)):
        if bound is not None:
            yield from (bound + offset for offset in (*steps, *(3 * one for one in steps)))
    yield from (step * 5, step * 7, Fraction(10**6))


def texts_of(facet: Strings, other: Strings) -> Iterator[str]:
    """Texts that the facet accepts, as far as can be told."""
    seen = set[str]()
    guessed = () if texts(facet.patterns) else _guesses(facet.patterns)
    for text in chain(_matching(facet, other), _sized(facet, other), guessed):
        if text not in seen and accepts_text(facet, text) is not Answer.NO:
            yield text
        seen.add(text)


def _matching(facet: Strings, other: Strings) -> Iterator[str]:
    """Texts that patterns and formats ask for."""
    if not other.patterns <= facet.patterns:
        yield from texts(*(bounded(one.patterns, one.low, one.high) for one in (facet, other)))
    if facet.patterns:
        yield from texts(facet.patterns)
    for name in sorted(facet.formats or other.formats):
        if name in FORMAT_EXAMPLES:
            yield FORMAT_EXAMPLES[name]


def _sized(facet: Strings, other: Strings) -> Iterator[str]:
    """Texts at and beside the bounds of both, also such as begin as a format asks for."""
    beyond = None if other.high is None else other.high + 1
    bounds = [facet.low, facet.high, other.low - 1, other.high, beyond, 1, 3]
    sizes = sorted(size for size in bounds if size is not None and facet.low <= size <= MAX_TEXT)
    if facet.patterns:
        yield from filter(None, (text_of(facet.patterns, size) for size in sizes if size <= MAX_WALKED))
    yield from (letter * size for size in sizes for letter in "xA1")
    examples = [text for text in _matching(facet, other) if text in FORMAT_EXAMPLES.values()]
    yield from (text + "a" * (size - len(text)) for text in examples for size in sizes if len(text) < size)


def _guesses(patterns: frozenset[str]) -> Iterator[str]:
    """Texts that may match patterns from which none can be drawn."""
    for pattern in sorted(patterns):
        yield from islice(re.findall(r"[A-Za-z0-9]+", _ESCAPED.sub("", pattern)), 8)
        yield from ("A" * int(count) for count in islice(re.findall(r"\{(\d{1,3})", pattern), 4))
    yield from TYPICAL_TEXTS
    yield from FORMAT_EXAMPLES.values()
