"""The kinds of records of a contract: found by the paths and the responses of its operations."""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from attrs import define, field, frozen
from pivotal_runtime.description import Description, Field, OperationEntry, Schema

from pivotal._moments import iso
from pivotal.sandbox._contract.defaults import UNSET, default_of
from pivotal.sandbox._contract.envelopes import envelope_of
from pivotal.sandbox._contract.names import singular, snake
from pivotal.sandbox._contract.places import Parent, Place, place_of
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.tables import PARENT, Row, Table, table_of

# The defaults of properties that only a person knows, by kind and property.
Defaults = Mapping[tuple[str, str], Any]
_WRITES = ("PATCH", "PUT")


@frozen(eq=False)
class Kind:
    """A kind of record.

    Args:
        name: The name of the kind, such as `customer`.
        collection: The segment of the path that contains its records, such as `customers`.
        schema: What the API shows of a record.
        fields: The properties, by name.
        defaults: The values of properties that nobody set.
        table: The table that stores the records.
        shape: Changes when the properties do; a row of another shape may lack some.
    """

    name: str
    collection: str
    schema: Schema
    fields: Mapping[str, Field]
    defaults: Values
    table: Table
    shape: str

    @property
    def label(self) -> str:
        """The name in a sentence."""
        return self.name.replace("_", " ").capitalize()

    def document(self, values: Values, display_id: int, id: str, created_at: int) -> Values:
        """Return a new record as the API shows it: its ids, every property, and the two times."""
        moment = iso(created_at)
        own = {
            "id": self.id_as("id", id, display_id),
            "display_id": display_id,
            "created_at": moment,
            "updated_at": moment,
        }
        known = {**self.defaults, **values, **own}
        return {name: known[name] for name in self.fields if name in known}

    def id_as(self, wire: str, id: str, display_id: int) -> str | int:
        """Return an id as a property has it: the display_id where the property is an integer."""
        field = self.fields.get(wire)
        return display_id if field is not None and field.schema.types == ("integer",) else id

    def read(self, row: Row) -> Values:
        """Return the document of a row; what a row of an older contract lacks has its default."""
        values = row.values()
        return values if row.shape == self.shape else {**self.defaults, **values}


@define(eq=False)
class Catalog:
    """The kinds of records of a contract.

    Args:
        description: The contract.
        by_collection: The kinds, by collection.
        kinds: The kinds, by name.
        children: By the name of a kind, the kinds below it in a path, with the property or column of the id above.
    """

    description: Description
    by_collection: dict[str, Kind] = field(factory=dict[str, Kind])
    kinds: dict[str, Kind] = field(factory=dict[str, Kind])
    children: dict[str, dict[str, str]] = field(factory=dict[str, dict[str, str]])

    def values_of(self, kind: Kind, wire: str) -> tuple[Any, ...]:
        """Return the values of a property that is an enum; nothing if it is not one."""
        field = kind.fields.get(wire)
        return () if field is None else self.description.resolve(field.schema).enum or ()

    def link(self, parent: Parent, kind: Kind) -> str:
        """Return the property, or the private column, of a record that has the id of the record above."""
        return _link(self.by_collection[parent.collection].name, parent, kind.fields)


def catalog_of(description: Description, defaults: Defaults) -> Catalog:
    """Return the kinds of records of a contract."""
    catalog = Catalog(description)
    claims = _claims(description)
    places = [place for operation in description.operations if (place := place_of(operation.path))]
    for collection, (name, schema) in claims.items():
        fields = {field.name: field for field in schema.fields}
        has_parent = any(
            _link(claims[place.parents[-1].collection][0], place.parents[-1], fields) == PARENT
            for place in places
            if place.collection == collection and place.parents and place.parents[-1].collection in claims
        )
        catalog.by_collection[collection] = _kind(
            description, name, collection, schema, table_of(collection, has_parent=has_parent), defaults
        )
    catalog.kinds = {kind.name: kind for kind in catalog.by_collection.values()}
    for place in places:
        kind = catalog.by_collection.get(place.collection)
        if kind and place.parents and (above := catalog.by_collection.get(place.parents[-1].collection)):
            catalog.children.setdefault(above.name, {})[kind.name] = catalog.link(place.parents[-1], kind)
    return catalog


def _kind(
    description: Description, name: str, collection: str, schema: Schema, table: Table, defaults: Defaults
) -> Kind:
    shown = {entry.name: entry for entry in schema.fields if not entry.write_only}
    values = {wire: default_of(description, entry) for wire, entry in shown.items()}
    values |= {wire: value for (kind, wire), value in defaults.items() if kind == name and wire in values}
    return Kind(
        name=name,
        collection=collection,
        schema=schema,
        fields=shown,
        defaults={wire: value for wire, value in values.items() if value is not UNSET},
        table=table,
        shape=blake2b("\0".join(sorted(values)).encode(), digest_size=6).hexdigest(),
    )


def _link(parent_kind: str, parent: Parent, fields: Mapping[str, Field]) -> str:
    names = (f"{parent_kind}_id", snake(parent.parameter), parent.parameter)
    return next((name for name in names if name in fields and name != "id"), PARENT)


def _claims(description: Description) -> dict[str, tuple[str, Schema]]:
    """Return the name and the schema of the records in each collection.

    An item that can be read counts most, then one that can be changed, a list, and a create. A collection whose name
    is the plural of its records comes first, so that `/customers/by-slug/{slug}` isn't taken for another kind.
    """
    found: dict[str, tuple[str, Schema]] = {}
    names: set[str] = set()
    for _, exact, collection, name, schema in sorted(_candidates(description), key=lambda entry: entry[:2]):
        inexact = exact > 0
        if collection in found or (name in names and inexact):
            continue
        found[collection] = (name, schema)
        names.add(name)
    return found


def _candidates(description: Description) -> Iterator[tuple[int, int, str, str, Schema]]:
    for operation in description.operations:
        place = place_of(operation.path)
        rank = None if place is None else _rank(operation, place)
        schema = shown_record(description, operation)
        if place is None or rank is None or schema is None:
            continue
        resolved = description.resolve(schema)
        name = _name_of(resolved, schema.ref, place.collection)
        exact = singular(place.collection) == name and snake(place.collection) != name
        if rank < _CREATE or exact:
            yield rank, int(not exact), place.collection, name, resolved


_CREATE = 3


def _rank(operation: OperationEntry, place: Place) -> int | None:
    if place.is_item:
        return 0 if operation.method == "GET" else 1 if operation.method in _WRITES else None
    return {"GET": 2, "POST": _CREATE}.get(operation.method)


def shown_record(description: Description, operation: OperationEntry) -> Schema | None:
    """Return the schema of the records that an operation responds with, in a list or alone; None without ids."""
    place = place_of(operation.path)
    schema = operation.success.schema
    if operation.method == "GET" and place and not place.is_item:
        envelope = envelope_of(description, operation)
        schema = envelope[1] if envelope else None
    resolved = description.resolve(schema) if schema else None
    return schema if resolved and any(field.name == "id" for field in resolved.fields) else None


def _name_of(schema: Schema, reference: str | None, collection: str) -> str:
    constant = next((field.schema.enum for field in schema.fields if field.name == "object"), None)
    if constant is not None and len(constant) == 1 and isinstance(constant[0], str):
        return snake(constant[0])
    return snake(reference) if reference else singular(collection)
