"""The page of a contract diff, in a real browser."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from contract_diff.core.severity import Direction, Severity
from contract_diff.findings.finding import Exposure, Finding, Location, Report
from contract_diff.reporting import FORMATS
from scripts.project import CONTRACT, ROOT

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--dump-dom",
)  # fmt: skip
CLICK = "document.querySelector('input[value={}]').click()"
# The reader types with the keyboard alone: `/` leads to the field.
TYPE = """
dispatchEvent(new KeyboardEvent("keydown", {{key: "/", cancelable: true}}));
document.activeElement.value = {};
document.activeElement.dispatchEvent(new Event("input"));
"""
NARROW = """<!doctype html><body><p></p><iframe width=320 height=600></iframe><script>
const frame = document.querySelector("iframe");
frame.srcdoc = {};
frame.onload = () => {{
  const page = frame.contentDocument.documentElement;
  document.querySelector("p").textContent = "wide: " + page.scrollWidth + " of " + page.clientWidth;
}};
</script></body>"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine; install it to test the page")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("html")
    head = folder / "head.yaml"
    document = yaml.safe_load(CONTRACT.read_text(encoding="utf-8").replace("- launch\n", "- <b>lunch</b>\n"))
    document["components"]["schemas"]["Customer"]["properties"]["nickname"] = {"type": "string"}
    head.write_text(yaml.safe_dump(document), encoding="utf-8")
    command = [sys.executable, "-m", "contract_diff", str(CONTRACT), str(head), "--format=html"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout


def browse(page: str, folder: Path, anchor: str = "") -> str:
    """The page as it is after its scripts ran."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    command = [str(BROWSER), *FLAGS, f"--user-data-dir={folder / 'profile'}", f"{file.as_uri()}{anchor}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120).stdout


def shown(page: str, folder: Path, script: str = "", anchor: str = "") -> dict[str, bool]:
    """Return whether a reader sees a finding of each severity, after the page's own script and another one ran."""
    dom = browse(page.replace("</body>", f"<script>{script}</script></body>"), folder, anchor)
    articles = re.findall(r"<article [^>]*>", dom)
    assert articles, "the browser shows no finding"
    visible = [article for article in articles if "hidden" not in article]
    assert f">{len(visible)} of {len(articles)} shown<" in dom
    return {severity(article): severity(article) in map(severity, visible) for article in articles}


def severity(article: str) -> str:
    return re.findall(r'data-severity="(\w+)"', article)[0]


def test_compatible_findings_are_hidden_by_default(page: str, tmp_path: Path) -> None:
    assert shown(page, tmp_path) == {"breaking": True, "compatible": False}


def test_a_click_filters(page: str, tmp_path: Path) -> None:
    assert shown(page, tmp_path, CLICK.format("compatible")) == {"breaking": True, "compatible": True}
    assert shown(page, tmp_path, CLICK.format("breaking")) == {"breaking": False, "compatible": False}


@pytest.mark.parametrize(("text", "breaking"), [("OnboardingPhase  LAUNCH", True), ("no such text", False)])
def test_typing_filters(page: str, tmp_path: Path, text: str, breaking: bool) -> None:
    script = TYPE.format(json.dumps(text))
    assert shown(page, tmp_path, script) == {"breaking": breaking, "compatible": False}


def test_a_link_to_a_hidden_finding_shows_it(page: str, tmp_path: Path) -> None:
    (anchor,) = re.findall(r'<article class="compatible" id="(\w+)"', page)
    assert shown(page, tmp_path, anchor=f"#{anchor}") == {"breaking": True, "compatible": True}


def test_the_page_fits_a_phone(page: str, tmp_path: Path) -> None:
    dom = browse(NARROW.format(json.dumps(page).replace("</", "<\\/")), tmp_path)
    (reported,) = re.findall(r"<p>wide: (\d+) of (\d+)</p>", dom)
    assert int(reported[0]) <= int(reported[1]) <= 320


def test_the_page_loads_nothing(page: str) -> None:
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=(?!\"#)", page)


def test_text_of_a_contract_is_escaped(page: str) -> None:
    assert "<b>lunch</b>" not in page
    assert "&lt;b&gt;lunch&lt;/b&gt;" in page


def test_code_has_a_name_and_no_value() -> None:
    place = Location("overlays/pivotal/client.py", "pivotal.Client.get", 3, 1)
    exposure = Exposure(Direction.NONE, Severity.BREAKING, ())
    gone = Finding(
        "surface-removed", "equal", Severity.BREAKING, Severity.BREAKING, (exposure,), place, None, "removed", "Do not."
    )
    page = FORMATS["html"](Report("a", "b", "strict", (gone,)))
    assert "overlays/pivotal/client.py:3:1 pivotal.Client.get" in page
    assert "<pre" not in page
