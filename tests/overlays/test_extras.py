"""What needs an extra says so, in one sentence, where it isn't installed."""

import subprocess
import sys

import pytest

WITHOUT = """
import sys
sys.modules[sys.argv[1]] = None
try:
    __import__(sys.argv[2])
except ImportError as error:
    print(error)
"""

MODULES = [
    ("pivotal.opentelemetry", "opentelemetry", 'opentelemetry is missing; pip install "pivotal[opentelemetry]".'),
    ("pivotal.testing._plugin", "pytest", 'pytest is missing; pip install "pivotal[testing]".'),
]


@pytest.mark.parametrize(("module", "missing", "said"), MODULES)
def test_a_module_without_its_extra(module: str, missing: str, said: str) -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT, missing, module], capture_output=True, text=True, check=True)
    assert done.stdout == f"{said}\n"


def test_the_cassettes_need_no_extra() -> None:
    command = "import sys; sys.modules['pytest'] = None; from pivotal.testing import Cassette; print(Cassette.__name__)"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "Cassette\n"
