"""Approvals on the command line."""

import json
from pathlib import Path

import pytest
import yaml

from tests.contract_diff.pairs import Pair


def approvals(folder: Path, **changes: str) -> Path:
    """An approvals file with one entry, that of the added enum value."""
    pointer = "/paths/~1things/get/responses/200/content/application~1json/schema/properties/plan/enum"
    row = {
        "rule": "enum-widens",
        "pointer": pointer,
        "reason": "never used",
        "expires": "2027-01-01",
        **changes,
    }
    path = folder / "approvals.yaml"
    path.write_text(yaml.safe_dump({"approvals": [row]}), encoding="utf-8")
    return path


def test_an_approved_finding_does_not_break(breaking: Pair, tmp_path: Path) -> None:
    done = breaking.run("--format=json", "--today=2026-01-01", "--approvals", approvals(tmp_path))
    assert done.returncode == 0
    (approved,) = (one for one in json.loads(done.stdout)["findings"] if one["approval"])
    assert approved["approval"] == {"reason": "never used", "expires": "2027-01-01"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"expires": "2025-12-31"}, "expired on 2025-12-31"),
        ({"pointer": "/paths"}, "is stale"),
        ({"reason": ""}, "an approval lacks reason"),
        ({"expires": "soon"}, "is not a date"),
    ],
)
def test_an_approval_that_does_not_fit_is_an_input_error(
    breaking: Pair, tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    done = breaking.run("--today=2026-01-01", "--approvals", approvals(tmp_path, **changes))
    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("approvals: [{rule: a, pointer: b, reason: c, expires: 2027-13-01}]", "expires 2027-13-01 is not a date"),
        ("approvals: [{rule: a, pointer: b, reason: c, expires: 2027-01-01, until: x}]", "unknown key until"),
        ("[{rule: a, pointer: b, reason: c, expires: 2027-01-01}]", "the one key `approvals`"),
        ("approvals: []\nmore: 1", "the one key `approvals`"),
        ("approvals: {rule: a}", "the one key `approvals`"),
        ("{}", "the one key `approvals`"),
    ],
)
def test_a_broken_approvals_file_is_an_input_error(breaking: Pair, tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "approvals.yaml"
    path.write_text(text, encoding="utf-8")
    done = breaking.run("--approvals", path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert message in done.stderr
