"""The page of a contract diff, in a real browser."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.contract import CONTRACT, ROOT

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--dump-dom",
)  # fmt: skip
CLICK = "<script>document.querySelector('input[value={}]').click()</script></body>"

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine; install it to test the page")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("html")
    revision = folder / "revision.yaml"
    text = CONTRACT.read_text(encoding="utf-8")
    revision.write_text(text.replace("- launch\n", "- <b>lunch</b>\n"), encoding="utf-8")
    command = [sys.executable, "-m", "scripts.contract_diff", str(CONTRACT), str(revision), "--format=html"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout


def shown(page: str, folder: Path) -> dict[str, bool]:
    """Which findings a reader sees, by severity, after the page's own script ran."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    command = [str(BROWSER), *FLAGS, f"--user-data-dir={folder / 'profile'}", file.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    articles = re.findall(r"<article [^>]*>", dom)
    assert articles, "the browser shows no finding"
    return {re.findall(r'data-severity="(\w+)"', article)[0]: "hidden" not in article for article in articles}


def test_what_is_compatible_is_hidden_until_it_is_asked_for(page: str, tmp_path: Path) -> None:
    assert shown(page, tmp_path) == {"breaking": True, "compatible": False}


def test_a_click_filters(page: str, tmp_path: Path) -> None:
    clicked = page.replace("</body>", CLICK.format("compatible"))
    assert shown(clicked, tmp_path) == {"breaking": True, "compatible": True}


def test_text_of_a_contract_is_no_markup(page: str) -> None:
    assert "<b>lunch</b>" not in page
    assert "&lt;b&gt;lunch&lt;/b&gt;" in page
