"""What users read in `help()`: every schema, field and argument is described, and every method lists its errors."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import jsonpath
import pytest
from pivotal_api import errors, models
from pivotal_runtime.base_models import Model, OpenEnum
from pivotal_runtime.errors import error_class

from contract_diff.core.yaml_files import parse_yaml
from scripts.contract import load, operations
from scripts.openapi.schemas import resolve_reference
from scripts.project import CONTRACT, CORRECTIONS
from scripts.regenerate.conventions import ERROR_CLASSES
from scripts.regenerate.corrections import apply_corrections
from scripts.regenerate.sdk_view import UNDESCRIBED
from scripts.regenerate.source import read_source
from tests.support.calls import METHODS, SYMBOLS, resource_class

DESCRIPTIONS = CORRECTIONS / "descriptions.yaml"
CLASSES = [getattr(models, name) for name in models.__all__ if inspect.isclass(getattr(models, name))]
CORRECTED = apply_corrections(read_source(load(CONTRACT)))
CONTRACT_OPERATIONS = {operation["operationId"]: operation for _, _, operation in operations(load(CONTRACT))}


def method(kind: str, operation_id: str) -> Any:
    resource, name = METHODS[operation_id][0].split(".")
    return getattr(resource_class(kind, resource), name)


def section(text: str | None, title: str) -> dict[str, str]:
    """Return the entries of a Google-style section."""
    section_match = re.search(rf"^{title}:\n((?: {{4}}.*\n?)+)", inspect.cleandoc(text or ""), re.MULTILINE)
    assert section_match, f"no section {title} in {text}"
    return dict(re.findall(r"^ {4}(\w+): (.+)", section_match[1], re.MULTILINE))


def described() -> Iterator[tuple[str, str]]:
    for cls in CLASSES:
        yield cls.__name__, (cls.__doc__ or "").splitlines()[0]
        if issubclass(cls, Model):
            fields = section(cls.__doc__, "Attributes")
            assert list(fields) == [*cls.__struct_fields__, *cls._renamed]
            yield from ((f"{cls.__name__}.{name}", text) for name, text in fields.items())
    for operation_id, (name, _) in METHODS.items():
        arguments = section(method("", operation_id).__doc__, "Args")
        assert list(arguments) == list(inspect.signature(method("", operation_id)).parameters)[1:]
        yield from ((f"{name}({argument})", text) for argument, text in arguments.items())


def test_what_the_contract_describes_is_described() -> None:
    """A place that was just imported may still lack a description; overlays/spec/descriptions.yaml adds it."""
    texts = dict(described())
    # The class of an event has the description of its schema, not that of the webhook.
    for pointer, names in ((pointer, names) for pointer, names in SYMBOLS.items() if "/webhooks/" not in pointer):
        node = jsonpath.JSONPointer(pointer).resolve(CORRECTED)
        for name in (name.replace("=)", ")") for name in names):
            if isinstance(node, dict) and name in texts:
                expected = node.get("description") or resolve_reference(CORRECTED, node).get("description")
                assert (texts[name] == UNDESCRIBED) == (not expected), (name, expected)


def test_a_class_docstring_does_not_repeat_the_name_of_the_class() -> None:
    for cls in CLASSES:
        assert issubclass(cls, Model | OpenEnum)
        assert (cls.__doc__ or "").splitlines()[0] not in (f"{cls.__name__}.", f"Values of {cls.__name__}.")


@pytest.mark.parametrize("kind", ["", "Async"])
@pytest.mark.parametrize("operation_id", METHODS)
def test_a_method_lists_the_errors_that_the_contract_documents(operation_id: str, kind: str) -> None:
    listed = section(method(kind, operation_id).__doc__, "Raises")
    statuses = [status for status in CONTRACT_OPERATIONS[operation_id]["responses"] if status in ERROR_CLASSES]
    assert list(listed) == [*(ERROR_CLASSES[status] for status in statuses), "PivotalError"]
    for status in statuses:
        response = resolve_reference(load(CONTRACT), CONTRACT_OPERATIONS[operation_id]["responses"][status])
        assert listed[ERROR_CLASSES[status]] == f"{response['description']} ({status})."
    assert all(issubclass(getattr(errors, name), errors.PivotalError) for name in listed)


def test_the_error_classes_in_docstrings_are_those_that_are_raised() -> None:
    assert {status: error_class(int(status), None, None).__name__ for status in ERROR_CLASSES} == ERROR_CLASSES


@pytest.mark.parametrize("operation_id", METHODS)
def test_an_async_method_has_a_docstring_of_its_own(operation_id: str) -> None:
    sync, later = method("", operation_id).__doc__, method("Async", operation_id).__doc__
    assert later.splitlines()[0] == sync.splitlines()[0]
    resource, name = METHODS[operation_id][0].split(".")
    assert f"Takes the arguments of `{resource_class('', resource).__name__}.{name}`" in later
    assert len(later.splitlines()) <= 12


@pytest.mark.parametrize("operation_id", METHODS)
def test_no_grade_of_evidence_is_shown_to_users(operation_id: str) -> None:
    text = method("", operation_id).__doc__
    assert not re.search(r"(?i)\b(inferred|example|documented): http", text)
    assert f"Documentation: {CONTRACT_OPERATIONS[operation_id]['externalDocs']['url']}" in text


def test_our_descriptions_are_marked_and_replace_none_of_the_contract() -> None:
    contract = load(CONTRACT)
    for action in parse_yaml(DESCRIPTIONS.read_bytes(), DESCRIPTIONS.name)["actions"]:
        assert set(action["update"]) == {"description", "x-description-source"}
        assert action["update"]["x-description-source"] == "sdk"
        for match in jsonpath.finditer(action["target"], contract):
            assert "description" not in match.obj, f"{match.path} is described now; delete the action."
