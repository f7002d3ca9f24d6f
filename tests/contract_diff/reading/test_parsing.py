"""Reading contracts: files, URLs and git; what is wrong is said in one sentence; positions."""

from typing import Any

import pytest

from contract_diff.core.errors import InputError
from contract_diff.reading.document import parse
from contract_diff.reading.sources import Source
from tests.contract_diff.contracts import answering, compare

YAML = """\
openapi: 3.1.0
paths:
  /a/{b}:
    get:
      responses:
        200: {description: fine}
        '404':
          description: gone
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("openapi: 3.1.0\npaths:\n  a: [1\n", r"c\.yaml:4:1: broken YAML"),
        ('{"openapi": "3.1.0",\n "paths": {\n}', r"c\.yaml:\d+:\d+: broken JSON"),
        ("just: text\n", r"c\.yaml: not an OpenAPI document, there is no top-level `openapi`"),
        ("- a\n", r"c\.yaml: not an OpenAPI document"),
        ("", r"c\.yaml: the document is empty"),
        ("openapi: 2.0.0\n", r"OpenAPI 2\.0\.0 is not supported"),
        (
            "openapi: 3.1.0\ncomponents:\n  schemas:\n    A:\n      $ref: '#/components/schemas/B'\n",
            r"c\.yaml:5:7: \$ref '#/components/schemas/B' at #/components/schemas/A names nothing",
        ),
        (
            "openapi: 3.1.0\npaths: {/a: {$ref: other.yaml}}\n",
            r"c\.yaml:2:14: \$ref 'other\.yaml' at #/paths/~1a cannot be followed: it is not local",
        ),
        (
            '{"openapi": "3.1.0", "info": {"title": "\\ud800"}}',
            r"c\.yaml:1:31: a string at #/info/title contains the lone surrogate \\ud800",
        ),
        (
            '{"openapi": "3.1.0", "\\udc00": 1}',
            r"c\.yaml:1:22: a string at #/\\udc00 contains the lone surrogate \\udc00",
        ),
        ("openapi: 3.1.0\na: &a\n  b: *a\n", r"c\.yaml:2:4: #/a: a YAML alias contains itself"),
    ],
)
def test_broken_input_is_reported_in_one_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        parse(Source("c.yaml", text))
    assert "\n" not in str(caught.value)


def schema(text: str) -> str:
    """A contract with one schema."""
    return f"components: {{schemas: {{A: {text}}}}}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("paths: [1]", "2:1: #/paths must be an object from path to path item, but is a list"),
        ("paths: {a: {}}", "2:9: #/paths/a must be a path that begins with a slash"),
        (
            "paths: {/a: {parameters: 3}}",
            "2:14: #/paths/~1a/parameters must be a list of parameters, but is the number 3",
        ),
        ("paths: {/a: {parameters: [{in: query}]}}", "2:27: #/paths/~1a/parameters/0 lacks `name`"),
        (
            "paths: {/a: {parameters: [{in: query, name: a, required: yes-a-string}]}}",
            '2:48: #/paths/~1a/parameters/0/required must be true or false, but is the string "yes-a-string"',
        ),
        ("paths: {/a: {parameters: [{in: body, name: a}]}}", "2:28: #/paths/~1a/parameters/0/in must be one of path,"),
        (
            'paths: {/a: {get: {responses: {"01": 3}}}}',
            "2:32: #/paths/~1a/get/responses/01 must be an object that describes a response, but is the number 3",
        ),
        (
            'paths: {/a: {get: {responses: {default: {$ref: "#/no"}}}}}',
            "2:42: $ref '#/no' at #/paths/~1a/get/responses/default names nothing in c.yaml",
        ),
        ("servers: {}", "2:1: #/servers must be a list of servers, but is an object"),
        (schema("{type: strin}"), "2:28: #/components/schemas/A/type must be one of null, boolean, integer,"),
        (
            schema("{pattern: '(a'}"),
            '2:28: #/components/schemas/A/pattern must be a regular expression, but is the string "(a"',
        ),
        (
            schema("{patternProperties: {'(a': {}}}"),
            "2:48: #/components/schemas/A/patternProperties/(a must be a regular",
        ),
        (schema("{enum: 3}"), "2:28: #/components/schemas/A/enum must be a list of values, but is the number 3"),
        (
            schema("{required: yes}"),
            '2:28: #/components/schemas/A/required must be a list of strings, but is the string "yes"',
        ),
        (schema("{minimum: 1e400}"), "2:28: #/components/schemas/A/minimum must be a number that fits a double"),
        (schema("{minimum: .nan}"), "2:28: #/components/schemas/A/minimum must be a number that fits a double"),
        (schema("{items: [1]}"), "2:36: #/components/schemas/A/items/0 must be a schema, but is the number 1"),
        (schema("{properties: {b: null}}"), "2:41: #/components/schemas/A/properties/b must be a schema, but is null"),
        (
            schema("{properties: {default: {$ref: '#/no'}}}"),
            "2:51: $ref '#/no' at #/components/schemas/A/properties/default",
        ),
        (schema("{$ref: '#/info'}, B: 3"), "2:45: #/components/schemas/B must be a schema, but is the number 3"),
        (
            schema("{$ref: '#a'}"),
            "2:28: $ref '#a' at #/components/schemas/A cannot be followed: no schema has the $anchor 'a'",
        ),
        (
            schema("{$ref: '#a', $defs: {b: {$anchor: a}, c: {$anchor: a}}}"),
            "2:28: $ref '#a' at #/components/schemas/A cannot be followed: several schemas have the $anchor 'a'",
        ),
        (schema("{type: string, type: object}"), "2:42: #/components/schemas/A/type is there more than once"),
        (schema("{<<: 3}"), "2:32: #/components/schemas/A: a merge (<<) accepts mappings only"),
        (schema("&a {<<: *a}"), "2:27: #/components/schemas/A: a YAML alias contains itself"),
        (schema("{$ref: '#/components/schemas/A'}"), "2:28: #/components/schemas/A/$ref leads back to itself"),
        (schema("{[a]: 3}"), "2:28: #/components/schemas/A: a key is not a string"),
        (schema("&a {b: *a}"), "2:27: #/components/schemas/A: a YAML alias contains itself"),
    ],
)
def test_a_malformed_part_is_reported_with_line_column_and_pointer(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(Source("c.yaml", f"openapi: 3.1.0\n{text}\n"))
    assert str(caught.value).startswith(f"c.yaml:{message}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"openapi": "3.1.0",\n "x": NaN}', "c.json:2:7: broken JSON, NaN is not a number in JSON"),
        ('{"openapi": "3.1.0",\n "paths": {}, "paths": {}}', "c.json:2:15: #/paths is there more than once"),
        (
            '{"openapi": "3.1.0", "components": {"schemas": {"A": {"minimum": %s}}}}' % ("1" * 5000),
            "c.json:1:55: #/comp",
        ),
        ('{"openapi": {}}', "c.json:1:2: #/openapi must be a version, but is an object"),
        ('{"swagger": "2.0"}', 'c.json:1:2: #/swagger is the string "2.0"; convert the document to OpenAPI 3'),
        ("a: \x00", "c.json:1:4: broken YAML, character #x0000 is not allowed"),
        ('{"openapi": "3.1.0", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "c.json: nested too deeply to be read"),
        ("openapi: 3.1.0\nx: " + "[" * 100_000, "c.json: nested too deeply to be read"),
        ("openapi: 3.1.0\nx:\n  " + "- " * 100_000 + "a", "c.json: nested too deeply to be read"),
    ],
)
def test_unparsable_text_is_reported(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(Source("c.json", text))
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "x-vendor: {paths: [1], a: 1, a: 2, b: !Sub c, $ref: nowhere.yaml}",
        schema("{example: {$ref: 3, a: 1, a: 2}, default: {$ref: '#/no'}, x-type: {type: strin}}"),
        "paths: {/a: {get: {responses: null, tags: null}}, x-a: 3}",
        "paths: {/a: {get: {responses: {default: {content: {a/b: null, c/d: {schema: null}}}}}}}",
        "info: {version: 1.0, license: 3, contact: []}",
        schema(r"{pattern: '^(?<n>\p{L})[\d-\w]\cA\/$'}"),
    ],
)
def test_parts_that_are_not_compared_are_not_checked(text: str) -> None:
    assert parse(Source("c.yaml", f"openapi: 3.1.0\n{text}\n"))


def test_a_reference_in_an_example_is_not_followed() -> None:
    samples = {"x-samples": {"$ref": "./none.json"}}
    assert compare(answering({"type": "string"}, **samples), answering({"type": "null"}, **samples)).findings


def test_an_anchor_names_its_schema() -> None:
    def sized(**size: str) -> dict[str, Any]:
        schemas = {"A": {"$defs": {"100%": {"$anchor": "size", **size}}}}
        return answering({"type": "object", "properties": {"a": {"$ref": "#size"}}}, components={"schemas": schemas})

    (finding,) = compare(sized(type="integer"), sized(type="number")).findings
    assert finding.rule == "type-widens"
    assert finding.pointer == "/components/schemas/A/$defs/100%/type"


def test_yaml_is_read_as_version_1_2() -> None:
    text = "openapi: 3.1.0\nx: [no, on, 12:30, 010, 0x10, 1e3, .inf, 1_000, 2030-01-31, ~, True, !!int a, !b c]\n"
    reported = ["no", "on", "12:30", 10, 16, 1000.0, ".inf", "1_000", "2030-01-31", None, True, "a", "c"]
    assert parse(Source("c.yaml", text)).root["x"] == reported


def test_merged_keys_have_values_and_positions() -> None:
    text = (
        "openapi: 3.1.0\nx-a: &a\n  type: string\n  title: a\nx-b:\n  <<: [*a, {title: c, format: d}]\n  type: object\n"
    )
    document = parse(Source("c.yaml", text))
    assert document.root["x-b"] == {"type": "object", "title": "a", "format": "d"}
    assert (document.position("/x-b/title"), document.position("/x-b/type")) == ((4, 3), (7, 3))


def test_multiplying_aliases_are_rejected() -> None:
    bomb = "".join(f"x{n}: &x{n} [{', '.join(9 * [f'*x{n - 1}'])}]\n" for n in range(1, 12))
    with pytest.raises(InputError, match=r"c\.yaml:\d+:\d+: #/x\d.*: YAML aliases repeat more than 1,000,000 values"):
        parse(Source("c.yaml", f"openapi: 3.1.0\nx0: &x0 [a]\n{bomb}"))
    merges = "".join(f"x{n}: &x{n} {{<<: [{', '.join(9 * [f'*x{n - 1}'])}]}}\n" for n in range(1, 30))
    assert parse(Source("c.yaml", f"openapi: 3.1.0\nx0: &x0 {{a: 1}}\n{merges}")).root["x29"] == {"a": 1}


def test_status_codes_and_dates_are_strings() -> None:
    document = parse(Source("c.yaml", YAML + "x-sunset: 2030-01-31\n"))
    assert document.get("/paths/~1a~1{b}/get/responses/200") == {"description": "fine"}
    assert document.root["x-sunset"] == "2030-01-31"
