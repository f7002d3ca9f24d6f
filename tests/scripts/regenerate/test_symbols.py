"""The symbol map of the committed client: every pointer exists in the contract, every symbol in the package."""

import inspect
import json
from typing import Any

import pytest
from pivotal_api import Client, models

from scripts.project import GENERATED
from scripts.regenerate.corrections import apply_corrections
from tests.scripts.specs import copy_contract

SYMBOLS: dict[str, list[str]] = json.loads((GENERATED / "symbols.json").read_text("utf-8"))


def test_every_pointer_exists_in_the_contract() -> None:
    document = apply_corrections(copy_contract())
    for pointer in SYMBOLS:
        node: Any = document
        for token in pointer.split("/")[1:]:
            token = token.replace("~1", "/").replace("~0", "~")
            node = node[int(token)] if isinstance(node, list) else node[token]


@pytest.mark.parametrize("symbol", sorted({name for names in SYMBOLS.values() for name in names}))
def test_every_symbol_exists_in_the_package(symbol: str) -> None:
    name, _, argument = symbol.partition("(")
    owner, _, attribute = name.partition(".")
    if not owner[0].isupper():
        method = getattr(getattr(Client(token="pivotal_test_x"), owner), attribute)
        assert not argument or argument.rstrip("=)") in inspect.signature(method).parameters
        return
    model = getattr(models, owner)
    assert not attribute or hasattr(model, attribute)


def test_the_map_is_sorted() -> None:
    assert list(SYMBOLS) == sorted(SYMBOLS)
