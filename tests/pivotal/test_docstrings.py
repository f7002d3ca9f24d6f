"""The examples in docstrings run, each in a fresh workspace with a customer Aurora, a contact Ada and an onboarding."""

import asyncio
import doctest
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pivotal
import pivotal_api
import pivotal_runtime
import pytest
from pivotal import AsyncPivotalApi, Hooks, PivotalApi
from pivotal.sandbox import Sandbox

from scripts.contract import load, operations
from scripts.project import CONTRACT
from scripts.regenerate.corrections import apply_corrections
from scripts.regenerate.source import read_source
from tests.support.calls import METHODS, resource_class
from tests.support.samples import KEY

# What other tests run: the local server's own examples need no workspace, a plugin is imported by pytest, and dlt takes
# seconds to import.
ELSEWHERE = ("pivotal.dlt_source", "pivotal.sandbox", "pivotal.testing")


def modules(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.startswith(ELSEWHERE):
            yield importlib.import_module(module.name)


def examples() -> list[doctest.DocTest]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    tests = [
        test
        for package in (pivotal, pivotal_api, pivotal_runtime)
        for module in modules(package)
        for test in finder.find(module)
    ]
    return [test for test in tests if test.examples]


EXAMPLES = examples()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(rate_limit=None)
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="module")
def url(sandbox: Sandbox) -> Iterator[str]:
    with sandbox.serve() as url:
        yield url


@pytest.fixture(scope="module")
def snapshot(sandbox: Sandbox, url: str) -> bytes:
    with PivotalApi(api_key=KEY, base_url=url) as api:
        aurora = api.customers.create(name="Aurora", status="active")
        ada = api.contacts.create(aurora, name="Ada", email="ada@aurora.example", title="CTO", is_primary=True)
        onboarding = api.onboardings.create(customer_id=aurora)
    assert (aurora.slug, aurora.display_id, ada.display_id, onboarding.display_id) == ("aurora", 1, 2, 3)
    return sandbox.snapshot()


@pytest.fixture
def names(sandbox: Sandbox, url: str, snapshot: bytes) -> Iterator[dict[str, Any]]:
    sandbox.restore(snapshot)
    with (
        PivotalApi(api_key=KEY, base_url=url) as api,
        pivotal_api.Client(token=KEY, base_url=url) as client,
    ):
        yield {
            "client": client,
            "api": api,
            "key": KEY,
            "url": url,
            "PivotalApi": PivotalApi,
            "AsyncPivotalApi": AsyncPivotalApi,
            "Hooks": Hooks,
            "asyncio": asyncio,
        }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example(
    example: doctest.DocTest, names: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # The same examples describe both clients: what the SDK adds runs on the SDK's.
    client = names["api" if example.name.startswith("pivotal.") else "client"]
    example.globs = {**example.globs, **names, "client": client}
    output: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    failed = runner.run(example, out=output.append, clear_globs=False)
    assert failed.failed == 0, "".join(output)


def test_every_operation_with_an_example_shows_and_runs_it() -> None:
    """The async methods refer to the sync ones."""
    shown = {example.name for example in EXAMPLES if any(not line.options for line in example.examples)}
    contract = apply_corrections(read_source(load(CONTRACT)))
    with_example = [
        operation["operationId"] for _, _, operation in operations(contract) if "x-sdk-example" in operation
    ]
    assert with_example
    for operation_id in with_example:
        resource, name = METHODS[operation_id][0].split(".")
        assert f"pivotal_api.resources.{resource}.{resource_class('', resource).__name__}.{name}" in shown
