"""Contracts of several files: read beside the root only, found by line and column, the same as in one file."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_diff.core.errors import InputError
from contract_diff.findings.diff import diff
from contract_diff.findings.finding import Finding
from contract_diff.findings.policy import load_policy
from contract_diff.reading.document import load, parse
from contract_diff.reading.sources import Source
from scripts.project import ROOT
from tests.contract_diff.contracts import TODAY
from tests.support.scripted import Answer, Received, ScriptedServer, reply

FILES = {
    "openapi.yaml": """\
openapi: 3.1.0
paths:
  /pets/{id}: {$ref: ./paths/pet.yaml}
  /cats:
    get:
      responses:
        "200": {content: {application/json: {schema: {$ref: "schemas/index.yaml#/Cat"}}}}
        default: {$ref: "errors.json#/responses/Error"}
components:
  schemas: {$ref: schemas/index.yaml}
""",
    "paths/pet.yaml": """\
parameters: [{in: path, name: id, required: true, schema: {type: string}}]
get:
  responses:
    "200": {content: {application/json: {schema: {$ref: "../openapi.yaml#/components/schemas/Pet"}}}}
""",
    "schemas/index.yaml": """\
Pet: {$ref: pet.yaml}
Cat:
  type: object
  properties:
    name: {type: string, maxLength: 10}
    kitten: {$ref: "#/Cat"}
    owner: {$ref: "pet.yaml"}
""",
    "schemas/pet.yaml": """\
type: object
properties:
  kind: {enum: [cat, dog]}
  cat: {$ref: index.yaml#/Cat}
""",
    "errors.json": """\
{"responses": {"Error": {"content": {"text/plain": {"schema": {"maxLength": 80}}}}},
 "x": [{"$ref": 3}]}
""",
}
BUNDLED = """\
openapi: 3.1.0
paths:
  /pets/{id}:
    get:
      parameters: [{in: path, name: id, required: true, schema: {type: string}}]
      responses:
        "200": {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
  /cats:
    get:
      responses:
        "200": {content: {application/json: {schema: {$ref: "#/components/schemas/Cat"}}}}
        default: {content: {text/plain: {schema: {maxLength: 80}}}}
components:
  schemas:
    Pet: {type: object, properties: {kind: {enum: [cat, dog]}, cat: {$ref: "#/components/schemas/Cat"}}}
    Cat:
      type: object
      properties:
        name: {type: string, maxLength: 10}
        kitten: {$ref: "#/components/schemas/Cat"}
        owner: {$ref: "#/components/schemas/Pet"}
"""


def write(folder: Path, **changes: str) -> str:
    """The files in a folder, some with other text; the root's name."""
    for name, text in {**FILES, **changes}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder / "openapi.yaml")


def findings(base: str, head: str) -> tuple[Finding, ...]:
    """What changes from one contract to another."""
    return diff(load(base), load(head), load_policy("strict"), TODAY).findings


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """One of the files with another text in it."""
    assert old in FILES[name]
    return {name: FILES[name].replace(old, new)}


def test_a_contract_in_several_files_equals_the_bundled_one(tmp_path: Path) -> None:
    parts = write(tmp_path)
    whole = tmp_path / "whole.yaml"
    whole.write_text(BUNDLED, encoding="utf-8")
    assert findings(parts, parts) == ()
    assert findings(parts, str(whole)) == ()
    assert findings(str(whole), parts) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "pointer", "place", "operations"),
    [
        (
            "schemas/pet.yaml", "dog]", "dog, bird]", "schemas/pet.yaml#/properties/kind/enum", (3, 10),
            ("GET /cats", "GET /pets/{id}"),
        ),
        (
            "schemas/index.yaml", "10}", "20}", "schemas/index.yaml#/Cat/properties/name/maxLength", (5, 26),
            ("GET /cats", "GET /pets/{id}"),
        ),
        (
            "errors.json", "80", "90",
            "errors.json#/responses/Error/content/text~1plain/schema/maxLength", (1, 64), ("GET /cats",),
        ),
        (
            "paths/pet.yaml", "{type: string}", "{type: string, maxLength: 9}",
            "paths/pet.yaml#/parameters/0/schema/maxLength", (1, 74), ("GET /pets/{id}",),
        ),
    ],
)  # fmt: skip
def test_a_change_is_reported_in_its_file(
    tmp_path: Path, name: str, old: str, new: str, pointer: str, place: tuple[int, int], operations: tuple[str, ...]
) -> None:
    changed = tmp_path / "new"
    (finding,) = findings(write(tmp_path / "old"), write(changed, **edited(name, old, new)))
    assert finding.head is not None
    assert (finding.head.file, finding.head.line, finding.head.column) == (str(changed / name), *place)
    assert finding.head.pointer == pointer
    assert finding.operations == operations


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "openapi.yaml",
            "./paths/pet.yaml",
            "paths/no.yaml",
            "openapi.yaml:3:16: $ref 'paths/no.yaml' at #/paths/~1pets",
        ),
        ("openapi.yaml", "./paths/pet.yaml", "paths", "cannot be followed: {}/paths is not a file"),
        ("openapi.yaml", "index.yaml#/Cat", "index.yaml#/No", "names nothing in {}/schemas/index.yaml"),
        ("openapi.yaml", "./paths/pet.yaml", "https://example.com/a.yaml", "it is a URL, and a local contract is"),
        ("openapi.yaml", "./paths/pet.yaml", "//example.com/a.yaml", "it is a URL, and a local contract is"),
        ("openapi.yaml", "./paths/pet.yaml", "/etc/passwd", "it is not a relative path"),
        ("openapi.yaml", "./paths/pet.yaml", "file:///etc/passwd", "it is not a relative path"),
        ("openapi.yaml", "./paths/pet.yaml", "'https://['", "it is not a reference (Invalid IPv6 URL)"),
        ("openapi.yaml", "./paths/pet.yaml", "a" * 300, "its file cannot be read (File name too long)"),
        ("openapi.yaml", "./paths/pet.yaml", '"a\\0b"', "cannot be read (embedded null byte)"),
        ("openapi.yaml", "./paths/pet.yaml", "pa%74hs/p%65t.yaml", ""),
        ("paths/pet.yaml", "id, required", "id, retired: 1, required", ""),
        (
            "paths/pet.yaml",
            "required: true",
            "required: 1",
            "paths/pet.yaml:1:35: #/parameters/0/required must be true",
        ),
        ("schemas/pet.yaml", "type: object", "type: objekt", "schemas/pet.yaml:1:1: #/type must be one of null,"),
        (
            "schemas/pet.yaml",
            "type: object",
            "type: object\ntype: array",
            "schemas/pet.yaml:2:1: #/type is there more",
        ),
        ("schemas/pet.yaml", "type: object", "type: [", "schemas/pet.yaml:3:7: broken YAML"),
        (
            "schemas/pet.yaml",
            "index.yaml#/Cat",
            "'#/No'",
            "schemas/pet.yaml:4:9: $ref '#/No' at #/properties/cat names",
        ),
        ("openapi.yaml", "{$ref: schemas/index.yaml}", "{$ref: errors.json#/x}", "must name an object of components"),
    ],
)
def test_a_problem_is_reported_in_its_file(tmp_path: Path, name: str, old: str, new: str, message: str) -> None:
    root = write(tmp_path, **edited(name, old, new))
    if not message:
        assert load(root)
        return
    with pytest.raises(InputError) as caught:
        load(root)
    assert message.format(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_overlap_behind_nested_references_is_an_overlap(tmp_path: Path) -> None:
    pet = "{type: object, required: [kind], properties: {kind: {$ref: '#/Kind'}}}"
    sides = [
        write(tmp_path / kind[:5], **{"schemas/pet.yaml": f"{{$ref: '#/Pet', Pet: {pet}, Kind: {{{kind}}}}}"})
        for kind in ("oneOf: [{type: number}, {type: integer}]", "anyOf: [{type: number}]")
    ]
    reported = {(finding.rule, finding.severity.value) for finding in findings(*sides)}
    assert reported == {("union-overlap-widens", "risky")}


@pytest.mark.parametrize("place", ["Cat/properties/owner", "Cat/properties", "Cat/properties/kitten"])
def test_equal_targets_can_be_named_in_several_ways(tmp_path: Path, place: str) -> None:
    names = f'[{{$ref: "schemas/index.yaml#/{place}"}}, {{$ref: "schemas/index.yaml#/Cat"}}]'
    schema = FILES["openapi.yaml"].replace('{$ref: "schemas/index.yaml#/Cat"}', f"{{allOf: {names}}}")
    assert load(write(tmp_path, **{"openapi.yaml": schema}))


def test_circular_references_terminate(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("$ref: b.yaml\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("$ref: a.yaml\n", encoding="utf-8")
    root = tmp_path / "root.yaml"
    root.write_text("openapi: 3.1.0\npaths: {/a: {$ref: a.yaml}}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"yaml:1:1: #/\$ref leads back to itself"):
        load(str(root))


def test_text_from_memory_has_no_files_beside_it() -> None:
    with pytest.raises(InputError, match="it is unknown where this contract was read from"):
        parse(Source("openapi.yaml", FILES["openapi.yaml"]))


def test_standard_input_has_no_files_beside_it(tmp_path: Path) -> None:
    root = write(tmp_path)
    for text, code in ((BUNDLED, 0), (FILES["openapi.yaml"], 2)):
        command = [sys.executable, "-m", "contract_diff", root, "-"]
        done = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True)
        assert done.returncode == code
        assert ("standard input:3:16: $ref" in done.stderr) == bool(code)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository whose working tree is older than its one commit says."""
    write(tmp_path / "api")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    write(tmp_path / "api", **edited("schemas/pet.yaml", "dog]", "dog, bird]"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", ["api/openapi.yaml", "./api/openapi.yaml"])
def test_files_beside_a_git_revision_are_of_that_revision(repository: Path, path: str) -> None:
    (finding,) = findings(f"git:HEAD:{path}", "api/openapi.yaml")
    assert finding.rule == "enum-widens"
    assert finding.base is not None
    assert finding.base.file == f"HEAD:{path.replace('openapi', 'schemas/pet')}"


def test_files_outside_a_git_revision_are_not_read(repository: Path) -> None:
    write(repository / "api", **edited("openapi.yaml", "./paths/pet.yaml", "../../pet.yaml"))
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qam", "two"],
        cwd=repository,
        check=True,
    )
    (repository.parent / "pet.yaml").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="it leads out of the repository"):
        load("git:HEAD:api/openapi.yaml")
    with pytest.raises(InputError, match="it leads out of the contract's folder"):
        load("api/openapi.yaml")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server of the files; it redirects `/away/?URL` to the URL."""
    write(tmp_path)

    def answer(request: Received) -> Answer:
        if request.path == "/away/":
            return reply(302, headers={"Location": request.target.partition("?")[2]})
        return reply(body=(tmp_path / request.path[1:]).read_bytes())

    with ScriptedServer(answer) as server:
        yield server.url


def test_files_are_fetched_from_the_same_host(address: str, tmp_path: Path) -> None:
    assert findings(f"{address}/openapi.yaml", write(tmp_path / "copy")) == ()
    assert findings(f"{address}/away/?{address}/openapi.yaml", write(tmp_path / "copy")) == ()
    changed = write(tmp_path, **edited("schemas/pet.yaml", "dog]", "dog, bird]"))
    (finding,) = findings(write(tmp_path / "copy"), f"{address}/openapi.yaml")
    assert finding.head is not None
    assert (finding.head.file, changed) == (f"{address}/schemas/pet.yaml", str(tmp_path / "openapi.yaml"))


@pytest.mark.parametrize(
    "elsewhere", ["http://localhost:{port}/paths/pet.yaml", "/away/?http://localhost:{port}/paths/pet.yaml"]
)
def test_files_on_another_host_are_not_fetched(address: str, tmp_path: Path, elsewhere: str) -> None:
    there = elsewhere.format(port=address.rpartition(":")[2])
    write(tmp_path, **edited("openapi.yaml", "{$ref: ./paths/pet.yaml}", json.dumps({"$ref": there})))
    with pytest.raises(InputError, match="to another host"):
        load(f"{address}/openapi.yaml")


@pytest.mark.parametrize(
    ("reference", "named"),
    [("#level", {"$anchor": "level"}), ("https://a.example/level", {"$id": "https://a.example/level"})],
)
def test_a_schema_is_found_by_its_own_identifier(reference: str, named: dict[str, str]) -> None:
    def contract(kind: str) -> str:
        answer = {"200": {"content": {"application/json": {"schema": {"$ref": reference}}}}}
        schemas = {"a/b": {**named, "type": kind}}
        paths = {"/a": {"get": {"responses": answer}}}
        return json.dumps({"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}})

    base, head = (parse(Source("contract.json", contract(kind))) for kind in ("string", "integer"))
    (finding,) = diff(base, head, load_policy("strict"), TODAY).findings
    assert (finding.rule, finding.operations) == ("type-incomparable", ("GET /a",))
    assert finding.head is not None
    assert finding.head.pointer == "/components/schemas/a~1b/type"
