"""Whether a document is a valid OpenAPI 3.1 document, asked without touching file system or network."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing.exceptions import Unresolvable

from contract_diff.core import json_pointers
from scripts.contract import Document
from scripts.openapi.schemas import references, resolve


class Problem(NamedTuple):
    """One thing that is wrong: the JSON pointer of its place, and a sentence."""

    pointer: str
    message: str


def problems(document: Document) -> Iterator[Problem]:
    """Yield what makes a document invalid, references first: the validator needs them to point somewhere."""
    dangling = list(_bad_references(document))
    yield from dangling
    if not dangling:
        yield from _violations(document)


def _bad_references(document: Document) -> Iterator[Problem]:
    for reference in sorted(set(map(str, references(document)))):
        if not reference.startswith("#/"):
            yield Problem("", f"$ref {reference!r} leads out of the document")
            continue
        try:
            resolve(document, {"$ref": reference})
        except (KeyError, TypeError):
            yield Problem("", f"$ref {reference!r} points nowhere")


def _violations(document: Document) -> Iterator[Problem]:
    found = False
    try:
        for error in OpenAPIV31SpecValidator(as_text_keys(document)).iter_errors():
            found = True
            yield Problem(json_pointers.join("", *map(str, error.absolute_path)), error.message.splitlines()[0][:200])
    except Unresolvable as error:
        yield Problem("", f"$ref {error.ref!r} points nowhere")
    except (KeyError, TypeError, AttributeError, AssertionError) as error:
        # The validator stumbles over what it has reported as broken, or over a name that is missing.
        if not found:
            yield Problem("", f"a part has not the form that its place asks for ({error})")


def as_text_keys(node: Any) -> Any:
    """Copy a document with its keys as text: YAML reads an unquoted status code as a number."""
    if isinstance(node, Mapping):
        return {str(key): as_text_keys(child) for key, child in node.items()}
    return [as_text_keys(item) for item in node] if isinstance(node, list) else node
