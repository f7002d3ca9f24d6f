"""Validation of values against schemas: in bounded time, whatever their patterns are, and without a network."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import jsonschema_rs
from jsonschema import ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]
from openapi_schema_validator import OAS30Validator, OAS31Validator
from referencing import Registry

from contract_diff.core.ecma_patterns import translate
from scripts.contract import Document


def make_validator(schema: Document, document: Document) -> Any:
    """Return a validator of values for a schema of a document."""
    rooted = {**schema, "components": document.get("components", {})}
    return BoundedOAS31Validator(rooted, registry=Registry(), format_checker=OAS31Validator.FORMAT_CHECKER)


def _check_pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(instance, "string") and not _matches(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _check_pattern_properties(
    validator: Any, patterns: Mapping[str, Any], instance: Any, schema: Any
) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for pattern, below in patterns.items():
            for name in filter(lambda name: _matches(pattern, name), instance):
                yield from validator.descend(instance[name], below, path=name, schema_path=pattern)


def _check_additional_properties(
    validator: Any, additional: Any, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if not validator.is_type(instance, "object"):
        return
    patterns = schema.get("patternProperties", {})
    names = [name for name in instance if name not in schema.get("properties", {})]
    extras = [name for name in names if not any(_matches(pattern, name) for pattern in patterns)]
    if additional is False and extras:
        yield ValidationError(f"Additional properties are not allowed ({', '.join(map(repr, extras))} unexpected)")
    elif isinstance(additional, Mapping):
        for name in extras:
            yield from validator.descend(instance[name], additional, path=name)


def _matches(pattern: str, text: str) -> bool:
    """Return whether a string matches; of a pattern that only other engines read, or takes too long, it doesn't."""
    matcher = _matcher(pattern)
    return matcher is not None and matcher.is_valid(text)


@lru_cache(maxsize=1024)
def _matcher(pattern: str) -> jsonschema_rs.Draft202012Validator | None:
    for reading in (pattern, translate(pattern)):
        try:
            return jsonschema_rs.Draft202012Validator({"pattern": reading})
        except (jsonschema_rs.ValidationError, ValueError):
            continue
    return None


# Python's own expressions can take time that doubles with each character.
_BOUNDED = {
    "pattern": _check_pattern,
    "patternProperties": _check_pattern_properties,
    "additionalProperties": _check_additional_properties,
}
BoundedOAS30Validator: Any = extend(OAS30Validator, _BOUNDED)
BoundedOAS31Validator: Any = extend(OAS31Validator, _BOUNDED)
