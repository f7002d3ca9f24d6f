"""The symbol map of the committed client: every pointer exists in the contract, every symbol in the package."""

import inspect
import json

import jsonpath
import pytest
from pivotal_api import Client, models

from scripts.contract import load
from scripts.project import CONTRACT, GENERATED
from scripts.regenerate.corrections import apply_corrections
from scripts.regenerate.source import read_source

SYMBOLS: dict[str, list[str]] = json.loads((GENERATED / "symbols.json").read_text("utf-8"))


def test_every_pointer_exists_in_the_contract() -> None:
    document = apply_corrections(read_source(load(CONTRACT)))
    for pointer in SYMBOLS:
        assert jsonpath.JSONPointer(pointer).exists(document), pointer


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
