"""The generated pages follow the contract and the public names; the pages written by hand follow the code."""

import re
import tomllib
from inspect import signature
from pathlib import Path

import msgspec
import pytest
from pivotal import PivotalApi, RetryPolicy, Timeout
from pivotal.bulk._records import LISTED_AT_MOST
from pivotal.sandbox._traffic.request_log import CAPACITY
from pivotal.sandbox._workspace import MAX_BODY_BYTES
from pivotal.webhooks import SeenInSQLite, Webhooks
from pivotal_api.contract import load_description

from contract_diff.core.errors import InputError
from docs.generate.examples import command_example, python_example
from docs.generate.markdown import replace_links
from docs.generate.names import name_pages
from docs.generate.operations import resource_pages
from scripts.project import ROOT
from tests.docs.test_snippets import PAGES

# What exists only after it was made, or on request.
MADE = {"spec/approvals.yaml", "build/docs/html"}
VARIABLE = re.compile(r'"(_?[A-Z]+(?:_[A-Z]+)+)"')
# Words of WSGI, of an error and of a mode, which are written like variables.
NOT_VARIABLES = {"CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING", "REQUEST_METHOD", "NOT_JSON", "READ_ONLY"}


def test_every_operation_has_a_section_on_the_page_of_its_resource() -> None:
    description = load_description()
    pages = resource_pages(description)
    for operation in description.operations:
        page = pages[f"reference/{operation.resource}.md"]
        assert page.count(f"({operation.id})=") == 1
        assert f"`{operation.method} {operation.path}`" in page
        assert f"({operation.resource}.md#{operation.id})" in pages["reference/index.md"]
        for parameter in operation.parameters:
            assert f"| `{parameter.python}` |" in page


def test_an_operation_that_the_contract_gains_has_its_page() -> None:
    """An operation of a new resource, without an example or evidence, and with an error that only it has."""
    description = load_description()
    known = description.operation("update-customer")
    teapot = msgspec.structs.replace(known.responses[0], status="418", description="No coffee")
    added = msgspec.structs.replace(
        known,
        id="water-plant",
        path="/api/v1/plants/{id}",
        resource="plants",
        name="water_now",
        example=None,
        evidence="",
        responses=(*known.responses, teapot),
    )
    changed = msgspec.structs.replace(description, operations=(*description.operations, added))
    page = resource_pages(changed)["reference/plants.md"]
    assert "## plants.water_now" in page
    assert "`PATCH /api/v1/plants/{id}`" in page
    assert "client.plants.water_now(id)" in page
    assert "$ pivotal plants water-now ID" in page
    assert "| `plan` | `str \\| None` |" in page  # optional, so UnsetType would say nothing
    assert "| {py:obj}`~.APIStatusError` | 418 | No coffee |" in page
    assert resource_pages(description).keys() < resource_pages(changed).keys()


@pytest.mark.parametrize(
    ("operation", "python", "command"),
    [
        ("get-customer", "client.customers.get(1).name\n# 'Aurora'\n", "pivotal customers get 1"),
        ("update-contact", None, "pivotal contacts update 2 --null title"),
        ("create-onboarding", None, "pivotal onboardings create --customer-id 1"),
        ("create-customer", None, "pivotal customers create --name 'Acme Co.' --idempotency-key 2026-11-29-deal-1234"),
    ],
)
def test_an_example_is_shown_in_python_and_on_the_command_line(
    operation: str, python: str | None, command: str
) -> None:
    entry = load_description().operation(operation)
    assert python is None or python_example(entry) == python
    assert command_example(entry) == command


def test_a_public_name_without_a_docstring_fails(tmp_path: Path) -> None:
    for folder, package in (("overlays", "pivotal"), ("generated", "pivotal_api")):
        (tmp_path / folder / package).mkdir(parents=True)
        (tmp_path / folder / package / "__init__.py").write_text('"""A package."""\n', encoding="utf-8")
    home = tmp_path / "overlays" / "pivotal" / "__init__.py"
    source = '"""A package."""\n__all__ = ["name"]\ndef name() -> None:\n    {}...\n'
    home.write_text(source.format('"""Return nothing."""\n    '), encoding="utf-8")
    assert "Return nothing." in name_pages(tmp_path)["api/pivotal.md"]
    home.write_text(source.format(""), encoding="utf-8")
    with pytest.raises(InputError, match=r"^pivotal\.name: has no docstring"):
        name_pages(tmp_path)


def test_the_configuration_lists_every_variable_that_the_code_reads() -> None:
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "overlays").rglob("*.py")]
    read = {name for text in code for name in VARIABLE.findall(text)} - NOT_VARIABLES
    assert {"PIVOTAL_API_KEY", "PIVOTAL_BASE_URL", "SSL_CERT_FILE", "PYTEST_VERSION"} < read
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert {name for name in read if f"`{name}`" not in page} == set()


def test_the_configuration_states_the_defaults_of_the_code() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    timeout, retries = Timeout(), RetryPolicy()
    stated = {f"timeout=Timeout({name}=...)": seconds for name, seconds in timeout._asdict().items()}
    stated |= {f"RetryPolicy({name}=...)": getattr(retries, name) for name in ("backoff", "backoff_cap")}
    stated["RetryPolicy(retry_after_cap=...)"] = retries.retry_after_cap
    for setting, seconds in stated.items():
        assert f"| `{setting}` | {seconds:g} seconds |" in page
    assert f"| `max_retries=...` | {retries.max_retries} |" in page
    client, receiver, seen = (signature(kind).parameters for kind in (PivotalApi, Webhooks, SeenInSQLite))
    assert f"| `Webhooks(tolerance=...)` | {receiver['tolerance'].default} seconds |" in page
    assert f"| `Webhooks(max_body_bytes=...)` | {receiver['max_body_bytes'].default >> 20} MiB |" in page
    assert f"| {seen['kept'].default.days} days | how long handled events are remembered |" in page
    assert f"| `max_response_bytes=...` | {client['max_response_bytes'].default >> 20} MiB |" in page
    assert f"by listing them, up to {LISTED_AT_MOST:,} |" in page
    assert f"| requests that a sandbox logs | {CAPACITY:,} |" in page
    assert f"| the body of a request to a sandbox | {MAX_BODY_BYTES:,} bytes |" in page


def test_the_upgrade_policy_names_the_pythons_of_the_package() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    versions = re.findall(r"Programming Language :: Python :: (3\.\d+)", project)
    policy = (ROOT / "docs" / "project" / "upgrades.md").read_text(encoding="utf-8")
    assert re.findall(r"3\.\d+", policy.partition("## Supported Pythons")[2]) == versions


def test_the_configuration_lists_every_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `pivotal\[(\w+)\]` \|", page, re.MULTILINE) == sorted(project["optional-dependencies"])


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md", "CHANGELOG.md"])
def test_links_of_a_file_of_the_repository_lead_somewhere(file: str) -> None:
    links: list[str] = []
    replace_links((ROOT / file).read_text(encoding="utf-8"), links.append)
    assert [link for link in links if not (ROOT / link.partition("#")[0]).exists()] == []


WRITTEN = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "tests/README.md"]
TOP = {path.name for path in ROOT.iterdir()} - {".venv"}  # which may be elsewhere


@pytest.mark.parametrize("file", WRITTEN)
def test_targets_that_a_file_of_the_repository_names_exist(file: str) -> None:
    named = set(re.findall(r"`make ([a-z][a-z-]+)", code_in(file)))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named <= targets


@pytest.mark.parametrize("file", WRITTEN)
def test_paths_that_a_file_of_the_repository_names_exist(file: str) -> None:
    named = set(re.findall(r"(?<![\w./-])([\w.]+/[\w./-]*\w)", code_in(file)))
    inside = {path for path in named if path.partition("/")[0] in TOP} - MADE
    assert {path for path in inside if not (ROOT / path).exists()} == set()


def code_in(file: str) -> str:
    """Return what a file marks as code, and the cells of its tables, where paths have no marks."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return "\n".join(re.findall(r"`[^`\n]+`|^\|.*$|^    .*$", text, re.MULTILINE))


def test_every_guide_is_reached_from_the_readme() -> None:
    readme = PAGES[0].read_text(encoding="utf-8")
    guides = [page.relative_to(ROOT).as_posix() for page in PAGES if page.parent.name == "guides"]
    assert guides
    assert [guide for guide in guides if f"]({guide})" not in readme] == []
