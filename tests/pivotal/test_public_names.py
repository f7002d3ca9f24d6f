"""Public names: the roots' `__all__`, the documentation and `make surface` agree."""

import importlib
import inspect
import re
from collections import Counter

import griffe
import pytest
from pivotal_api.webhooks import EVENTS

from docs.generate.names import name_pages
from scripts.project import ROOT
from scripts.surface.names import Surface
from scripts.surface.revisions import Tree

# The modules that users import from. Everything else of `pivotal` is internal.
ROOTS = (
    "pivotal",
    "pivotal.bulk",
    "pivotal.cli",
    "pivotal.dlt_source",
    "pivotal.errors",
    "pivotal.ids",
    "pivotal.models",
    "pivotal.opentelemetry",
    "pivotal.sandbox",
    "pivotal.testing",
    "pivotal.webhooks",
)
# What a program has no need of to call the API.
OPTIONAL = (
    "pivotal.bulk",
    "pivotal.dlt_source",
    "pivotal.opentelemetry",
    "pivotal.sandbox",
    "pivotal.testing",
    "pivotal.webhooks",
)
MOST_OF_THE_CLIENT, MOST_OF_AN_OPTIONAL_MODULE = 95, 20
DIRECTIVE = re.compile(r"^:{3,}\{py:(?:class|data|function)\} (\w+)", re.MULTILINE)
ELSEWHERE = re.compile(r"^- `(\w+)`: see ", re.MULTILINE)


@pytest.fixture(scope="module")
def surface() -> Surface:
    return Surface(Tree("the working tree", ROOT))


def listed(module: str) -> list[str]:
    return list(importlib.import_module(module).__all__)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return name_pages(ROOT)


def modules_of(module: str) -> set[str]:
    return {"errors", "ids", "models"} if module == "pivotal" else set()


def found_by_griffe(surface: Surface, module: str) -> set[str]:
    names = (name for name, definition in surface.names.items() if not isinstance(definition.node, griffe.Module))
    return {name.removeprefix(f"{module}.") for name in names if name.rpartition(".")[0] == module}


@pytest.mark.parametrize("module", ROOTS)
def test_a_root_lists_what_can_be_imported_from_it(module: str) -> None:
    names = listed(module)
    assert len(names) == len(set(names)) > 0
    for name in names:
        assert getattr(importlib.import_module(module), name, None) is not None, name
    assert set(names) <= set(dir(importlib.import_module(module)))


@pytest.mark.parametrize("module", ROOTS)
def test_the_surface_finds_the_same_names(surface: Surface, module: str) -> None:
    assert found_by_griffe(surface, module) == set(listed(module)) - modules_of(module)


@pytest.mark.parametrize("module", ROOTS)
def test_the_documentation_has_the_same_names(pages: dict[str, str], module: str) -> None:
    page = pages[f"api/{module}.md"]
    names = [*DIRECTIVE.findall(page), *ELSEWHERE.findall(page)]
    assert sorted(names) == sorted(set(listed(module)) - modules_of(module))


def test_no_name_is_described_twice(surface: Surface, pages: dict[str, str]) -> None:
    described = [
        surface.names[f"{module}.{name}"].home
        for module in ROOTS
        for name in DIRECTIVE.findall(pages[f"api/{module}.md"])
    ]
    assert len(described) == len(set(described)) > 100


@pytest.mark.parametrize("module", ROOTS)
def test_every_public_class_and_function_has_a_docstring(module: str) -> None:
    home = importlib.import_module(module)
    assert inspect.getdoc(home)
    for name in listed(module):
        value = getattr(home, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert len(value.__doc__ or "") > 20, name


def test_no_other_module_of_the_sdk_is_public(surface: Surface) -> None:
    modules = {name for name, definition in surface.names.items() if isinstance(definition.node, griffe.Module)}
    assert {name for name in modules if re.match(r"pivotal(\.|$)", name)} == set(ROOTS)


def test_each_name_is_counted_once_by_its_shortest_path(surface: Surface) -> None:
    paths = Counter(definition.name for definition in surface.definitions.values())
    assert max(paths.values()) == 1
    assert "pivotal.Customer" in paths and "pivotal_api.models.Customer" not in paths
    assert "pivotal.errors.NotFoundError" in paths and "pivotal_api.errors.NotFoundError" not in paths


def test_few_names_are_public(surface: Surface) -> None:
    """Names that can be imported; fields and methods of classes don't count. Each is a promise to users.

    The events of the contract don't count either: how many there are is the API's choice.
    """
    events = {f"pivotal.models.{event.__name__}" for event in EVENTS.values()}
    importable = {
        definition.name
        for definition in surface.definitions.values()
        if not isinstance(definition.node, griffe.Module) and not surface.is_class_member(definition)
    }
    assert events < importable
    homes = Counter(
        home if home in OPTIONAL else "client" for home in (n.rpartition(".")[0] for n in importable - events)
    )
    assert 50 < homes.pop("client") <= MOST_OF_THE_CLIENT, sorted(importable - events)
    assert homes.keys() == set(OPTIONAL)
    assert max(homes.values()) <= MOST_OF_AN_OPTIONAL_MODULE, homes


def test_models_are_the_generated_classes() -> None:
    ours, generated = importlib.import_module("pivotal.models"), importlib.import_module("pivotal_api.models")
    assert ours.__all__ == generated.__all__
    assert all(getattr(ours, name) is getattr(generated, name) for name in generated.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Custommer'"):
        _ = ours.Custommer
