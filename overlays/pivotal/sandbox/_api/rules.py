"""Which rule answers an operation: derived from its method, the shape of its path and its response."""

from collections.abc import Callable, Mapping
from functools import partial

from attrs import evolve, frozen
from pivotal_runtime.bodies import is_json
from pivotal_runtime.description import OperationEntry, Parameter, Schema

from pivotal._schema_checks import text_check_of
from pivotal.sandbox._api.call import Call
from pivotal.sandbox._api.changes import Hook, Step
from pivotal.sandbox._api.fields import own_checks
from pivotal.sandbox._api.filters import Filter
from pivotal.sandbox._api.paging import CURSOR, LIMIT, paging_of
from pivotal.sandbox._api.records import create, list_records, remove, retrieve, update
from pivotal.sandbox._api.targets import Target
from pivotal.sandbox._contract.catalog import Catalog, Kind
from pivotal.sandbox._contract.checks import body_fields
from pivotal.sandbox._contract.defaults import UNSET, stated_default
from pivotal.sandbox._contract.envelopes import envelope_of
from pivotal.sandbox._contract.places import Place, place_of
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.idempotency import HEADER as IDEMPOTENCY_KEY

Rule = Callable[[Target, Call], bytes]
# By the method, and whether the path names one record.
_RULES: Mapping[tuple[str, bool], Rule] = {
    ("GET", True): retrieve,
    ("PATCH", True): update,
    ("PUT", True): update,
    ("DELETE", True): remove,
    ("GET", False): list_records,
    ("POST", False): create,
}


class Unanswered(Exception):
    """No rule answers an operation; the message is the reason."""


@frozen(eq=False)
class Answer:
    """How an operation is answered: the function, and the parameters that it doesn't understand, with the reason."""

    run: Callable[[Call], bytes]
    refused: Mapping[str, str]


def answer_by_rule(
    catalog: Catalog, operation: OperationEntry, hooks: Mapping[str, Mapping[Step, list[Hook]]]
) -> Answer:
    """Return how the rules answer an operation. Raises Unanswered if none does."""
    place = place_of(operation.path)
    rule = _RULES.get((operation.method, place.is_item)) if place else None
    kind = catalog.by_collection.get(place.collection) if place else None
    if place is None or rule is None or kind is None:
        raise Unanswered("it doesn't create, read, update, delete or list records of a known kind")
    _check_media(operation)
    target = _respond(catalog, rule, _target(catalog, operation, place, kind))
    target = evolve(target, hooks=hooks.get(kind.name, {}))
    if operation.body is not None:
        target = _with_body(catalog, operation, target)
    filters, refused = _parameters(catalog, operation, kind, is_list=rule is list_records)
    target = evolve(target, filters=tuple(filters), paging=paging_of(catalog.description, operation))
    return Answer(partial(rule, target), refused)


def _target(catalog: Catalog, operation: OperationEntry, place: Place, kind: Kind) -> Target:
    above = [(catalog.by_collection.get(parent.collection), parent) for parent in place.parents]
    kinds = [known for known, _ in above if known is not None]
    if len(kinds) < len(above):
        raise Unanswered("a record above it in the path is of no known kind")
    below = [*kinds, kind][1:]
    links = [catalog.link(parent, child) for (_, parent), child in zip(above, below, strict=True)]
    return Target(operation, kind, tuple(kinds), tuple(links))


def _check_media(operation: OperationEntry) -> None:
    types = [operation.success.media_type, operation.body.media_type if operation.body else None]
    for media_type in types:
        if media_type is not None and not is_json(media_type):
            raise Unanswered(f"its content is {media_type}, not JSON")


def _respond(catalog: Catalog, rule: Rule, target: Target) -> Target:
    """Return the target with what its response shows. Raises Unanswered if records don't have that."""
    operation = target.operation
    schema = operation.success.schema
    if schema is None:
        if operation.method == "GET":
            raise Unanswered("its response has no content")
        return target
    if rule is list_records:
        envelope = envelope_of(catalog.description, operation)
        if envelope is None:
            raise Unanswered("its response is not a list of records")
        target, schema = evolve(target, envelope=envelope[0]), envelope[1]
    return _show(catalog, catalog.description.resolve(schema), target)


def _show(catalog: Catalog, schema: Schema, target: Target) -> Target:
    kind = target.kind
    if schema == kind.schema:
        return target
    if not schema.fields or schema.any_of:
        raise Unanswered("its response is not a record")
    fixed: Values = {}
    shown = [field for field in schema.fields if not field.write_only]
    for field in shown:
        values = catalog.description.resolve(field.schema).enum
        if values is not None and len(values) == 1:
            fixed[field.name] = values[0]
        elif field.required and field.name not in kind.fields and field.name != "display_id":
            raise Unanswered(f"its response has {field.name}, which a {kind.name} doesn't have")
    return evolve(target, shown=tuple(field.name for field in shown), fixed=fixed)


def _with_body(catalog: Catalog, operation: OperationEntry, target: Target) -> Target:
    body = operation.body
    if body is None or body.argument is not None or not body.fields:
        raise Unanswered("its body is not an object with known properties")
    description, kind = catalog.description, target.kind
    defaults = {field.name: stated_default(description, field.schema) for field in body.fields}
    return evolve(
        target,
        fields=body_fields(description, body.fields, own_checks(kind.name)),
        closed=description.resolve(body.schema).closed,
        body_defaults={name: value for name, value in defaults.items() if value is not UNSET and name in kind.fields},
    )


def _parameters(
    catalog: Catalog, operation: OperationEntry, kind: Kind, *, is_list: bool
) -> tuple[list[Filter], dict[str, str]]:
    """Return the filters among the parameters of an operation, and the reasons why others are refused."""
    filters: list[Filter] = []
    refused: dict[str, str] = {}
    for parameter in operation.parameters:
        if parameter.location == "path" or (parameter.name in (LIMIT, CURSOR) and is_list):
            continue
        if parameter.location == "header" and parameter.name.lower() == IDEMPOTENCY_KEY:
            continue
        reason = _reason_against(catalog, parameter, kind) if is_list else "it is not a filter of a list"
        if reason is None:
            filters.append(_filter(catalog, parameter))
        else:
            refused[parameter.name] = reason
    return filters, refused


def _reason_against(catalog: Catalog, parameter: Parameter, kind: Kind) -> str | None:
    """Return why a parameter of a list can't be a filter by the property of the same name."""
    field = kind.fields.get(parameter.name)
    if parameter.location != "query" or field is None or '"' in parameter.name:
        return f"a {kind.name} has no such property"
    if not _is_scalar(catalog, field.schema):
        return f"the property of a {kind.name} is not a single value"
    items = catalog.description.resolve(parameter.schema).items
    if not _is_scalar(catalog, items or parameter.schema):
        return "its values are not single values"
    return None


def _is_scalar(catalog: Catalog, schema: Schema) -> bool:
    resolved = catalog.description.resolve(schema)
    parts = resolved.any_of or resolved.all_of
    if parts:
        return all(_is_scalar(catalog, part) for part in parts)
    return bool(resolved.types or resolved.enum) and not {"array", "object"} & set(resolved.types)


def _filter(catalog: Catalog, parameter: Parameter) -> Filter:
    owner = catalog.kinds.get(parameter.refers_to or "")
    items = catalog.description.resolve(parameter.schema).items
    default = stated_default(catalog.description, parameter.schema)
    return Filter(
        name=parameter.name,
        required=parameter.required,
        check=text_check_of(catalog.description, items or parameter.schema),
        references=None if owner is None else owner.table,
        default=default if items is None else UNSET,
        separator=None if items is None else parameter.style,
    )
