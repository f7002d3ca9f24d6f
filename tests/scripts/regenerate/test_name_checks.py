"""Names that Python would read otherwise, that mean something there, or that no file can have."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_diff.core.errors import InputError
from scripts.regenerate.name_checks import name_problems
from scripts.regenerate.supported import check_supported
from tests.scripts.specs import Document, add_operation, operation, reference
from tests.support.tiers import examples

PATH = "/api/v1/things"
HERE = "/paths/~1api~1v1~1things/get"


def named(**names: Any) -> Document:
    """A contract with one more operation and schema, with some other names."""
    parameter = {"name": names.get("parameter", "q"), "in": "query", "schema": {"type": "string"}}
    schema = names.get("schema", "Thing")
    described = operation(
        names.get("operationId", "get-thing"),
        reference(schema),
        tag=names.get("tag", "things"),
        parameters=[parameter | {key: names["x-sdk-name"] for key in ("x-sdk-name",) if key in names}],
        **{key: names[key] for key in ("x-sdk-method",) if key in names},
    )
    properties = {names.get("property", "a"): {"type": "string"}}
    return add_operation(PATH, "get", described, {schema: {"type": "object", "properties": properties}})


PLACES = {
    "operationId": f"{HERE}/operationId",
    "tag": f"{HERE}/tags/0",
    "parameter": f"{HERE}/parameters/0/name",
    "schema": "/components/schemas/",
    "property": "/components/schemas/Thing/properties/",
    "x-sdk-method": f"{HERE}/x-sdk-method",
    "x-sdk-name": f"{HERE}/parameters/0/x-sdk-name",
}
# Python reads each as an ASCII name.
LIKE_ASCII = {
    "full-width": "\uff4e\uff41\uff4d\uff45",
    "bold": "\U0001d427\U0001d41a\U0001d426\U0001d41e",
    "ligature": "\ufb01eld",
    "superscript": "name\u00b2",
    "long s": "\u017fize",
    "roman numeral": "\u2163",
    "ordinal": "n\u00ba",
    "decomposed": "name\u0301",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", LIKE_ASCII.values(), ids=LIKE_ASCII)
def test_a_name_that_python_reads_as_another_is_refused(place: str, name: str) -> None:
    with pytest.raises(InputError, match="has characters that Python replaces in names") as caught:
        check_supported(named(**{place: name}))
    assert str(caught.value).startswith(PLACES[place])


@pytest.mark.parametrize("place", ["x-sdk-method", "x-sdk-name"])
@pytest.mark.parametrize("name", ["__del__", "__init__", "__class__", "_private", "_", "__", "__call", "_1"])
def test_a_name_of_our_own_does_not_start_with_an_underscore(place: str, name: str) -> None:
    with pytest.raises(InputError, match="starts with an underscore") as caught:
        check_supported(named(**{place: name}))
    assert str(caught.value).startswith(PLACES[place])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["a" * 201, "a" * 5_000, "\u540d" * 70])
def test_a_name_is_not_longer_than_that_of_a_file(place: str, name: str) -> None:
    (problem,) = name_problems(named(**{place: name}))
    assert "is longer than 200 bytes" in problem.message
    assert len(problem.pointer + problem.message) < 600
    assert problem.pointer.startswith(PLACES[place].rstrip("/"))


@pytest.mark.parametrize("name", ["name", "naam", "\u540d\u524d", "_id", "__typename", "@type", "a" * 200])
@pytest.mark.parametrize("place", ["property", "parameter", "tag", "schema"])
def test_other_names_of_the_api_are_not_refused(place: str, name: str) -> None:
    assert list(name_problems(named(**{place: name}))) == []


def test_names_of_our_own_are_not_refused_otherwise() -> None:
    assert list(name_problems(named(**{"x-sdk-method": "fetch", "x-sdk-name": "query"}))) == []


@settings(max_examples=examples(200), deadline=None)
@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6))
def test_every_property_that_is_not_refused_keeps_its_letters_in_python(name: str) -> None:
    if not list(name_problems(named(property=name))):
        assert unicodedata.normalize("NFKC", name) == name
