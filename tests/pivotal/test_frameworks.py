"""The client outside of asyncio, and models in other frameworks."""

import json
import shutil
import subprocess
import sys
import zipapp
from pathlib import Path

import pytest
from pivotal import AsyncPivotalApi, Customer
from pivotal.errors import InvalidArgumentError

from scripts.project import ROOT
from tests.support.samples import KEY, customer


def test_without_asyncio_an_async_client_says_what_to_use() -> None:
    """Under trio there is no event loop of asyncio either."""
    coroutine = AsyncPivotalApi(api_key=KEY, base_url="http://localhost:1").me()
    with pytest.raises(InvalidArgumentError, match=r"needs asyncio; under trio.*to_thread"):
        coroutine.send(None)


def test_an_async_client_on_a_sandbox_needs_no_asyncio() -> None:
    with pytest.raises(StopIteration) as done:
        AsyncPivotalApi(sandbox=True).me().send(None)
    assert done.value.value.object == "me"


def test_to_dict_is_what_json_and_frameworks_take() -> None:
    model = Customer.from_dict({**customer(1), "added_later": [1]})
    assert json.loads(json.dumps(model.to_dict())) == model.to_dict()
    assert Customer.from_dict(json.loads(json.dumps(model.to_dict()))) == model


@pytest.mark.slow
def test_a_zipapp_finds_the_files_of_the_sandbox(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    for package in ("overlays/pivotal", "overlays/pivotal_runtime", "generated/pivotal_api"):
        shutil.copytree(ROOT / package, app / Path(package).name)
    program = "import pivotal; print(pivotal.PivotalApi(sandbox=True).me().object, pivotal.__file__)"
    (app / "__main__.py").write_text(program)
    zipapp.create_archive(app, tmp_path / "app.pyz")
    done = subprocess.run([sys.executable, str(tmp_path / "app.pyz")], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("me ") and "app.pyz" in done.stdout
