"""Changed contracts, generated as the pipeline does it, and a sandbox that answers each over HTTP."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from pivotal.sandbox import Sandbox
from pivotal_runtime.description import Description, decode_description

from scripts.regenerate.contract_data import FILE, render_contract
from scripts.regenerate.conventions import PACKAGE
from scripts.regenerate.corrections import apply_corrections
from scripts.regenerate.generator import generate
from scripts.regenerate.source import read_source
from tests.scripts.specs import Document, copy_contract, generate_client

KEY = "pivotal_K8s9Ab12Cd34Ef56"
Change = Callable[[Document], object]


def regenerate(change: Change, folder: Path) -> Description:
    """Change the vendored contract and regenerate everything into a folder; return the description."""
    document = copy_contract()
    change(document)
    content = (generate_client(document, folder) / PACKAGE / FILE).read_bytes()
    return decode_description(content)


def describe_corrected(change: Change, folder: Path) -> Description:
    """Change the contract after its corrections, which a removal would leave without a target; describe it."""
    document = apply_corrections(read_source(copy_contract()))
    change(document)
    content = render_contract(document, generate(document, folder / PACKAGE))
    (folder / PACKAGE / FILE).write_text(content, encoding="utf-8")
    return decode_description(content.encode())


def check(folder: Path) -> tuple[int, list[str]]:
    """Run what `make check` runs with the package in a folder; return the exit code and the printed lines."""
    command = [sys.executable, "-m", "pivotal.sandbox", "--check"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


class Http:
    """Calls a sandbox over a socket; paths are without /api/v1."""

    def __init__(self, url: str) -> None:
        headers = {"Authorization": f"Bearer {KEY}"}
        self.client = httpx.Client(base_url=f"{url}/api/v1", headers=headers, trust_env=False)

    def call(self, method: str, path: str, body: Any = None, status: int | None = None) -> Any:
        """Return the decoded response, which must have the status; by default, any success."""
        response = self.client.request(method, path, **({} if body is None else {"json": body}))
        assert response.status_code == status if status else response.is_success, response.text
        return response.json() if response.content else None

    def names(self, path: str) -> list[str]:
        """Return the names of the rows of a list."""
        return [row["name"] for row in self.call("GET", path)["data"]]


@contextmanager
def served(contract: Description, path: Path | None = None) -> Iterator[Http]:
    """Serve a sandbox of a contract."""
    sandbox = Sandbox(path, contract=contract, rate_limit=None)
    try:
        with sandbox.serve() as url:
            http = Http(url)
            with http.client:
                yield http
    finally:
        sandbox.close()
