"""The README as a package index shows it: without the repository around it, a relative link would lead nowhere."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)([^)\s]+)\)")


class ReadmeHook(MetadataHookInterface):
    """Make the README's relative links absolute, below the project URL `Source`; without one, they become text."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the readme of the project's metadata."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        source = metadata.get("urls", {}).get("Source")
        target = rf"[\1]({source.rstrip('/')}/blob/main/\2)" if source else r"\1"
        metadata["readme"] = {"content-type": "text/markdown", "text": _LINK.sub(target, text)}
