"""Reads the packages of a tree with griffe, without importing them."""

import ast
from typing import Any, cast

import griffe

from contract_diff.core.errors import InputError
from scripts.surface.revisions import PACKAGES, SUPPORT, Tree

ATTRS = frozenset({"attrs.frozen", "attrs.define", "attrs.mutable", "attr.s", "attr.frozen", "attr.define"})
FIELD_CALLS = frozenset({"attrs.field", "attr.field", "attr.ib", "msgspec.field"})
# Arguments of a field that make it optional.
DEFAULTS = ("default", "factory", "default_factory")
FIELD_BASES = frozenset({"typing.NamedTuple", "msgspec.Struct"})


def read_packages(tree: Tree) -> list[griffe.Module]:
    """Return a tree's public packages.

    Raises:
        InputError: A module is not valid Python.
    """
    _check_syntax(tree)
    loader = griffe.GriffeLoader(
        search_paths=[str(path) for path in tree.search_paths],
        allow_inspection=False,
        extensions=griffe.load_extensions(_Exports()),
    )
    support, packages = (
        [cast(griffe.Module, loader.load(name)) for name in names]
        for names in (tree.support, reversed(PACKAGES))  # what others import from comes first
    )
    loader.resolve_aliases(implicit=True, external=False)
    for package in (*support, *packages):
        _add_constructors(package)
    return packages


def _check_syntax(tree: Tree) -> None:
    """Reject modules that griffe can't parse: it skips them, so that their names would seem removed."""
    for name, folder in (PACKAGES | SUPPORT).items():
        for path in sorted((tree.root / folder / name).rglob("*.py")):
            try:
                ast.parse(path.read_bytes())
            except (SyntaxError, ValueError) as error:
                location = f"{path.relative_to(tree.root)}:{getattr(error, 'lineno', None) or 1}"
                raise InputError(f"{tree.label}: {location} is not valid Python ({error}); fix it first.") from error


class _Exports(griffe.Extension):
    """Makes `b` public in `from a import b as b`, as the typing specification does; lazy package roots rely on it."""

    def on_alias_instance(self, *, alias: griffe.Alias, node: Any, **_: Any) -> None:
        if isinstance(node, ast.ImportFrom):
            alias.public = True if any(name.name == name.asname == alias.name for name in node.names) else None
            # A lazy package has the name at run time too.
            alias.runtime = alias.runtime or bool(alias.public)


def _add_constructors(package: griffe.Module) -> None:
    """Add the constructors that are made from fields; griffe itself adds those of dataclasses."""
    for module in (package, *_modules(package)):
        for node in module.classes.values():
            if not node.is_alias and "__init__" not in node.members and _has_fields(node):
                node.set_member("__init__", _make_constructor(node))


def _modules(module: griffe.Module) -> list[griffe.Module]:
    own = [child for child in module.modules.values() if not child.is_alias]
    return [*own, *(inner for child in own for inner in _modules(child))]


def _has_fields(node: griffe.Class) -> bool:
    """Return whether a class is an attrs class, a named tuple or a msgspec struct, possibly by inheritance."""
    decorators = {decorator.callable_path for decorator in node.decorators}
    bases = {getattr(base, "canonical_path", "") for ancestor in (node, *node.mro()) for base in ancestor.bases}
    return bool(decorators & ATTRS or bases & FIELD_BASES)


def _make_constructor(node: griffe.Class) -> griffe.Function:
    self_parameter = griffe.Parameter("self", kind=griffe.ParameterKind.positional_or_keyword)
    classes = [ancestor for ancestor in (*reversed(node.mro()), node) if _has_fields(ancestor)]
    fields = [field for owner in classes for field in _own_fields(owner)]
    by_name = {field.name: field for field in map(_make_parameter, fields)}
    return griffe.Function(
        "__init__",
        lineno=0,
        parent=node,
        parameters=griffe.Parameters(self_parameter, *by_name.values()),
        returns="None",
    )


def _own_fields(node: griffe.Class) -> list[griffe.Attribute]:
    attributes = [member for member in node.members.values() if isinstance(member, griffe.Attribute)]
    return [
        attribute
        for attribute in attributes
        if attribute.annotation is not None and "instance-attribute" in attribute.labels
    ]


def _make_parameter(field: griffe.Attribute) -> griffe.Parameter:
    options = _field_options(field.value)
    is_keyword_only = options.get("kw_only") == "True"
    return griffe.Parameter(
        field.name.lstrip("_"),
        annotation=field.annotation,
        kind=griffe.ParameterKind.keyword_only if is_keyword_only else griffe.ParameterKind.positional_or_keyword,
        default=next(filter(None, map(options.get, DEFAULTS)), None) if _is_field_call(field.value) else field.value,
    )


def _is_field_call(value: Any) -> bool:
    return isinstance(value, griffe.ExprCall) and value.canonical_path in FIELD_CALLS


def _field_options(value: Any) -> dict[str, str]:
    arguments = value.arguments if _is_field_call(value) else []
    return {argument.name: str(argument.value) for argument in arguments if isinstance(argument, griffe.ExprKeyword)}
