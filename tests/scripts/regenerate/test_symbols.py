"""The symbol map of the committed client: every pointer leads into the contract, every symbol into the package."""

import inspect
import json
from typing import Any

import pytest
from pivotal_api import Client, models

from scripts.project import GENERATED
from scripts.regenerate.corrections import apply_corrections
from tests.scripts.specs import original

SYMBOLS: dict[str, list[str]] = json.loads((GENERATED / "symbols.json").read_text("utf-8"))


def test_every_pointer_leads_into_the_contract() -> None:
    document = apply_corrections(original())
    for pointer in SYMBOLS:
        node: Any = document
        for step in pointer.split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            node = node[int(step)] if isinstance(node, list) else node[step]


@pytest.mark.parametrize("symbol", sorted({name for names in SYMBOLS.values() for name in names}))
def test_every_symbol_leads_into_the_package(symbol: str) -> None:
    name, _, argument = symbol.partition("(")
    owner, _, attribute = name.partition(".")
    if not owner[0].isupper():
        method = getattr(getattr(Client(token="pivotal_test_x"), owner), attribute)
        assert not argument or argument.rstrip("=)") in inspect.signature(method).parameters
        return
    found = getattr(models, owner)
    assert not attribute or hasattr(found, attribute)


def test_the_map_is_sorted() -> None:
    assert list(SYMBOLS) == sorted(SYMBOLS)
