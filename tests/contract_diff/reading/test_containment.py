"""References stay in the folder, revision or host of the root, and nothing of another file is ever reported."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest

from scripts.project import ROOT
from tests.contract_diff.contracts import answering
from tests.support.scripted import Answer, Received, ScriptedServer, Site, reply

SECRET = "CANARY-7731"
SECRETS = {
    "secret.json": json.dumps({"key": SECRET, "obj": {"password": SECRET}, "list": [SECRET], "type": SECRET}),
    "nested.json": json.dumps({"auths": {"example.com": {"auth": SECRET}}}),
    "account.json": json.dumps({"type": "account", "private_key": SECRET, "headers": {"Authorization": SECRET}}),
    ".env": f"KEY={SECRET}\n",
    "settings.yaml": f"password: {SECRET}\nport: 1\n",
    "settings.ini": f"[core]\n  token = {SECRET}\n",
    "key.pem": f"-----BEGIN KEY-----\n{SECRET}\n",
    "passwd": f"root:{SECRET}:0:0\n",
    "broken.json": '{"key": "' + SECRET + '", ',
    "broken.yaml": f"key: [{SECRET}\n",
    "list.yaml": f"- {SECRET}\n",
    "number.json": json.dumps({"key": 7731_7731_7731}),
}  # fmt: skip
FRAGMENTS = ("", "#/key", "#/obj", "#/list", "#/list/0", "#/type", "#/auths", "#/auths/example.com", "#/headers", "#/0")


def contract(reference: str, place: str = "schema") -> dict[str, object]:
    """A contract with a reference somewhere."""
    root = answering({"$ref": reference} if place == "schema" else {"type": "string"})
    operation = root["paths"]["/things"]["get"]
    match place:
        case "path":
            root["paths"]["/other"] = {"$ref": reference}
        case "parameter":
            operation["parameters"] = [{"$ref": reference}]
        case "response":
            operation["responses"]["default"] = {"$ref": reference}
        case "components":
            root["components"] = {"schemas": {"$ref": reference}}
        case "property":
            operation["responses"]["200"]["content"]["application/json"]["schema"] = {
                "properties": {"a": {"$ref": reference}}
            }
        case _:
            pass
    return {"openapi": "3.1.0", **root}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a contract's folder in it, and secrets in both."""
    api = tmp_path / "api"
    (api / "parts").mkdir(parents=True)
    for folder in (tmp_path, api):
        for name, text in SECRETS.items():
            (folder / name).write_text(text, encoding="utf-8")
    (api / "link.json").symlink_to(tmp_path / "secret.json")
    (api / "chain.json").symlink_to("link.json")
    (api / "up").symlink_to(tmp_path)
    (api / "zero").symlink_to("/dev/zero")
    (api / "parts" / "pet.yaml").write_text("type: string\nmaxLength: 3\n", encoding="utf-8")
    (api / "within.yaml").symlink_to("parts/pet.yaml")
    (api / "base.yaml").write_text(json.dumps({"openapi": "3.1.0", **answering({"type": "string"})}), encoding="utf-8")
    return api


COMPARE = """
import contextlib, io, json, sys
from contract_diff.cli import main
for head, form in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["base.yaml", head, "--format", form])
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""


Result = tuple[int, str, str]


def write(folder: Path, heads: list[dict[str, object]]) -> list[str]:
    """Write contracts and return their names."""
    for index, head in enumerate(heads):
        (folder / f"head-{index}.yaml").write_text(json.dumps(head), encoding="utf-8")
    return [f"head-{index}.yaml" for index in range(len(heads))]


def compare(folder: Path, heads: list[str], form: str = "json") -> list[Result]:
    """Compare each with the base, in one process; return the exit codes and what is printed."""
    done = subprocess.run(
        [sys.executable, "-c", COMPARE],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=json.dumps([(head, form) for head in heads]),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    results = [tuple(json.loads(line)) for line in done.stdout.splitlines()]
    assert len(results) == len(heads)
    return results


def check_refused(results: list[Result], message: str = "") -> None:
    for code, out, err in results:
        assert (code, out, err.count("\n")) == (2, "", 1), (out, err)
        assert message in err
        assert SECRET not in err
        assert "7731" not in err


OUTSIDE = (
    "../secret.json", "./../secret.json", "parts/../../secret.json", "..%2fsecret.json", "%2e%2e/secret.json",
    "%2E%2E%2Fsecret.json", ".%2e/secret.json", "../api/../secret.json", "link.json", "chain.json", "link%2ejson",
    "up/secret.json", "up%2Fsecret.json", "up/api/../secret.json", "../../../../../../../../etc/passwd", "zero",
    "parts/../up/secret.json", "../nested.json", "../.env", "../missing.json",
)  # fmt: skip


@pytest.mark.parametrize("place", ["schema", "path", "parameter", "response", "components", "property"])
def test_a_reference_does_not_leave_the_folder(home: Path, place: str) -> None:
    references = [f"{outside}{fragment}" for outside, fragment in product(OUTSIDE, ("", "#/key", "#/obj"))]
    heads = write(home, [contract(reference, place) for reference in references])
    message = "it leads out of the contract's folder; move the file there, or bundle the contract"
    check_refused(compare(home, heads), message)


def test_a_reference_is_relative(home: Path) -> None:
    absolute = ["/etc/passwd", "file:///etc/passwd", "FILE:/etc/passwd", "\\\\host\\share", "a%00b", "C:/a", "//a/b"]
    check_refused(compare(home, write(home, [contract(reference) for reference in absolute])))


def test_a_file_behind_a_reference_does_not_leave_the_folder_either(home: Path) -> None:
    (home / "parts" / "pet.yaml").write_text("$ref: ../../secret.json#/obj\n", encoding="utf-8")
    (home / "parts" / "up.yaml").write_text("$ref: ../up/secret.json#/obj\n", encoding="utf-8")
    heads = write(home, [contract("parts/pet.yaml"), contract("parts/up.yaml")])
    check_refused(compare(home, heads), "it leads out of the contract's folder")


def test_a_link_within_the_folder_is_followed(home: Path) -> None:
    ((code, out, _),) = compare(home, write(home, [contract("within.yaml")]))
    assert (code, json.loads(out)["findings"][0]["rule"]) == (0, "maxLength-narrows")


@pytest.mark.parametrize("place", ["schema", "path", "parameter", "response", "components", "property"])
def test_nothing_of_a_file_that_is_not_a_contract_is_reported(home: Path, place: str) -> None:
    references = [f"{name}{fragment}" for name, fragment in product(SECRETS, FRAGMENTS)]
    check_refused(compare(home, write(home, [contract(reference, place) for reference in references])))


def test_a_file_that_is_not_a_contract_is_not_quoted(home: Path) -> None:
    check_refused(compare(home, [*SECRETS, "link.json", "up/secret.json"], "html"))


def test_a_link_in_a_revision_is_not_followed(home: Path) -> None:
    (home / "openapi.yaml").write_text(json.dumps(contract("link.json#/obj")), encoding="utf-8")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in (["init", "-q"], ["add", "openapi.yaml", "link.json", "up"], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *command], cwd=home, check=True)
    check_refused(compare(home, [f"git:HEAD:{path}" for path in ("openapi.yaml", "link.json", "up/secret.json")]))


@pytest.fixture
def host() -> Iterator[ScriptedServer]:
    """A server whose answer is another host's, by `/away?URL`, or a contract that refers to a URL, by `/api?URL`."""

    def answer(request: Received) -> Answer:
        target = request.target.partition("?")[2]
        if request.path == "/away":
            return reply(302, headers={"Location": target})
        return reply(body=json.dumps(contract(target)).encode())

    with ScriptedServer(answer) as server:
        yield server


@pytest.mark.parametrize(
    "address", ["{other}/a", "//{netloc}/a", "/away?{other}/a", "http://169.254.169.254/latest", "http://[::1]:9/a"]
)
def test_a_fetched_contract_names_no_other_host(host: ScriptedServer, docs: Site, home: Path, address: str) -> None:
    docs.pages["/a"] = reply(body=b"{}")
    reference = address.format(other=docs.url, netloc=docs.url.partition("//")[2])
    check_refused(compare(home, [f"{host.url}/api?{quote(reference, safe=':/?')}"]), "to another host")
    assert docs.requests == []


def test_the_root_is_not_redirected_to_another_host(host: ScriptedServer, docs: Site, home: Path) -> None:
    docs.pages["/a"] = reply(body=b"{}")
    check_refused(compare(home, [f"{host.url}/away?{docs.url}/a"]), "redirects to another host")
    assert docs.requests == []
