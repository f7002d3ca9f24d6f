"""Names in the SDK: one rule from operationId and tag, with exceptions as data in overlays/spec."""

import keyword
import re

from contract_diff.core.errors import InputError
from scripts.contract import Document

# Names that generated signatures and annotations use themselves.
_TAKEN_ARGUMENTS = frozenset({"self", "options", "prefetch", "cls"})
_TAKEN_FIELDS = frozenset(
    {"to_dict", "to_json", "from_dict", "from_json", "extra_fields", "replace", "response", "self", "property"}
)
# Attributes of the clients; a test compares them with the classes.
_TAKEN_RESOURCES = frozenset(
    {
        "call",
        "close",
        "base_url",
        "key_prefix",
        "request",
        "me",
        "health",
        "mode",
        "paced",
        "rate_limit",
        "with_options",
    }
)
_TAKEN_EVERYWHERE = frozenset(
    {"str", "int", "float", "bool", "list", "dict", "tuple", "datetime", "Any", "Literal", "None", "UNSET"}
)


def method_name(operation: Document, path: str) -> str:
    """Return the name of an operation's method: its operationId without the names of its resource and the parent.

    `x-sdk-method` overrides it. `list-customer-contacts` with tag contacts under /customers/{customerId} is `list`.
    """
    if "x-sdk-method" in operation:
        return _identifier(str(operation["x-sdk-method"]))
    tag = operation["tags"][0]
    segments = [part for part in path.split("/") if part and not part.startswith("{")]
    parents = segments[: segments.index(tag)] if tag in segments else []
    dropped = {form for noun in (tag, *parents) for form in (noun, singular(noun))}
    words = snake(_without_namespace(operation["operationId"], tag)).split("_")
    kept = [words[0], *(word for word in words[1:] if word not in dropped)]
    name = "_".join(kept)
    return name if name == "list" else safe(name, frozenset())


def _without_namespace(operation_id: str, tag: str) -> str:
    """Return an operationId without what is before a dot or slash, if that is its version or its tag."""
    *spaces, name = re.split(r"[./]", operation_id)
    named = {snake(tag), singular(snake(tag))}
    kept = [space for space in spaces if not (re.fullmatch(r"v\d+", space) or snake(space) in named)]
    return "_".join((*kept, name))


def singular(noun: str) -> str:
    """Return the singular of a path segment: customers, companies."""
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


def pascal(noun: str) -> str:
    """Return the class name for a singular noun: customer, customer_note."""
    return "".join(word.capitalize() for word in re.split(r"[-_]", noun))


def snake(name: str) -> str:
    """Return the snake_case of a parameter's name: customerId, Idempotency-Key."""
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"\W+", "_", words, flags=re.ASCII).strip("_").lower()


def safe(name: str, taken: frozenset[str]) -> str:
    """Return a Python identifier, with a trailing underscore if the name is taken."""
    name = _identifier(name)
    return f"{name}_" if name in taken | _TAKEN_EVERYWHERE else name


def _identifier(name: str) -> str:
    if not name.isidentifier():
        name = "field_" + re.sub(r"\W", "_", name, flags=re.ASCII)
    return f"{name}_" if keyword.iskeyword(name) else name


def member(value: str) -> str:
    """Return the name of an enum's member."""
    return safe(re.sub(r"\W+", "_", snake(value), flags=re.ASCII).upper() or "EMPTY", frozenset()).upper()


def argument_name(wire: str, preferred: str | None = None) -> str:
    """Return the name of a method's argument."""
    return safe(preferred or snake(wire), _TAKEN_ARGUMENTS)


def constant_name(operation_id: str) -> str:
    """Return the name of an operation's constant."""
    return argument_name(operation_id).upper()


def resource_name(tag: str) -> str:
    """Return the name of a tag's resource: a module, and an attribute of the clients."""
    return safe(snake(tag), _TAKEN_ARGUMENTS | _TAKEN_RESOURCES)


def field_name(wire: str) -> str:
    """Return the name of a model's field: its name on the wire, wherever Python allows that."""
    name = safe(wire, _TAKEN_FIELDS)
    return f"field{name}" if name.startswith("_") else name


def unique(names: list[str], where: str) -> None:
    """Raise InputError if two names are equal, and one would be lost silently."""
    clashes = sorted({name for name in names if names.count(name) > 1})
    if clashes:
        raise InputError(f"{where}: more than one {', '.join(clashes)}; rename one in overlays/spec.")
