"""A package's root says what is public, lazily or not, and a change is told once however many names it has."""

from pathlib import Path

import pytest

from tests.scripts.trees import names_compared, told

LAZY = """
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pivotal_api.models import Customer as Customer
    from pivotal._client import Api as Api

__all__ = ["Api", "Customer"]

def __getattr__(name: str) -> object:
    return getattr(import_module(f"pivotal.{name}"), name)
"""
MODELS = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .customer import Customer as Customer\n"
CLIENT = """
class _Base:
    def close(self, wait: bool = False) -> None: ...
class Api(_Base): ...
class AsyncApi(_Base): ...
"""
BASE = {
    "pivotal/__init__.py": LAZY,
    "pivotal/_client.py": CLIENT,
    "pivotal_api/models/__init__.py": MODELS,
    "pivotal_api/models/customer.py": "class Customer:\n    plan: str\n    name: str\n",
}


def changed(**texts: str) -> dict[str, str]:
    paths = {"root": "pivotal/__init__.py", "client": "pivotal/_client.py", "models": "pivotal_api/models/__init__.py",
             "customer": "pivotal_api/models/customer.py"}  # fmt: skip
    return {**BASE, **{paths[name]: text for name, text in texts.items()}}


def test_a_lazy_root_is_read_by_its_typing_imports(tmp_path: Path) -> None:
    after = changed(customer="class Customer:\n    name: str\n")
    (found,) = names_compared(tmp_path, BASE, after)
    assert (found.rule, found.symbols[0]) == ("surface-name-removed", "pivotal.Customer.plan")
    assert set(found.symbols) == {
        "pivotal.Customer.plan",
        "pivotal_api.models.Customer.plan",
        "pivotal_api.models.customer.Customer.plan",
    }
    assert found.base is not None
    assert (found.base.file, found.base.line, found.head) == ("generated/pivotal_api/models/customer.py", 2, None)


def test_what_a_private_base_gives_is_public_in_its_children(tmp_path: Path) -> None:
    after = changed(client=CLIENT.replace("wait: bool = False", ""))
    assert told(names_compared(tmp_path, BASE, after)) == [
        ("parameter-removed", "breaking", "pivotal.Api.close(wait=)"),
    ]


def test_a_private_module_behind_a_root_may_move(tmp_path: Path) -> None:
    after = {**changed(root=LAZY.replace("pivotal._client", "pivotal._api")), "pivotal/_api.py": CLIENT}
    del after["pivotal/_client.py"]
    assert names_compared(tmp_path, BASE, after) == ()


def test_a_name_that_a_root_no_longer_exports(tmp_path: Path) -> None:
    root = LAZY.replace('"Api", "Customer"', '"Api"').replace(
        "from pivotal_api.models import Customer as Customer", "pass"
    )
    (found,) = names_compared(tmp_path, BASE, changed(root=root))
    assert told((found,)) == [("export-removed", "breaking", "pivotal.Customer")]
    assert found.advice == "Import pivotal_api.models.Customer instead."


def test_a_type_that_a_root_newly_exports_is_the_same_type(tmp_path: Path) -> None:
    code = "class Options: ...\ndef f(a: Options, b: list[Options]) -> Options: ...\n"
    before = {"pivotal/m.py": code}
    after = {**before, "pivotal/__init__.py": "from pivotal.m import Options as Options\n"}
    assert told(names_compared(tmp_path, before, after)) == [("name-added", "compatible", "pivotal.Options")]
    (found,) = names_compared(tmp_path / "back", after, before)
    assert told((found,)) == [("export-removed", "breaking", "pivotal.Options")]


def test_the_runtime_part_of_a_lazy_root_is_no_name(tmp_path: Path) -> None:
    after = changed(root=LAZY.replace("def __getattr__", "_CACHE: dict[str, object] = {}\ndef __getattr__"))
    assert names_compared(tmp_path, BASE, after) == ()
    imports = (
        "from pivotal._client import Api\nfrom pivotal_api.models import Customer\n__all__ = ['Api', 'Customer']\n"
    )
    assert names_compared(tmp_path / "eager", BASE, changed(root=imports)) == ()


def test_a_class_that_moved_is_one_finding(tmp_path: Path) -> None:
    before, after = ({f"pivotal/{name}.py": "class A:\n    x: int\n", "pivotal/k.py": ""} for name in ("m", "n"))
    before |= {"pivotal/n.py": ""}
    after |= {"pivotal/m.py": ""}
    (found,) = names_compared(tmp_path, before, after)
    assert told((found,)) == [("name-moved", "breaking", "pivotal.m.A")]
    assert found.advice == "Take pivotal.n.A instead."
    assert found.base is not None and found.head is not None
    assert (found.base.file, found.head.file) == ("overlays/pivotal/m.py", "overlays/pivotal/n.py")


def test_what_comes_from_elsewhere(tmp_path: Path) -> None:
    lines = [f"from {package} import UNSET as UNSET\n" for package in ("msgspec", "elsewhere")]
    before, after = ({"pivotal/m.py": line} for line in lines)
    assert told(names_compared(tmp_path, before, after)) == [("origin-changed", "risky", "pivotal.m.UNSET")]
    assert told(names_compared(tmp_path / "gone", before, {"pivotal/m.py": ""})) == [
        ("name-removed", "breaking", "pivotal.m.UNSET")
    ]


def test_a_plain_import_is_no_export(tmp_path: Path) -> None:
    assert names_compared(tmp_path, {"pivotal/m.py": "from typing import Any\nimport os\n"}, {"pivotal/m.py": ""}) == ()


@pytest.mark.parametrize("base", ["Model", "_Grown"])
def test_response_models_grow(tmp_path: Path, base: str) -> None:
    struct = "from msgspec import Struct\nclass Model(Struct): ...\nclass _Grown(Model): ...\n"
    values = {"pivotal_runtime/__init__.py": "", "pivotal_runtime/values.py": struct}
    code = f"from pivotal_runtime.values import {base}\nclass C({base}):\n    a: int\n"
    before, after = (
        {**values, "pivotal_api/c.py": text} for text in (code, code.replace("    a", "    b: int\n    a"))
    )
    assert told(names_compared(tmp_path, before, after)) == [
        ("parameter-added-required", "risky", "pivotal_api.c.C.__init__(b=)"),
        ("name-added", "compatible", "pivotal_api.c.C.b"),
    ]
