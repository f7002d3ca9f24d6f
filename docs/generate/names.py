"""A page for each module that users import from, with every public name and none twice."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import griffe

from contract_diff.core.errors import InputError
from docs.generate.docstrings import render
from docs.generate.markdown import block, code, reference, table
from scripts.surface.names import Definition, Surface, is_plumbing, resolve_alias
from scripts.surface.revisions import Tree

# What the SDK exports of other packages, whose code isn't read here.
_OTHERS = {
    "msgspec.UNSET": "The value of an argument that is left out of the request. `None` is sent as null and clears it.",
    "msgspec.UnsetType": "The type of `UNSET`, for annotations.",
}
_LONGEST_VALUE = 400


def name_pages(root: Path) -> dict[str, str]:
    """Return the text of each page by its path.

    Raises:
        InputError: A public name has no docstring.
    """
    surface = Surface(Tree("the working tree", root))
    modules = sorted(name for name, definition in surface.names.items() if _is_root(name, definition))
    pages = {f"api/{module}.md": _module_page(surface, module) for module in modules}
    return pages | {"api/index.md": _index(surface, modules)}


def _is_root(name: str, definition: Definition) -> bool:
    return isinstance(definition.node, griffe.Module) and re.match(r"pivotal(\.|$)", name) is not None


def names_of(surface: Surface, module: str) -> list[str]:
    """Return the names that can be imported from a module, in alphabetical order; modules are not among them."""
    found = (name for name, definition in surface.names.items() if not isinstance(definition.node, griffe.Module))
    return sorted((name for name in found if name.rpartition(".")[0] == module), key=str.lower)


def _index(surface: Surface, modules: list[str]) -> str:
    rows = []
    for module in modules:
        names = [code(name.rpartition(".")[2]) for name in names_of(surface, module)]
        rows.append((f"[`{module}`]({module}.md)", ", ".join(names)))
    toctree = "\n".join(f"{module}.md" for module in modules)
    return "\n".join(
        [
            "# Public names\n",
            "Import from these modules only; everything else is internal and may change in any release.\n",
            table(("Module", "Names"), rows),
            f"```{{toctree}}\n:hidden:\n\n{toctree}\n```",
        ]
    )


def _module_page(surface: Surface, module: str) -> str:
    parts = [f"# {module}\n", f":::{{py:module}} {module}\n:::\n", _docstring(surface.names[module], module)]
    elsewhere = []
    for name in names_of(surface, module):
        definition = surface.names[name]
        if definition.name == name:
            parts.append(_definition(surface, name, definition))
        else:
            elsewhere.append(f"- `{name.rpartition('.')[2]}`: see {reference(definition.name)}")
    if elsewhere:
        parts += ["## Described elsewhere\n", *elsewhere]
    return "\n".join(parts) + "\n"


def _definition(surface: Surface, name: str, definition: Definition) -> str:
    node = definition.node
    short = name.rpartition(".")[2]
    if node is None:
        if definition.home not in _OTHERS:
            raise InputError(f"{name}: add what it is to _OTHERS in docs/generate/names.py.")
        return _directive("data", short, _OTHERS[definition.home])
    match node:
        case griffe.Class():
            return _directive("class", _signature(node, short), _class_body(surface, name, definition), 4)
        case griffe.Function():
            return _directive("function", _signature(node, short), _docstring(definition, name))
        case _:
            return _directive("data", short, _value(node))


def _directive(kind: str, signature: str, body: str, colons: int = 3) -> str:
    fence = ":" * colons
    return f"{fence}{{py:{kind}}} {signature}\n\n{body}\n{fence}\n"


def _signature(node: griffe.Class | griffe.Function, name: str) -> str:
    if isinstance(node, griffe.Class) and _is_enum_or_error(node):
        return name
    signature = node.signature(name=name) or _constructor(node, name)
    return " ".join(signature.split())


def _constructor(node: griffe.Class | griffe.Function, name: str) -> str:
    """Return the signature of a constructor that a class inherits."""
    constructor = resolve_alias(node.all_members["__init__"]) if "__init__" in node.all_members else None
    return str(constructor.signature(name=name)) if isinstance(constructor, griffe.Function) else name


def _is_enum_or_error(node: griffe.Class) -> bool:
    return any(str(base).endswith(("Enum", "Error", "Exception")) for base in node.bases)


def _value(node: griffe.Object) -> str:
    text = inspect.cleandoc(node.docstring.value) + "\n\n" if node.docstring else ""
    value = str(node.value) if isinstance(node, griffe.Attribute) else ""
    if len(value) > _LONGEST_VALUE:
        value = f"{value[:_LONGEST_VALUE].rpartition(',')[0]}, ..."
    return text + (block("python", value) if value else "")


def _docstring(definition: Definition, name: str) -> str:
    docstring = definition.node.docstring if definition.node is not None else None
    if docstring is None or not docstring.value.strip():
        raise InputError(f"{name}: has no docstring; describe it where it is defined.")
    return render(docstring)


def _class_body(surface: Surface, name: str, definition: Definition) -> str:
    parts, inherited = [_docstring(definition, name)], dict[str, str]()
    for full, member in _members(surface, name):
        short = full.rpartition(".")[2]
        if member.name == full:
            parts.append(_member(short, member))
        else:
            inherited[short] = member.name.rpartition(".")[0]
    if inherited:
        parts.append(_inherited(inherited))
    return "\n".join(part for part in parts if part)


def _members(surface: Surface, name: str) -> Iterator[tuple[str, Definition]]:
    for full, member in sorted(surface.names.items()):
        short = full.rpartition(".")[2]
        if full.rpartition(".")[0] == name and not short.startswith("_") and not is_plumbing(short):
            yield full, member


def _member(short: str, member: Definition) -> str:
    node = member.node
    if isinstance(node, griffe.Function):
        return _directive("method", _signature(node, short), _optional(node))
    if isinstance(node, griffe.Attribute) and "property" in node.labels:
        return _directive("property", f"{short}: {node.annotation}" if node.annotation else short, _optional(node))
    return ""  # A field: the docstring of its class describes it.


def _optional(node: griffe.Object) -> str:
    return render(node.docstring) if node.docstring else ""


def _inherited(members: dict[str, str]) -> str:
    homes = sorted(set(members.values()))
    lines = []
    for home in homes:
        names = ", ".join(code(short) for short, owner in members.items() if owner == home)
        lines.append(f"{names}: as in {reference(home)}.")
    return "\n\n".join(lines) + "\n"
