"""Symbol maps are read from files, and broken files are rejected."""

from pathlib import Path

import pytest

from contract_diff.core.errors import InputError
from scripts.contract_diff.python_names import load_symbols

SHAPE = "a symbol map is a JSON object from pointer to a list of names; regenerate it"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("[]", SHAPE),
        ('{"/a": "A"}', SHAPE),
        ('{"/a": ["A", {}]}', SHAPE),
        ('{"/a": ["A",]', "map.json:1:13: broken JSON"),
        ('{"/a": ["\\ud800"]}', "lone surrogate"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_not_a_map_is_rejected(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "map.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_symbols(path)


def test_a_map_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text('{"#/a": ["A", "b(a=)"], "/c": []}', encoding="utf-8")
    assert load_symbols(path) == {"/a": ("A", "b(a=)"), "/c": ()}
