"""Containment of numbers, strings and ranges of sizes, which involves no subschemas."""

from attrs import evolve

from contract_diff.core.patterns import bounded, within
from contract_diff.core.ternary import Answer, every
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import Arrays, Facet, Numbers, Objects, Strings, Values
from contract_diff.schemas.ranges import implied_range

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
# Formats that other formats include (RFC 3986, RFC 3987, RFC 6531).
WIDER_FORMATS: dict[str, frozenset[str]] = {
    "float": frozenset({"double"}),
    "uri": frozenset({"uri-reference", "iri", "iri-reference"}),
    "uri-reference": frozenset({"iri-reference"}),
    "iri": frozenset({"iri-reference"}),
    "email": frozenset({"idn-email"}),
}


def numbers_within(sub: Numbers, sup: Numbers) -> Answer:
    """Return whether every number of one facet is one of the other.

    A small finite interval is compared number by number: the integers from 4 to 4 are multiples of 2.
    """
    format_answer = formats_within(sub.formats, sup.formats)
    if _low_within(sub, sup) and _high_within(sub, sup) and _step_within(sub, sup):
        return format_answer
    counted = count_numbers(sub)
    if counted is None:
        return Answer.NO
    range_only = evolve(sup, formats=frozenset[str]())
    return min(format_answer, every(accepts(range_only, item) for item in counted))


def _low_within(sub: Numbers, sup: Numbers) -> bool:
    if sup.low is None or sub.low is None:
        return sup.low is None
    return sub.low > sup.low or (sub.low == sup.low and (sub.low_open or not sup.low_open))


def _high_within(sub: Numbers, sup: Numbers) -> bool:
    if sup.high is None or sub.high is None:
        return sup.high is None
    return sub.high < sup.high or (sub.high == sup.high and (sub.high_open or not sup.high_open))


def _step_within(sub: Numbers, sup: Numbers) -> bool:
    if sup.step is None or sub.step is None:
        return sup.step is None
    return (sub.step / sup.step).denominator == 1


def count_numbers(facet: Numbers) -> list[str] | None:
    """Return the integers of a small finite interval as canonical JSON; None if it is anything else."""
    if facet.low is None or facet.high is None or facet.step is None or facet.step.denominator != 1:
        return None
    if (facet.high - facet.low) / facet.step > MAX_COUNTED:
        return None
    return [str(number) for number in range(int(facet.low), int(facet.high) + 1, int(facet.step))]


def strings_within(sub: Strings, sup: Strings) -> Answer:
    """Return whether every string of one facet is one of the other, apart from the schema of their content."""
    if not (sup.encodings <= sub.encodings and sup.media_types <= sub.media_types and sizes_within(sub, sup)):
        return Answer.NO
    return min(formats_within(sub.formats, sup.formats), patterns_within(sub, sup))


def patterns_within(sub: Strings, sup: Strings) -> Answer:
    """Return whether the patterns of one facet imply those of the other.

    Under a format a NO becomes UNKNOWN: no string of this format may show the difference.
    """
    answer = within(sub.patterns, sup.patterns)
    if answer is Answer.NO and sub.patterns:
        answer = within(bounded(sub.patterns, sub.low, sub.high), sup.patterns)
    return max(answer, Answer.UNKNOWN) if sub.formats and sub.patterns else answer


def formats_within(sub: frozenset[str], sup: frozenset[str]) -> Answer:
    """Return whether formats imply others; UNKNOWN for a format that JSON Schema doesn't define."""
    missing = sup.difference(sub, *(WIDER_FORMATS.get(name, ()) for name in sub))
    if missing & ASSERTED_FORMATS:
        return Answer.NO
    return Answer.UNKNOWN if missing else Answer.YES


def sizes_within(sub: Strings | Arrays | Objects, sup: Strings | Arrays | Objects) -> bool:
    """Return whether the range of sizes is contained, including what other keywords imply."""
    if sub.low >= sup.low and (sup.high is None or (sub.high is not None and sub.high <= sup.high)):
        return True
    low, high = implied_range(sub)
    return low >= sup.low and (sup.high is None or (high is not None and high <= sup.high))


def range_within_values(sub: Facet, sup: Facet) -> Answer:
    """Return whether a finite set includes a facet that isn't written as one: a short interval, or the empty value."""
    if isinstance(sub, Numbers) and isinstance(sup, Values):
        counted = count_numbers(sub)
        if counted is not None:
            return every(accepts(sup, item) for item in counted)
    if isinstance(sub, Strings | Arrays) and sub.high == 0 and isinstance(sup, Values):
        return accepts(sup, '""' if isinstance(sub, Strings) else "[]")
    return Answer.NO
