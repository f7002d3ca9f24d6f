"""Names of classes: which class each schema becomes, and another name where the generated code needs that one."""

import builtins
import keyword
from collections.abc import Callable, Iterator
from typing import Any

from openapi_python_client.strings import ClassName, PythonIdentifier

from contract_diff.core import json_pointers
from scripts.contract import Document
from scripts.openapi.problems import Problem
from scripts.openapi.schemas import PREFIX

# Names that generated modules import; a test compares them with the templates.
TAKEN_CLASSES = frozenset(
    {
        "Any", "AsyncPages", "AsyncResource", "ClassVar", "Literal", "Mapping", "Model", "OpenEnum", "Operation",
        "Page", "RequestOptions", "Resource", "Sequence", "TypeAlias", "UNSET", "UnsetType",
    }
)  # fmt: skip


def class_name(schema_name: str) -> str:
    """Return the class that the generator makes of a schema's name."""
    return str(ClassName(schema_name, "field_"))


def is_taken(name: str) -> bool:
    """Return whether a class of this name would hide a name that the generated code needs."""
    return name in TAKEN_CLASSES or hasattr(builtins, name) or keyword.iskeyword(name)


def module_name(schema_name: str) -> str:
    """Return the module of a schema's class, which decides whether two classes can exist beside each other."""
    return str(PythonIdentifier(class_name(schema_name), "field_")).lower()


def component_names(document: Document) -> dict[str, str]:
    """Return another name for each component schema that has an x-sdk-name, or whose class name is taken."""
    names: dict[str, str] = {}
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        preferred = str(schema.get("x-sdk-name", name)) if isinstance(schema, dict) else name
        names[name] = f"{preferred}_model" if is_taken(class_name(preferred)) else preferred
    return {name: other for name, other in names.items() if name != other}


def class_name_problems(document: Document) -> Iterator[Problem]:
    """Yield the schemas whose classes would have the same name or module, so that one would be lost."""
    renamed = component_names(document)
    modules: dict[str, str] = {}
    schemas: Document = document.get("components", {}).get("schemas", {})
    # An enum is generated with a type alias of its values.
    aliases = {
        f"{class_name(name)}Value": name
        for name, schema in schemas.items()
        if isinstance(schema, dict) and "enum" in schema
    }
    for name in schemas:
        if enum := aliases.get(class_name(renamed.get(name, name))):
            yield Problem(
                json_pointers.join("/components/schemas", name),
                f"the class {class_name(name)} would have the name of the values of {enum}; set x-sdk-name of one in "
                "overlays/spec",
            )
        module = module_name(renamed.get(name, name))
        first = modules.setdefault(module, name)
        if first != name:
            yield Problem(
                json_pointers.join("/components/schemas", name),
                f"the schemas {first} and {name} would both be the class {class_name(name)} in {module}.py; "
                "set x-sdk-name of one in overlays/spec",
            )


def replace_references(node: Any, replacement: Callable[[str, Document], Document]) -> Any:
    """Replace each $ref to a component schema, in place, and return the node that stands for this one."""
    if isinstance(node, list):
        node[:] = [replace_references(item, replacement) for item in node]
    elif isinstance(node, dict):
        target = node.get("$ref")
        if isinstance(target, str) and target.startswith(PREFIX):
            return replacement(target.removeprefix(PREFIX), node)
        for key, child in node.items():
            node[key] = replace_references(child, replacement)
    return node
