"""Reading the packages of a tree by griffe, without importing them."""

import ast
from typing import Any, cast

import griffe

from contract_diff.core.errors import InputError
from scripts.surface.revisions import PACKAGES, SUPPORT, Tree

ATTRS = frozenset({"attrs.frozen", "attrs.define", "attrs.mutable", "attr.s", "attr.frozen", "attr.define"})
FIELD_CALLS = frozenset({"attrs.field", "attr.field", "attr.ib", "msgspec.field"})
DEFAULTS = ("default", "factory", "default_factory")
BASES = frozenset({"typing.NamedTuple", "msgspec.Struct"})


def read(tree: Tree) -> list[griffe.Module]:
    """Read a tree's packages.

    Raises:
        InputError: A module's syntax can't be read.
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
        _give_constructors(package)
    return packages


def _check_syntax(tree: Tree) -> None:
    """griffe leaves out what it can't parse; that would read as a removal."""
    for name, folder in (PACKAGES | SUPPORT).items():
        for path in sorted((tree.root / folder / name).rglob("*.py")):
            try:
                ast.parse(path.read_bytes())
            except (SyntaxError, ValueError) as error:
                where = f"{path.relative_to(tree.root)}:{getattr(error, 'lineno', None) or 1}"
                raise InputError(f"{tree.label}: {where} is not valid Python ({error}); mend it first.") from error


class _Exports(griffe.Extension):
    """`from a import b as b` makes `b` public, as the typing specification has it; lazy package roots rest on it."""

    def on_alias_instance(self, *, alias: griffe.Alias, node: Any, **_: Any) -> None:
        if isinstance(node, ast.ImportFrom):
            alias.public = True if any(one.name == one.asname == alias.name for one in node.names) else None
            alias.runtime = alias.runtime or bool(alias.public)  # a lazy package has it at run time too


def _give_constructors(package: griffe.Module) -> None:
    """Classes whose constructor follows from their fields get one; griffe itself does it for dataclasses."""
    for module in (package, *_modules(package)):
        for found in module.classes.values():
            if not found.is_alias and "__init__" not in found.members and has_fields(found):
                found.set_member("__init__", _constructor(found))


def _modules(module: griffe.Module) -> list[griffe.Module]:
    own = [child for child in module.modules.values() if not child.is_alias]
    return [*own, *(inner for child in own for inner in _modules(child))]


def has_fields(found: griffe.Class) -> bool:
    """Whether a class is one of attrs, a named tuple or a msgspec struct, by itself or by what it inherits from."""
    decorators = {decorator.callable_path for decorator in found.decorators}
    bases = {getattr(base, "canonical_path", "") for holder in (found, *found.mro()) for base in holder.bases}
    return bool(decorators & ATTRS or bases & BASES)


def _constructor(found: griffe.Class) -> griffe.Function:
    own = griffe.Parameter("self", kind=griffe.ParameterKind.positional_or_keyword)
    fields = [field for holder in (*reversed(found.mro()), found) if has_fields(holder) for field in _fields(holder)]
    by_name = {field.name: field for field in map(_parameter, fields)}
    return griffe.Function(
        "__init__",
        lineno=0,
        parent=found,
        parameters=griffe.Parameters(own, *by_name.values()),
        returns="None",
    )


def _fields(found: griffe.Class) -> list[griffe.Attribute]:
    own = [one for one in found.members.values() if isinstance(one, griffe.Attribute)]
    return [one for one in own if one.annotation is not None and "instance-attribute" in one.labels]


def _parameter(field: griffe.Attribute) -> griffe.Parameter:
    options = _options(field.value)
    keyword = options.get("kw_only") == "True"
    return griffe.Parameter(
        field.name.lstrip("_"),
        annotation=field.annotation,
        kind=griffe.ParameterKind.keyword_only if keyword else griffe.ParameterKind.positional_or_keyword,
        default=next(filter(None, map(options.get, DEFAULTS)), None) if _is_field_call(field.value) else field.value,
    )


def _is_field_call(value: Any) -> bool:
    return isinstance(value, griffe.ExprCall) and value.canonical_path in FIELD_CALLS


def _options(value: Any) -> dict[str, str]:
    arguments = value.arguments if _is_field_call(value) else []
    return {one.name: str(one.value) for one in arguments if isinstance(one, griffe.ExprKeyword)}
