"""Validation of OpenAPI 3.0 and 3.1 documents, without access to the file system or the network."""

from collections.abc import Iterator
from typing import Any

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from openapi_spec_validator.validation.keywords import OpenAPIV30ValueValidator, OpenAPIV31ValueValidator
from referencing.exceptions import Unresolvable

from contract_diff.core import json_pointers
from scripts.contract import Document
from scripts.openapi.problems import Problem as Problem
from scripts.openapi.schemas import find_references, resolve_reference
from scripts.openapi.values import BoundedOAS30Validator, BoundedOAS31Validator


def _refuse(location: str) -> Any:
    raise Unresolvable(ref=location)


class _Values30(OpenAPIV30ValueValidator):
    value_validator_cls = BoundedOAS30Validator


class _Values31(OpenAPIV31ValueValidator):
    value_validator_cls = BoundedOAS31Validator


# A document is whole: neither files nor URLs are read for it.
_HANDLERS: Any = dict.fromkeys(("", "file", "http", "https"), _refuse)
_KEYWORDS_30: Any = {**OpenAPIV30SpecValidator.keyword_validators, "default": _Values30}
_KEYWORDS_31: Any = {**OpenAPIV31SpecValidator.keyword_validators, "default": _Values31}


class _Validator30(OpenAPIV30SpecValidator):
    resolver_handlers = _HANDLERS
    keyword_validators = _KEYWORDS_30


class _Validator31(OpenAPIV31SpecValidator):
    resolver_handlers = _HANDLERS
    keyword_validators = _KEYWORDS_31


def find_problems(document: Document) -> Iterator[Problem]:
    """Yield what makes a document invalid.

    If a reference is bad, only bad references are reported: the validator needs references with a target.
    """
    bad_references = list(_bad_references(document))
    yield from bad_references
    if not bad_references:
        yield from _violations(document)


def _bad_references(document: Document) -> Iterator[Problem]:
    for reference in sorted(set(map(str, find_references(document)))):
        if not reference.startswith("#/"):
            yield Problem("", f"$ref {reference!r} leads out of the document")
            continue
        try:
            resolve_reference(document, {"$ref": reference})
        except (KeyError, TypeError):
            yield Problem("", f"$ref {reference!r} has no target")


def _violations(document: Document) -> Iterator[Problem]:
    is_reported = False
    try:
        is_30 = str(document.get("openapi")).startswith("3.0")
        validator = _Validator30 if is_30 else _Validator31
        for error in validator(document).iter_errors():
            reason = _innermost(error)
            is_reported = True
            yield Problem(json_pointers.join("", *map(str, reason.absolute_path)), reason.message.splitlines()[0][:200])
    except Unresolvable as error:
        yield Problem("", f"$ref {error.ref!r} has no target")
    except RecursionError:
        yield Problem("", "its references lead in a circle, or in too long a chain; break it")
    except (KeyError, TypeError, AttributeError, AssertionError, ValueError) as error:
        # The validator may fail on a part that it has just reported, or on a missing name.
        if not is_reported:
            yield Problem("", f"a part doesn't have the form that its place requires ({error})")


def _innermost(error: Any) -> Any:
    """Return the reason of a validation error that is deepest in the document: not that a whole fits no alternative."""
    while error.context:
        error = max(error.context, key=lambda reason: len(reason.absolute_path))
    return error
