"""The client that the generator makes by itself, without our templates: made for the comparison, and kept nowhere."""

import importlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SPEC = Path(__file__).resolve().parent.parent / "spec" / "openapi.yaml"
PACKAGE = "stock_client"


@contextmanager
def stock_client() -> Iterator[None]:
    """Generate the stock client; it can be imported as `stock_client` while the block runs."""
    with tempfile.TemporaryDirectory(prefix="stock-") as folder:
        config = Path(folder) / "config.yaml"
        config.write_text("post_hooks: []\n", encoding="utf-8")
        _generate(Path(folder) / PACKAGE, config)
        sys.path.insert(0, folder)
        importlib.invalidate_caches()
        try:
            yield
        finally:
            sys.path.remove(folder)
            for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
                del sys.modules[name]


def _generate(package: Path, config: Path) -> None:
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--config", str(config)]
    command += ["--path", str(SPEC), "--output-path", str(package)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not (package / "models" / "customer_list.py").exists():
        raise RuntimeError(f"The stock client can't be generated: {(done.stdout + done.stderr).strip()}")
