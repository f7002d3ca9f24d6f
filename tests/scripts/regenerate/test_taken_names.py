"""The names that schemas and tags must not take are those that the generated code and the clients really use."""

import re

import pivotal
import pivotal_api
import pytest
from pivotal_api.resources import AsyncResources, Resources

from scripts.project import TEMPLATES
from scripts.regenerate.class_names import TAKEN_CLASSES
from scripts.regenerate.naming import resource_name

IMPORT = re.compile(r"^from (?!\.)\S+ import (.+)$", re.MULTILINE)


@pytest.mark.parametrize("template", ["model.py.jinja", "str_enum.py.jinja", "resource.py.jinja"])
def test_names_that_a_template_imports_are_taken(template: str) -> None:
    text = (TEMPLATES / template).read_text("utf-8")
    names = {name.strip() for line in IMPORT.findall(text) for name in line.split(",")}
    classes = {name for name in names if name[0].isupper()}
    assert classes and classes <= TAKEN_CLASSES


@pytest.mark.parametrize(
    "client", [pivotal.PivotalApi, pivotal.AsyncPivotalApi, pivotal_api.Client, pivotal_api.AsyncClient]
)
def test_members_of_the_clients_are_taken(client: type) -> None:
    resources = {*vars(Resources), *vars(AsyncResources)}
    members = {name for name in dir(client) if not name.startswith("_")} - resources
    assert members and [name for name in sorted(members) if resource_name(name) == name] == []
