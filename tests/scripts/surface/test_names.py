"""A package's root states what is public, lazily or not; a change is one finding, however many names it has."""

from pathlib import Path

import pytest

from tests.scripts.trees import compare_trees, summarize

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


def change_files(**texts: str) -> dict[str, str]:
    paths = {"root": "pivotal/__init__.py", "client": "pivotal/_client.py", "models": "pivotal_api/models/__init__.py",
             "customer": "pivotal_api/models/customer.py"}  # fmt: skip
    return {**BASE, **{paths[name]: text for name, text in texts.items()}}


def test_a_lazy_root_is_read_from_its_typing_imports(tmp_path: Path) -> None:
    head = change_files(customer="class Customer:\n    name: str\n")
    (finding,) = compare_trees(tmp_path, BASE, head)
    assert (finding.rule, finding.symbols[0]) == ("surface-name-removed", "pivotal.Customer.plan")
    assert set(finding.symbols) == {
        "pivotal.Customer.plan",
        "pivotal_api.models.Customer.plan",
        "pivotal_api.models.customer.Customer.plan",
    }
    assert finding.base is not None
    assert (finding.base.file, finding.base.line, finding.head) == ("generated/pivotal_api/models/customer.py", 2, None)


def test_members_of_a_private_base_are_public_in_its_subclasses(tmp_path: Path) -> None:
    head = change_files(client=CLIENT.replace("wait: bool = False", ""))
    assert summarize(compare_trees(tmp_path, BASE, head)) == [
        ("parameter-removed", "breaking", "pivotal.Api.close(wait=)"),
    ]


def test_a_private_module_behind_a_root_may_move(tmp_path: Path) -> None:
    head = {**change_files(root=LAZY.replace("pivotal._client", "pivotal._api")), "pivotal/_api.py": CLIENT}
    del head["pivotal/_client.py"]
    assert compare_trees(tmp_path, BASE, head) == ()


def test_a_name_that_a_root_no_longer_exports_is_removed(tmp_path: Path) -> None:
    root = LAZY.replace('"Api", "Customer"', '"Api"').replace(
        "from pivotal_api.models import Customer as Customer", "pass"
    )
    (finding,) = compare_trees(tmp_path, BASE, change_files(root=root))
    assert summarize((finding,)) == [("export-removed", "breaking", "pivotal.Customer")]
    assert finding.advice == "Import pivotal_api.models.Customer instead."


def test_a_type_that_a_root_newly_exports_is_the_same_type(tmp_path: Path) -> None:
    code = "class Options: ...\ndef f(a: Options, b: list[Options]) -> Options: ...\n"
    base = {"pivotal/m.py": code}
    head = {**base, "pivotal/__init__.py": "from pivotal.m import Options as Options\n"}
    assert summarize(compare_trees(tmp_path, base, head)) == [("name-added", "compatible", "pivotal.Options")]
    (finding,) = compare_trees(tmp_path / "back", head, base)
    assert summarize((finding,)) == [("export-removed", "breaking", "pivotal.Options")]


def test_the_runtime_code_of_a_lazy_root_is_not_public(tmp_path: Path) -> None:
    head = change_files(root=LAZY.replace("def __getattr__", "_CACHE: dict[str, object] = {}\ndef __getattr__"))
    assert compare_trees(tmp_path, BASE, head) == ()
    imports = (
        "from pivotal._client import Api\nfrom pivotal_api.models import Customer\n__all__ = ['Api', 'Customer']\n"
    )
    assert compare_trees(tmp_path / "eager", BASE, change_files(root=imports)) == ()


def test_a_moved_class_is_one_finding(tmp_path: Path) -> None:
    base, head = ({f"pivotal/{name}.py": "class A:\n    x: int\n", "pivotal/k.py": ""} for name in ("m", "n"))
    base |= {"pivotal/n.py": ""}
    head |= {"pivotal/m.py": ""}
    (finding,) = compare_trees(tmp_path, base, head)
    assert summarize((finding,)) == [("name-moved", "breaking", "pivotal.m.A")]
    assert finding.advice == "Use pivotal.n.A instead."
    assert finding.base is not None and finding.head is not None
    assert (finding.base.file, finding.head.file) == ("overlays/pivotal/m.py", "overlays/pivotal/n.py")


def test_a_name_imported_from_elsewhere_has_an_origin(tmp_path: Path) -> None:
    lines = [f"from {package} import UNSET as UNSET\n" for package in ("msgspec", "elsewhere")]
    base, head = ({"pivotal/m.py": line} for line in lines)
    assert summarize(compare_trees(tmp_path, base, head)) == [("origin-changed", "risky", "pivotal.m.UNSET")]
    assert summarize(compare_trees(tmp_path / "gone", base, {"pivotal/m.py": ""})) == [
        ("name-removed", "breaking", "pivotal.m.UNSET")
    ]


def test_a_plain_import_is_not_an_export(tmp_path: Path) -> None:
    assert compare_trees(tmp_path, {"pivotal/m.py": "from typing import Any\nimport os\n"}, {"pivotal/m.py": ""}) == ()


@pytest.mark.parametrize("parent", ["Model", "_Grown"])
def test_a_new_field_of_a_response_model_is_risky(tmp_path: Path, parent: str) -> None:
    struct = "from msgspec import Struct\nclass Model(Struct): ...\nclass _Grown(Model): ...\n"
    values = {"pivotal_runtime/__init__.py": "", "pivotal_runtime/base_models.py": struct}
    code = f"from pivotal_runtime.base_models import {parent}\nclass C({parent}):\n    a: int\n"
    base, head = ({**values, "pivotal_api/c.py": text} for text in (code, code.replace("    a", "    b: int\n    a")))
    assert summarize(compare_trees(tmp_path, base, head)) == [
        ("parameter-added-required", "risky", "pivotal_api.c.C.__init__(b=)"),
        ("name-added", "compatible", "pivotal_api.c.C.b"),
    ]
