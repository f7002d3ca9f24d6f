"""What the pipeline can't generate as the contract means it. Each is refused by its place before the generator runs."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from contract_diff.core import json_pointers
from contract_diff.core.errors import InputError
from scripts.contract import Document, operations
from scripts.openapi.problems import Problem
from scripts.openapi.schemas import resolve_reference
from scripts.regenerate.access import own_server_problems, security_problems, server_problems
from scripts.regenerate.class_names import class_name_problems
from scripts.regenerate.events import event_problems
from scripts.regenerate.media import body_media, is_whole, success_media
from scripts.regenerate.name_checks import name_problems
from scripts.regenerate.naming import argument_name, constant_name, method_name, pascal, resource_name
from scripts.regenerate.parameters import parameter_problems, parameters_of
from scripts.regenerate.schema_checks import schema_problems
from scripts.regenerate.unions import properties_of_object, union_problems


def check_supported(document: Document) -> None:
    """Refuse a corrected contract that would be generated otherwise than it says.

    Raises:
        InputError: The first problem, with its JSON pointer, and how many more there are.
    """
    first, *others = [*find_unsupported(document), None]
    if first:
        more = f" (make lint-spec lists {len(others) - 1} more)" if len(others) > 1 else ""
        raise InputError(f"{first.pointer}: {first.message}{more}.")


def find_unsupported(document: Document) -> Iterator[Problem]:
    """Yield everything in a corrected contract that can't be generated as it says."""
    yield from _version_problems(document)
    yield from server_problems(document)
    if "version" not in document.get("info", {}):
        yield Problem("/info", "the contract has no info.version; add one")
    found = list(_label_operations(document))
    if not found:
        yield Problem("/paths", "the contract has no operation in paths; add one")
    yield from name_problems(document)
    broken = list(schema_problems(document))
    yield from broken
    if not broken:
        yield from class_name_problems(document)
        yield from union_problems(document)
        yield from event_problems(document)
    for pointer, path, operation, label in found:
        yield from _operation_problems(document, path, operation, pointer, label)
    named = [entry for entry in found if entry[2].get("operationId") and entry[2].get("tags")]
    yield from _name_problems(named)


def _version_problems(document: Document) -> Iterator[Problem]:
    """Yield why the version of OpenAPI, or a method that only a later one has, can't be generated."""
    if not re.match(r"3\.[012](\.|$)", str(document.get("openapi"))):
        yield Problem("/openapi", f"OpenAPI {document.get('openapi')} is not supported; convert the contract to 3.1")
    for path, item in document.get("paths", {}).items():
        for key in ("query", "additionalOperations"):
            if key in item:
                yield Problem(
                    json_pointers.join("/paths", path, key),
                    f"{path} has operations under {key}, which the client can't send; remove them in overlays/spec",
                )


LabeledOperation = tuple[str, str, Document, str]


def _label_operations(document: Document) -> Iterator[LabeledOperation]:
    """Yield each operation with its pointer, its path, and what a message calls it."""
    for path, verb, operation in operations(document):
        name = operation.get("operationId")
        label = f"{name} ({verb.upper()} {path})" if name else f"{verb.upper()} {path}"
        yield json_pointers.join("/paths", path, verb), path, operation, label


def _operation_problems(
    document: Document, path: str, operation: Document, pointer: str, label: str
) -> Iterator[Problem]:
    for key in ("operationId", "tags"):
        if not operation.get(key):
            yield Problem(pointer, f"{label} has no {key}, which name its method; add {key} in overlays/spec")
    yield from own_server_problems(document, operation, pointer, label)
    above = json_pointers.join("/paths", path)
    yield from own_server_problems(document, document["paths"][path], above, label)
    yield from security_problems(document, operation, pointer, label)
    yield from parameter_problems(document, path, operation, pointer, label)
    successes = success_media(document, operation, pointer)
    kinds = sorted({media.kind for media in successes.values() if media})
    if len(kinds) > 1:
        found = f"{label} answers {' and '.join(kinds)}, by status; leave one in overlays/spec"
        yield Problem(f"{pointer}/responses", found)
    if not successes:
        yield Problem(f"{pointer}/responses", f"{label} lists no success; add the answer in overlays/spec")
    yield from _argument_problems(document, path, operation, pointer, label)
    body = resolve_reference(document, operation.get("requestBody", {}))
    if "requestBody" in operation and not body.get("content"):
        yield Problem(f"{pointer}/requestBody", f"{label} has a body without content; add its schema in overlays/spec")


def _argument_problems(
    document: Document, path: str, operation: Document, pointer: str, label: str
) -> Iterator[Problem]:
    """Yield the names that two arguments of a method would share."""
    parameters = parameters_of(document, path, operation, pointer)
    names = [argument_name(raw["name"], raw.get("x-sdk-name")) for raw, _ in parameters]
    media = body_media(document, operation, pointer)
    if media is not None and not is_whole(document, media):
        properties = properties_of_object(document, media.schema)
        names += [
            argument_name(wire) for wire, part in properties.items() if part is True or part.get("readOnly") is not True
        ]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(
            pointer,
            f"{label}: more than one {name} among its parameters and the properties of its body; set x-sdk-name of a "
            "parameter in overlays/spec",
        )


def _name_problems(found: list[LabeledOperation]) -> Iterator[Problem]:
    """Yield the names that two operations or tags would share, so that one would be lost."""
    yield from _shared(found, lambda entry: str(entry[2]["operationId"]), "have the operationId {}; change one")
    yield from _shared(
        found,
        lambda entry: f"{resource_name(entry[2]['tags'][0])}.{method_name(entry[2], entry[1])}",
        "would both be the method {}; set x-sdk-method of one",
    )
    yield from _shared(
        found,
        lambda entry: f"{resource_name(entry[2]['tags'][0])}.{constant_name(entry[2]['operationId'])}",
        "would both be the constant {}; change the operationId of one",
    )
    tags: dict[str, LabeledOperation] = {}
    for entry in found:
        tag, first = entry[2]["tags"][0], tags.setdefault(resource_name(entry[2]["tags"][0]), entry)
        if first[2]["tags"][0] != tag:
            yield Problem(
                f"{entry[0]}/tags/0",
                f"the tags {first[2]['tags'][0]!r} and {tag!r} would both be the resource {resource_name(tag)}; "
                "rename one in overlays/spec",
            )
    yield from _class_problems(tags)


def _class_problems(tags: dict[str, LabeledOperation]) -> Iterator[Problem]:
    """Yield the tags whose resources would share a class: `async jobs` beside `jobs`, `v 1` beside `v1`."""
    classes: dict[str, str] = {}
    for resource, entry in tags.items():
        tag = entry[2]["tags"][0]
        for name in (pascal(resource), f"Async{pascal(resource)}"):
            if first := classes.get(name):
                yield Problem(
                    f"{entry[0]}/tags/0",
                    f"the tags {first!r} and {tag!r} would both have the class {name}; rename one in overlays/spec",
                )
            classes[name] = tag


def _shared(found: list[LabeledOperation], name: Callable[[LabeledOperation], str], words: str) -> Iterator[Problem]:
    groups: defaultdict[str, list[LabeledOperation]] = defaultdict(list)
    for entry in found:
        groups[name(entry)].append(entry)
    for shared, (first, *others) in groups.items():
        for other in others:
            yield Problem(other[0], f"{first[3]} and {other[3]} {words.format(shared)} in overlays/spec")
