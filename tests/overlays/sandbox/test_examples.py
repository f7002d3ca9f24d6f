import doctest
import importlib
import pkgutil

import pivotal.sandbox
import pytest

MODULES = [module.name for module in pkgutil.walk_packages(pivotal.sandbox.__path__, "pivotal.sandbox.")]


@pytest.mark.parametrize("name", ["pivotal.sandbox", *MODULES])
def test_the_examples_in_docstrings_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(examples) >= 10
