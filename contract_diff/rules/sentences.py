"""The words of findings, from data: what a rule is called and what a caller must do."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from contract_diff.core.json_values import as_object
from contract_diff.core.severity import Direction, Severity

WORDS = Path(__file__).parent / "sentences.yaml"


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return as_object(yaml.safe_load(WORDS.read_text(encoding="utf-8")))


def sentence(rule: str, detail: str) -> str:
    """What changed.

    Example:
        >>> sentence("maxLength", "10 to 5")
        'maximum length: 10 to 5'
    """
    title = as_object(_words()["titles"]).get(rule)
    return f"{title}: {detail}" if title else detail


def advice(rule: str, effect: str, direction: Direction, severity: Severity) -> str:
    """What a caller must do; the most specific sentence there is."""
    sentences = as_object(_words()["advice"])
    for key in (
        f"{rule}-{effect}/{direction}",
        f"{rule}/{direction}",
        rule,
        f"{severity}/{direction}",
        str(severity),
    ):
        if key in sentences:
            return str(sentences[key])
    raise KeyError(rule)
