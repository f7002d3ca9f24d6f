"""Containment of numbers and texts, and of ranges of sizes: what takes no look at other schemas."""

from dataclasses import replace

from contract_diff.core.patterns import bounded, within
from contract_diff.core.ternary import Answer, every
from contract_diff.schemas.intersection import implied_range
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import Arrays, Numbers, Objects, Strings

# Finite intervals of at most this many numbers are compared value by value.
MAX_COUNTED = 1000
# The formats of JSON Schema 2020-12 (Validation, 7.3), which validators can assert.
ASSERTED_FORMATS = frozenset(
    {
        "date",
        "date-time",
        "duration",
        "email",
        "hostname",
        "idn-email",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "iri",
        "iri-reference",
        "json-pointer",
        "regex",
        "relative-json-pointer",
        "time",
        "uri",
        "uri-reference",
        "uri-template",
        "uuid",
    }
)
# Formats that are contained in other ones (RFC 3986, RFC 3987, RFC 6531).
WIDER_FORMATS: dict[str, frozenset[str]] = {
    "float": frozenset({"double"}),
    "uri": frozenset({"uri-reference", "iri", "iri-reference"}),
    "uri-reference": frozenset({"iri-reference"}),
    "iri": frozenset({"iri-reference"}),
    "email": frozenset({"idn-email"}),
}


def count_numbers(facet: Numbers) -> list[str] | None:
    """The numbers of a small finite interval, as JSON texts of integers."""
    if facet.low is None or facet.high is None or facet.step is None or facet.step.denominator != 1:
        return None
    if (facet.high - facet.low) / facet.step > MAX_COUNTED:
        return None
    return [str(number) for number in range(int(facet.low), int(facet.high) + 1, int(facet.step))]


def range_within(inner: Strings | Arrays | Objects, outer: Strings | Arrays | Objects) -> bool:
    """Whether the range of sizes is contained, implied bounds counted."""
    if inner.low >= outer.low and (outer.high is None or (inner.high is not None and inner.high <= outer.high)):
        return True
    low, high = implied_range(inner)
    return low >= outer.low and (outer.high is None or (high is not None and high <= outer.high))


def strings(inner: Strings, outer: Strings) -> Answer:
    """Containment of string facets."""
    stated = (
        outer.encodings <= inner.encodings and outer.media_types <= inner.media_types and range_within(inner, outer)
    )
    if not stated:
        return Answer.NO
    return min(formats(inner.formats, outer.formats), patterns(inner, outer))


def patterns(inner: Strings, outer: Strings) -> Answer:
    """Containment of patterns; under a format, whether any text tells them apart is not known."""
    answer = within(inner.patterns, outer.patterns)
    if answer is Answer.NO and inner.patterns:
        answer = within(bounded(inner.patterns, inner.low, inner.high), outer.patterns)
    return max(answer, Answer.UNKNOWN) if inner.formats and inner.patterns else answer


def formats(inner: frozenset[str], outer: frozenset[str]) -> Answer:
    """Containment of formats; what a format that JSON Schema does not define excludes is not known."""
    missing = outer.difference(inner, *(WIDER_FORMATS.get(name, ()) for name in inner))
    if missing & ASSERTED_FORMATS:
        return Answer.NO
    return Answer.UNKNOWN if missing else Answer.YES


def numbers(inner: Numbers, outer: Numbers) -> Answer:
    """Containment of number facets."""
    format_answer = formats(inner.formats, outer.formats)
    if _low_within(inner, outer) and _high_within(inner, outer) and _step_within(inner, outer):
        return format_answer
    counted = count_numbers(inner)
    if counted is None:
        return Answer.NO
    range_only = replace(outer, formats=frozenset[str]())
    return min(format_answer, every(accepts(range_only, item) for item in counted))


def _low_within(inner: Numbers, outer: Numbers) -> bool:
    if outer.low is None or inner.low is None:
        return outer.low is None
    return inner.low > outer.low or (inner.low == outer.low and (inner.low_open or not outer.low_open))


def _high_within(inner: Numbers, outer: Numbers) -> bool:
    if outer.high is None or inner.high is None:
        return outer.high is None
    return inner.high < outer.high or (inner.high == outer.high and (inner.high_open or not outer.high_open))


def _step_within(inner: Numbers, outer: Numbers) -> bool:
    if outer.step is None or inner.step is None:
        return outer.step is None
    return (inner.step / outer.step).denominator == 1
