"""Lines and columns of pointers."""

import json

import pytest

from contract_diff.reading.document import parse
from contract_diff.reading.sources import Source

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
    ("pointer", "place"),
    [("/paths", (2, 1)), ("/paths/~1a~1{b}/get", (4, 5)), ("/paths/~1a~1{b}/get/responses/200", (6, 9))],
)
def test_positions_in_yaml(pointer: str, place: tuple[int, int]) -> None:
    assert parse(Source("c.yaml", YAML)).position(pointer) == place


def test_positions_in_json_are_those_of_the_keys() -> None:
    text = json.dumps({"openapi": "3.1.0", "a b": [{"c/d": 1}, {"é": [2, 3]}]}, indent=2, ensure_ascii=False)
    document = parse(Source("c.json", text))
    lines = text.splitlines()
    for pointer, wanted in (("/a b", '"a b"'), ("/a b/0/c~1d", '"c/d"'), ("/a b/1/é/1", "3")):
        line, column = document.position(pointer)
        assert lines[line - 1][column - 1 :].startswith(wanted)
