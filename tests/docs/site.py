"""The site, built by `make docs`: every page is listed, and what is wrong fails. `make docs-test` runs this."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.project import ROOT


def build(site: Path, docs: Path) -> subprocess.CompletedProcess[str]:
    command = ["make", "docs", f"VENV={sys.prefix}", f"SITE={site}", f"DOCS={docs}"]
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "docs", tmp_path / "docs")


def test_every_page_is_in_llms_txt_and_its_text_in_llms_full_txt(tmp_path: Path) -> None:
    done = build(tmp_path / "site", ROOT / "docs")
    assert done.returncode == 0, done.stderr
    html = tmp_path / "site" / "html"
    pages = sorted((tmp_path / "site" / "source").rglob("*.md"))
    assert len(pages) > 30
    listed, full = ((html / name).read_text(encoding="utf-8") for name in ("llms.txt", "llms-full.txt"))
    for page in pages:
        name = page.relative_to(tmp_path / "site" / "source").with_suffix("").as_posix()
        assert (html / f"{name}.html").is_file()
        assert f"(_sources/{name}.md.txt)" in listed, name
        assert (html / "_sources" / f"{name}.md.txt").is_file()
        assert page.read_text(encoding="utf-8").splitlines()[0] in full, name


MISTAKES = {
    "See [this](guides/no-such-page.md).": "guides/no-such-page.md",
    "See [this](start.md#no-such-heading).": "no-such-heading",
    "See {py:obj}`pivotal.NoSuchName`.": "pivotal.NoSuchName",
}


def test_dead_links_and_a_page_that_no_menu_lists_fail_the_build(docs: Path, tmp_path: Path) -> None:
    page = docs / "configuration.md"
    page.write_text("\n\n".join([page.read_text(encoding="utf-8"), *MISTAKES]), encoding="utf-8")
    (docs / "stray.md").write_text("# Stray\n", encoding="utf-8")
    done = build(tmp_path / "site", docs)
    assert done.returncode != 0
    for complaint in (*MISTAKES.values(), "stray.md"):
        assert [line for line in done.stderr.splitlines() if "WARNING" in line and complaint in line], complaint


def test_a_page_written_by_hand_in_place_of_a_generated_one_fails_the_build(docs: Path, tmp_path: Path) -> None:
    (docs / "api").mkdir()
    (docs / "api" / "index.md").write_text("# Names\n", encoding="utf-8")
    done = build(tmp_path / "site", docs)
    assert done.returncode != 0
    assert "docs/api/index.md is generated" in done.stderr
