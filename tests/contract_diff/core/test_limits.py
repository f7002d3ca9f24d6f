"""Whatever is in a text, reading it ends soon, with its value or with one sentence that names file and place."""

import json
import re
from typing import Any

import pytest
import yaml
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_diff.core.decoding import decode
from contract_diff.core.errors import InputError
from contract_diff.core.limits import CONTRACT, PROJECT, Limits
from contract_diff.core.parsing import parse_text
from contract_diff.core.yaml_size import Loader
from scripts.openapi.canonical_yaml import dump
from tests.support.tiers import examples

LIMITS = {"contract": CONTRACT, "project": PROJECT}
SENTENCE = re.compile(r"a\.yaml(:\d+:\d+)?: .+; [a-z].+")


def refusal(text: str, limits: Limits) -> str:
    """The sentence by which a text is refused."""
    with pytest.raises(InputError) as caught:
        parse_text("a.yaml", text, limits)
    sentence = str(caught.value)
    assert SENTENCE.fullmatch(sentence)
    assert len(sentence) < 1_000
    return sentence


def indented(levels: int) -> list[str]:
    """Lines with 200 levels each."""
    return [" " * 400 * row + "- " * 200 for row in range(levels // 200)]


NESTED = {
    "flow lists": lambda levels: "a: " + "[" * levels + "]" * levels,
    "flow objects": lambda levels: "a: " + "{b: " * levels + "1" + "}" * levels,
    "lists that don't end": lambda levels: "a: " + "[" * levels,
    "objects that don't end": lambda levels: "a: " + "{b: " * levels,
    "lists in a line": lambda levels: "a:\n  " + "- " * levels + "b",
    "keys in a line": lambda levels: "? " * levels + "a",
    "values in a line": lambda levels: "? a\n: " + "- " * levels + "b",
    "lists after tabs": lambda levels: "-\t" * levels + "b",
    "indented lines": lambda levels: "".join(" " * level + "a:\n" for level in range(min(levels, 1_500))),
    "lists on indented lines": lambda levels: "\n".join(indented(levels)),
    "rare line ends": lambda levels: "\u2028".join(indented(levels)),
    "json lists": lambda levels: '{"a": ' + "[" * levels + "]" * levels + "}",
    "json objects": lambda levels: '{"a": ' * levels + "1" + "}" * levels,
    "json that doesn't end": lambda levels: '{"a": ' * levels,
    "tags": lambda levels: "a: " + "!!seq [" * levels + "]" * levels,
    "anchors": lambda levels: "a: " + "&b [" * levels + "]" * levels,
    "explicit keys": lambda levels: "a: " + "{? b : " * levels + "1" + "}" * levels,
}  # fmt: skip


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("levels", [1_000, 20_000, 100_000])
@pytest.mark.parametrize("kind", NESTED)
def test_nesting_is_refused_without_being_followed(kind: str, levels: int, limits: Limits) -> None:
    sentence = refusal(NESTED[kind](levels), limits)
    assert re.search("nested too deeply to be read|broken YAML|a key is not a string", sentence)


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("in_json", [False, True])
def test_the_depth_is_exact(in_json: bool, limits: Limits) -> None:
    def nested(levels: int) -> str:
        inner = "\n" + "[" * (levels - 1) + "]" * (levels - 1)
        return f'{{"a":{inner}}}' if in_json else f"a:{inner.replace('[', ' [', 1)}"

    assert parse_text("a.yaml", nested(limits.depth), limits)
    assert "at line 2; flatten it" in refusal(nested(limits.depth + 1), limits)


NUMBERS = {
    "decimal": "1" * 5_000,
    "negative": "-" + "9" * 5_000,
    "signed": "+" + "9" * 301,
    "just too long": "1" + "0" * 300,
    "hexadecimal": "0x" + "f" * 5_000,
    "octal": "0o" + "7" * 6_000,
    "short hexadecimal": "0x" + "f" * 300,
    "with a fraction": "1" * 5_000 + ".5",
    "with an exponent": "1e" + "9" * 5_000,
    "zeros": "0" * 5_000 + "1",
}
STRINGS = {
    "binary": "0b" + "1" * 20_000,
    "sexagesimal": "1" + ":59" * 3_000,
    "sexagesimal fraction": "1" + ":59" * 3_000 + ".5",
    "with underscores": "1_" * 4_000 + "1",
}


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_a_number_of_many_digits_is_refused(number: str, limits: Limits) -> None:
    assert "a.yaml:2:5: #/a/b is a number of more than 300 digits; write a smaller one" in refusal(
        f"a:\n  - \n  b: {number}".replace("  - \n", "").replace("  b:", "    b:"), limits
    )


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_what_only_yaml_1_1_calls_a_number_is_a_string(text: str, limits: Limits) -> None:
    assert parse_text("a.yaml", f"a: {text}", limits).root == {"a": text}


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_a_number_of_many_digits_in_json_is_refused(limits: Limits) -> None:
    for digits in ("1" * 301, "1" * 5_000, "1" * 5_000 + ".5"):
        assert "#/a/1 is a number of more than 300 digits" in refusal(f'{{"a": [1, {digits}]}}', limits)


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize(
    "text",
    [
        "a: [" + "1," * 10_000 + "1]",
        "a: {" + ",".join(f"b{index}: 1" for index in range(10_000)) + "}",
        "a:\n" + "- 1\n" * 10_000,
        "a:\n" + "- - - 1\n" * 4_000,
        "a:\u2028" + "- 1\u2028" * 10_000,
        "".join(f"b{index}:\n" for index in range(10_000)),
        '{"a": [' + "[]," * 10_000 + "[]]}",
        '{"a": "\\"", "b": [' + "1," * 10_000 + "1]}",
        json.dumps({str(index): {} for index in range(10_001)}),
    ],
)
def test_too_many_values_are_refused(text: str, limits: Limits) -> None:
    assert "contains more than 10,000 values; split it" in refusal(text, evolve(limits, values=10_000))


def test_commas_in_a_string_are_not_values() -> None:
    text = json.dumps({"a": "b, [c] {d}, " * 200_000})
    assert parse_text("a.json", text).root == json.loads(text)


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_a_long_name_is_refused(limits: Limits) -> None:
    for key in ("k" * (limits.key + 1), "k" * 1_000_000):
        sentence = refusal(json.dumps({"a": {key: 1}}), limits)
        assert sentence.startswith("a.yaml:1:2: #/a has a property whose name has ")
    assert parse_text("a.yaml", json.dumps({"k" * limits.key: 1}), limits)


TAGS = (
    "!!int x", "!!float x", "!!bool x", "!!bool yes", "!!null x", "!!binary '*'", "!!binary Zm9v", "!!omap [a]",
    "!!omap x", "!!pairs [a]", "!!set {a}", "!!timestamp 2030-01-31", "!!int [1]", "!!float {a: 1}", "!!str [a]",
    "!!seq {a: 1}", "!!map [1]", "!!int '1:59'", "!!int 0b1", "!foo bar", "!!python/object:os.system x",
    "!!python/name:os.system ''", f"!{'x' * 5_000} a",
)  # fmt: skip


@pytest.mark.parametrize("tag", TAGS, ids=lambda tag: tag[:20])
def test_a_tag_that_does_not_fit_is_refused_in_a_project(tag: str) -> None:
    assert refusal(f"a:\n  b: {tag}", PROJECT).startswith("a.yaml:2:6: #/a/b: the tag !")
    assert parse_text("a.yaml", f"a: {tag}", CONTRACT)


@pytest.mark.parametrize("value", ["!!int 1", "!!str 1", "!!float 1", "!!null ''", "!!bool true", "! 1", "!!map {}"])
def test_a_tag_that_fits_is_read(value: str) -> None:
    assert parse_text("a.yaml", f"a: {value}", PROJECT)


@pytest.mark.parametrize("key", ["null", "~", "1.5", "true", "False", ".5", "!!int x", "!!float 1", "1e3", ""])
def test_a_key_that_is_not_a_string_is_refused_in_a_project(key: str) -> None:
    assert "is not a string; quote it" in refusal(f"a:\n  ? {key}\n  : 1", PROJECT)


@pytest.mark.parametrize("key", ["200", "NO", "no", "2030-01-31", "12:30", "0x10", "'null'", "'1.5'"])
def test_other_keys_are_read_as_they_are_written(key: str) -> None:
    for limits in LIMITS.values():
        assert parse_text("a.yaml", f"{key}: 1", limits).root == {key.strip("'"): 1}


@pytest.mark.parametrize("text", ["a: &b 1\nc: *b", "a: [&b [1], *b]", "a: &b {c: *b}", "a: &b {}\nc: {<<: *b}"])
def test_aliases_are_refused_in_a_project(text: str) -> None:
    assert "uses YAML aliases (*name); write out what they stand for" in refusal(text, PROJECT)


def test_wide_merges_are_refused() -> None:
    wide = ", ".join(f"k{index}: 1" for index in range(100))
    text = f"a: &a {{{wide}}}\n" + "".join(f"b{index}: {{<<: *a}}\n" for index in range(100))
    assert "YAML aliases repeat more than 5,000 values" in refusal(text, evolve(CONTRACT, repeated=5_000))
    assert parse_text("a.yaml", text, CONTRACT)


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b\x08", b"a: \xff", "a: b".encode("utf-32"), b"\xff\xfea", b"x: \xed\xa0\x80"]
)
def test_bytes_that_are_not_text_are_refused(content: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.yaml: cannot be read as UTF-|^a\.yaml:1:\d+: broken YAML"):
        parse_text("a.yaml", decode("a.yaml", content))


SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85"), max_size=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS | TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=20
)


@settings(max_examples=examples(300), deadline=None)
@given(value=st.dictionaries(TEXT, VALUES, max_size=4))
def test_both_limits_read_what_is_within_them(value: dict[str, Any]) -> None:
    for limits in LIMITS.values():
        assert parse_text("a.json", json.dumps(value), limits).root == value


@settings(max_examples=examples(400), deadline=None)
@given(text=st.text(st.sampled_from(list("[]{},:-?&*!|>'\"\\ \t\n#%@`~<a1.0x")), max_size=60))
def test_any_signs_are_read_or_refused(text: str) -> None:
    for limits in LIMITS.values():
        try:
            parse_text("a.yaml", text, limits)
        except InputError as error:
            assert "\n" not in str(error)


def test_the_reader_of_a_project_reads_what_the_pipeline_writes() -> None:
    value = {"a": ["1e3", "0o17", "NO", "12:30", "<<", "~", "", ".5", "+1", 1000.0, 1e22, True, None]}
    assert parse_text("a.yaml", dump(value), PROJECT).root == value
    assert yaml.safe_load(dump(value)) == value


def test_levels_that_libyaml_refuses_itself_are_reported_as_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The libyaml of PyYAML 6.0.4 does, at 1,000 levels."""

    def refuse(_: Loader) -> None:
        mark = yaml.Mark("", 0, 1, 1000, "", 0)
        raise yaml.scanner.ScannerError("while increasing flow level", mark, "exceeded maximum nesting depth", mark)

    monkeypatch.setattr(Loader, "get_single_node", refuse)
    with pytest.raises(InputError, match=r"^c\.yaml: nested too deeply to be read, .* at line 2; flatten it$"):
        parse_text("c.yaml", "a:\n[]")
