"""The version step: what the verdicts and fragments require together, and what a person may ask for."""

from pathlib import Path

import pytest

from contract_diff.core.errors import InputError
from contract_diff.findings.version_step import Step
from scripts.project import ROOT
from scripts.release.fragments import FOLDER, read_fragments
from scripts.release.steps import STEPS, Reason, choose_step, fragments_step


def choose(*required: Step, wanted: Step | None = None) -> Step:
    return choose_step([Reason("something", step) for step in required], wanted)


def test_the_largest_required_step_is_taken() -> None:
    assert choose("none", "minor", "patch") == "minor"
    assert choose("none", "patch", "major") == "major"
    assert choose("patch", "none", "none") == "patch"


def test_a_person_may_take_a_larger_step_but_no_smaller_one() -> None:
    assert choose("none", "patch", wanted="major") == "major"
    assert choose("none", wanted="patch") == "patch"
    with pytest.raises(InputError, match="a minor step is too small, as the changes require a major one"):
        choose("major", wanted="minor")


def test_nothing_to_release_is_refused() -> None:
    with pytest.raises(InputError, match="nothing changed since the last release"):
        choose("none", "none", "none")


@pytest.mark.parametrize(
    ("kinds", "stable", "before"),
    [([], "none", "none"), (["fixed"], "patch", "patch"), (["changed", "fixed"], "minor", "patch")],
)
def test_fragments_require_a_step_by_their_types(kinds: list[str], stable: Step, before: Step) -> None:
    assert (fragments_step(kinds, "1.4.0"), fragments_step(kinds, "0.4.0")) == (stable, before)


def test_steps_are_ordered_from_the_largest() -> None:
    assert STEPS == ("major", "minor", "patch", "none")


def test_the_fragments_of_this_repository_are_named_and_written_as_they_should() -> None:
    read_fragments(ROOT)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("word.md", "- Text.\n", "word.md: the name of a fragment is a word, its type"),
        ("word.breaking.md", "- Text.\n", "rename it"),
        ("word.contract.md", "- Text.\n", "rename it"),  # the contract diff writes these
        ("word.added.md", "Text.\n", "start each entry with '- '"),
    ],
)
def test_another_file_among_the_fragments_is_refused(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_fragments(tmp_path)


@pytest.mark.parametrize("content", [b"- \xff\n", None], ids=["not UTF-8", "a folder"])
def test_what_is_no_text_among_the_fragments_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / FOLDER / "word.added.md"
    path.mkdir(parents=True) if content is None else path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"changelog.d/word.added.md: cannot be read"):
        read_fragments(tmp_path)
