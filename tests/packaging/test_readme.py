"""The README as a package index shows it."""

from pathlib import Path
from typing import Any

import pytest
from hatchling.metadata.plugin.interface import MetadataHookInterface

from hatch_build import ReadmeHook
from scripts.project import ROOT


def readme(folder: Path, urls: dict[str, str]) -> str:
    metadata: dict[str, Any] = {"urls": urls}
    hook: MetadataHookInterface = ReadmeHook(str(folder), {})
    hook.update(metadata)
    assert metadata["readme"]["content-type"] == "text/markdown"
    return str(metadata["readme"]["text"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = "[a](docs/a.md#b), [c](https://c.example/) and [d](#d); ![e](e.png)\n"
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_relative_links_are_absolute_below_the_source(folder: Path) -> None:
    expected = "[a](https://git.example/o/r/blob/main/docs/a.md#b), [c](https://c.example/) and [d](#d); ![e](e.png)\n"
    assert readme(folder, {"Source": "https://git.example/o/r/"}) == expected


def test_relative_links_are_text_while_the_source_is_unknown(folder: Path) -> None:
    assert readme(folder, {}) == "a, [c](https://c.example/) and [d](#d); ![e](e.png)\n"


def test_our_readme_has_no_relative_link_on_an_index() -> None:
    text = readme(ROOT, {})
    assert "](docs/" not in text
    assert "CRM sync and bulk jobs" in text
