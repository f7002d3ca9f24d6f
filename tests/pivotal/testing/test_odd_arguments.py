"""Arguments of cassettes that nobody means: one documented error."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pivotal import PivotalApi
from pivotal.errors import InvalidArgumentError
from pivotal.testing import Cassette, CassetteError
from pivotal.testing._cassette import cassette_path

from tests.support.odd_values import VALUES, refused

SENDER = PivotalApi(sandbox=True)._sender
ERRORS = (InvalidArgumentError, CassetteError)
PLACES: dict[str, Callable[[Any], Any]] = {
    "path": lambda value: Cassette(value, SENDER),
    "sender": lambda value: Cassette(Path("new.json"), value),
    "record": lambda value: Cassette(Path("new.json"), SENDER, record=value),
    "scrub": lambda value: Cassette(Path("new.json"), SENDER, scrub=value),
    "name": lambda value: cassette_path(Path(), value),
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("place", PLACES)
def test_it_is_refused(place: str, name: str) -> None:
    if (place, name) != ("scrub", "a function"):
        assert place in refused(lambda: PLACES[place](VALUES[name]), *ERRORS)


@pytest.mark.parametrize("path", ["", "a\0b", "x" * 5_000, "folder", "fifo"])
def test_a_path_that_cannot_be_a_cassette_is_refused(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    os.mkfifo("fifo")
    for record in (None, False):
        refused(lambda record=record: Cassette(path, SENDER, record=record), *ERRORS)  # type: ignore[misc]


def test_a_path_may_be_a_string(tmp_path: Path) -> None:
    assert Cassette(str(tmp_path / "new.json"), SENDER).recording
