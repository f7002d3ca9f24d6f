"""API keys: which are refused, with which hint; and no message, repr, log or f-string reveals one."""

import copy
import os
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pivotal import ApiKey, PivotalApi
from pivotal.errors import InvalidArgumentError

from tests.support.samples import KEY, LIVE_KEY, SECRET_PART

MALFORMED = {
    "empty": ("", "empty"),
    "white space": ("   ", "white space"),
    "space before": (f" {KEY}", "strip"),
    "line end behind": (f"{KEY}\n", "strip"),
    "Bearer": (f"Bearer {KEY}", "Bearer"),
    "bearer": (f"bearer {KEY}", "Bearer"),
    "double quotes": (f'"{KEY}"', "quotes"),
    "single quotes": (f"'{KEY}'", "quotes"),
    "quote behind": (f"{KEY}'", "copy the key again"),
    "not ASCII": (f"{KEY}é", "ASCII"),
    "typographic dash": (KEY.replace("_", "\u2013"), "ASCII"),
    "zero-width space": (f"{KEY}\u200b", "ASCII"),
    "space inside": (f"{KEY[:20]} {KEY[20:]}", "white space"),
    "line end inside": (f"{KEY[:20]}\n{KEY[20:]}", "white space"),
    "NUL": (f"{KEY}\0", "copy the key again|white space"),
    "other service": (f"sk_live_{SECRET_PART}", "pivotal_"),
    "prefix in capitals": (f"PIVOTAL_{SECRET_PART}", "pivotal_"),
    "start of a prefix": ("pivotal", "is incomplete"),
    "live prefix alone": ("pivotal_", "is incomplete"),
    "test prefix alone": ("pivotal_test_", "is incomplete"),
    "test prefix cut off": ("pivotal_test", "is incomplete"),
    "placeholder": ("pivotal_test_...", "ends in '...'; pass the whole key"),
    "part that is shown": ("pivotal_test_K8s9...", "ends in '...'; pass the whole key"),
    "part with an ellipsis": ("pivotal_K8s9\N{HORIZONTAL ELLIPSIS}", "ends in '...'; pass the whole key"),
    "variable's name": (f"PIVOTAL_API_KEY={KEY}", "pivotal_"),
    "header": (f"{KEY}\r\nX-Evil: 1", "white space"),
    "semicolon": (f"{KEY};", "copy the key again"),
}


NOT_IN_ENVIRONMENTS = ("empty", "NUL")  # the first means that there is no key, the second can't be set
PASSED = [
    *((form, False) for form in MALFORMED),
    *((form, True) for form in MALFORMED if form not in NOT_IN_ENVIRONMENTS),
]


@pytest.mark.parametrize(("form", "from_environment"), PASSED)
def test_a_malformed_key_is_refused_with_a_hint(
    form: str, from_environment: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, hint = MALFORMED[form]
    if from_environment:
        monkeypatch.setenv("PIVOTAL_API_KEY", text)
    with pytest.raises(InvalidArgumentError, match=hint) as caught:
        ApiKey(None if from_environment else text)
    message = str(caught.value)
    assert message.startswith("PIVOTAL_API_KEY " if from_environment else "api_key ")
    assert SECRET_PART not in message and "\n" not in message
    assert message.endswith(".") and message[-2].isalnum()
    assert caught.value.__cause__ is None and caught.value.__context__ is None


@pytest.mark.parametrize("key", [b"pivotal_abc", 5, True, ["pivotal_abc"], object()])
def test_a_key_that_is_not_a_string_is_refused(key: object) -> None:
    with pytest.raises(InvalidArgumentError, match=f"is of type {type(key).__name__};"):
        ApiKey(key)  # type: ignore[arg-type]


@given(st.text(max_size=40))
def test_no_key_is_repeated_in_the_message(text: str) -> None:
    try:
        key = ApiKey(text)
    except InvalidArgumentError as error:
        assert len(text) < 8 or text not in str(error)
    else:
        assert key.reveal() == text and text.startswith("pivotal_")


@pytest.mark.parametrize(
    ("key", "mode", "prefix"), [(KEY, "test", "pivotal_test_K8s9"), (LIVE_KEY, "live", "pivotal_K8s9")]
)
def test_mode_and_prefix(key: str, mode: str, prefix: str) -> None:
    assert (ApiKey(key).mode, ApiKey(key).prefix) == (mode, prefix)


@pytest.mark.parametrize("short", ["pivotal_a", "pivotal_abcdefgh", "pivotal_test_abcdefghijk"])
def test_nothing_is_shown_of_a_short_key(short: str) -> None:
    assert str(ApiKey(short)) in ("pivotal_...", "pivotal_test_...")


SHOWN = {
    "str": str,
    "repr": repr,
    "f-string": lambda value: f"{value}",
    "f-string padded": lambda value: f"{value:>60}",
    "f-string repr": lambda value: f"{value!r}",
    "percent": lambda value: "%s %r" % (value, value),  # noqa: UP031
    "format": lambda value: f"{value} {value!r:>50} {value!s}",
    "in a list": lambda value: str([value]),
    "in a dict": lambda value: repr({"key": value}),
}


THINGS = [("key", way) for way in SHOWN]
THINGS += [(what, way) for what in ("client", "copy of a client") for way in SHOWN if way != "f-string padded"]


@pytest.mark.parametrize(("what", "way"), THINGS)
def test_no_representation_shows_the_whole_key(way: str, what: str) -> None:
    client = PivotalApi(api_key=KEY, base_url="http://127.0.0.1:1")
    things = {"key": ApiKey(KEY), "client": client, "copy of a client": client.with_options(timeout=1)}
    shown = SHOWN[way](things[what])
    assert SECRET_PART not in shown
    assert "pivotal_test_K8s9..." in shown


@pytest.mark.parametrize("key", [KEY, LIVE_KEY])
def test_a_key_survives_pickle_and_copies(key: str) -> None:
    first = ApiKey(key)
    for second in (pickle.loads(pickle.dumps(first)), copy.copy(first), copy.deepcopy(first), ApiKey(first)):
        assert second == first and hash(second) == hash(first) and second.reveal() == key
    assert first != key and ApiKey(KEY) != ApiKey(LIVE_KEY)


@pytest.mark.parametrize(("key", "other"), [(KEY, "live"), (LIVE_KEY, "test")])
def test_require_mode(key: str, other: str) -> None:
    own = ApiKey(key).mode
    assert PivotalApi(api_key=key, base_url="http://127.0.0.1:1", require_mode=own).mode == own
    for make in (ApiKey, lambda key, require_mode: PivotalApi(api_key=key, require_mode=require_mode)):
        with pytest.raises(InvalidArgumentError, match=f"is a {own} key, but require_mode is .{other}") as caught:
            make(key, require_mode=other)
        assert SECRET_PART not in str(caught.value)


@pytest.mark.parametrize("mode", ["Test", "", "prod", True])
def test_require_mode_accepts_two_values(mode: object) -> None:
    with pytest.raises(InvalidArgumentError, match="must be 'live', 'test' or None"):
        ApiKey(KEY, require_mode=mode)  # type: ignore[arg-type]


def test_the_environment_is_read_at_construction(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidArgumentError, match=r"No API key: pass api_key=\.\.\., or set PIVOTAL_API_KEY"):
        PivotalApi()
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    assert PivotalApi().mode == "test"
    monkeypatch.setenv("PIVOTAL_API_KEY", "")
    with pytest.raises(InvalidArgumentError, match="No API key"):
        PivotalApi()


def test_an_argument_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIVOTAL_API_KEY", LIVE_KEY)
    assert PivotalApi(api_key=KEY).mode == "test"


def test_an_empty_argument_does_not_read_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty setting that is passed on must not become the key of the environment."""
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    with pytest.raises(InvalidArgumentError, match="api_key is empty"):
        PivotalApi(api_key="")


def test_a_live_key_inside_pytest_is_refused_unless_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidArgumentError, match="PIVOTAL_ALLOW_LIVE_KEY=1") as caught:
        PivotalApi(api_key=LIVE_KEY)
    assert SECRET_PART not in str(caught.value)
    assert PivotalApi(api_key=LIVE_KEY, base_url="http://localhost:1").mode == "live"
    assert PivotalApi(api_key=LIVE_KEY, base_url="http://[::1]:1").mode == "live"
    monkeypatch.setenv("PIVOTAL_ALLOW_LIVE_KEY", "1")
    assert PivotalApi(api_key=LIVE_KEY).mode == "live"


def test_a_live_key_is_refused_while_pytest_collects_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that creates its client on import is imported before the first test starts."""
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    with pytest.raises(InvalidArgumentError, match="live"):
        PivotalApi(api_key=LIVE_KEY)


def test_a_live_key_outside_pytest_is_accepted() -> None:
    script = f"from pivotal import PivotalApi; print(PivotalApi(api_key={LIVE_KEY!r}))"
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run([sys.executable, "-c", script], env=outside, capture_output=True, text=True, check=True)
    assert done.stdout == "<PivotalApi live pivotal_K8s9... at https://my.pivotal.app>\n"
