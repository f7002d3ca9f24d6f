"""Where the API key comes from, and that nothing shows it."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pivotal.sandbox import Sandbox

from tests.pivotal.cli.support import PATIENCE, Done, run, run_process, start, terminal
from tests.support.samples import KEY, LIVE_KEY, SECRET_PART, page
from tests.support.scripted import Answer, ScriptedServer, reply


def prefix_used(sandbox: Sandbox, *options: str) -> str:
    """Return the part of the key that the server saw."""
    shown: str = run("me", *options).data["api_key"]["prefix"]
    return shown


@pytest.fixture
def no_key(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    monkeypatch.delenv("PIVOTAL_API_KEY")
    return sandbox


def login(name: str, key: str, *options: str) -> Done:
    done = run("login", "--profile", name, *options, stdin=f"{key}\n")
    assert done.code == 0, done.err
    return done


def key(name: str, live: bool = False) -> str:
    return f"pivotal_{'' if live else 'test_'}{name}{SECRET_PART}"


def test_without_a_key(no_key: Sandbox) -> None:
    done = run("me")
    assert (done.code, done.sentence) == (
        4, "pivotal: There is no API key: set PIVOTAL_API_KEY, or run `pivotal login`.",
    )  # fmt: skip


def test_which_key_is_used(no_key: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("one1", "two2"):
        login(name, key(name))
    assert prefix_used(no_key) == "pivotal_test_one1"  # the first profile is in use
    assert run("use", "two2").code == 0
    assert prefix_used(no_key) == "pivotal_test_two2"
    monkeypatch.setenv("PIVOTAL_PROFILE", "one1")
    assert prefix_used(no_key) == "pivotal_test_one1"
    monkeypatch.setenv("PIVOTAL_API_KEY", key("env3"))
    assert prefix_used(no_key) == "pivotal_test_env3"
    assert prefix_used(no_key, "--profile", "two2") == "pivotal_test_two2"
    file = tmp_path / "key"
    file.write_text(key("fil4") + "\n", encoding="utf-8")
    assert prefix_used(no_key, "--profile", "two2", "--api-key-file", str(file)) == "pivotal_test_fil4"
    assert run("--profile", "two2", "me").data["api_key"]["prefix"] == "pivotal_test_two2"
    done = run("me", "--api-key-file", "-", stdin=key("std5"))
    assert done.data["api_key"]["prefix"] == "pivotal_test_std5"


def test_profiles_are_listed_used_and_forgotten(no_key: Sandbox) -> None:
    login("one", key("one1"))
    login("two", key("two2", live=True), "--base-url", os.environ["PIVOTAL_BASE_URL"])
    rows = {row["name"]: row for row in run("profiles").data}
    assert (rows["one"]["current"], rows["two"]["current"]) == (True, False)
    assert (rows["one"]["key"], rows["two"]["key"]) == ("pivotal_test_one1...", "pivotal_two2...")
    assert run("logout", "one").code == 0
    assert [row["name"] for row in run("profiles").data] == ["two"]
    assert run("me").code == 4
    done = run("use", "three")
    assert done.code == 4 and "no profile 'three': the profiles are two" in done.sentence


def test_the_file_can_be_read_by_its_owner_only(no_key: Sandbox, folder: Path) -> None:
    previous = os.umask(0)
    try:
        login("one", key("one1"))
    finally:
        os.umask(previous)
    assert [path.name for path in folder.iterdir()] == ["config.toml"]
    assert stat.S_IMODE((folder / "config.toml").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "config.toml").chmod(0o644)
    done = run("me")
    assert done.code == 0 and "others can read the key" in done.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("current = ", "is not TOML"),
        ("profiles = 1", "$.profiles"),
        ('[profiles.a]\nkey_program = "x"', "unknown field `key_program`"),
        ("\udcff", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used(no_key: Sandbox, folder: Path, content: str, words: str) -> None:
    folder.mkdir()
    (folder / "config.toml").write_bytes(content.encode(errors="surrogateescape"))
    done = run("me")
    assert done.code == 2 and words in done.sentence and str(folder) in done.sentence


def test_a_refused_key_is_not_kept(no_key: Sandbox, folder: Path) -> None:
    no_key.keys.register(KEY)
    no_key.keys.revoke(KEY)
    done = run("login", stdin=KEY)
    assert done.code == 4 and "api_key_revoked" in done.sentence
    assert not folder.exists()
    done = run("login", stdin=f"Bearer {KEY}")
    assert done.code == 4 and "starts with 'Bearer'" in done.sentence and SECRET_PART not in done.err


def test_a_command_that_prints_the_key(no_key: Sandbox, folder: Path, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.write_text(key("vau1") + "\n", encoding="utf-8")
    login("vault", "", "--key-command", f"cat '{vault}'")
    assert prefix_used(no_key) == "pivotal_test_vau1"
    assert SECRET_PART not in (folder / "config.toml").read_text(encoding="utf-8")
    assert run("profiles").data[0]["source"] == "command"
    vault.unlink()
    done = run("me")
    assert done.code == 4 and "key_command ended with exit code 1" in done.err
    done = run("login", "--key-command", "no-such-program --x")
    assert done.code == 4 and done.sentence == "pivotal: key_command can't be run: No such file or directory."
    done = run("login", "--key-command", "'")
    assert done.code == 4 and "No closing quotation" in done.sentence


KEYRING = """
import json, os, pathlib
store = pathlib.Path(os.environ["KEYRING_FILE"])
def _all(): return json.loads(store.read_text()) if store.exists() else {}
def get_password(service, name): return _all().get(f"{service}/{name}")
def set_password(service, name, key): store.write_text(json.dumps({**_all(), f"{service}/{name}": key}))
def delete_password(service, name):
    keys = _all()
    del keys[f"{service}/{name}"]
    store.write_text(json.dumps(keys))
"""


def test_the_keyring_is_used_only_where_it_is_installed(
    no_key: Sandbox, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module with the functions of keyring stands for it: the real one needs a desktop's session."""
    done = run_process("login", "--keyring")
    assert (done.code, done.err) == (
        2, "pivotal: keyring is not installed; pip install keyring, or log in without --keyring.\n",
    )  # fmt: skip
    (tmp_path / "keyring.py").write_text(KEYRING, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("KEYRING_FILE", str(tmp_path / "store"))
    with start("login", "--keyring", "--profile", "ring", stdin=subprocess.PIPE) as process:
        _, errors = process.communicate(key("ring"), timeout=PATIENCE)
    assert process.returncode == 0, errors
    assert SECRET_PART not in (folder / "config.toml").read_text(encoding="utf-8")
    assert run_process("me").data["api_key"]["prefix"] == "pivotal_test_ring"
    assert run_process("logout", "ring").code == 0
    assert json.loads((tmp_path / "store").read_text(encoding="utf-8")) == {}


def test_a_login_on_a_terminal_does_not_show_the_key(no_key: Sandbox) -> None:
    with terminal("login") as screen:
        screen.wait_for("API key (not shown):")
        screen.type_unseen(f"{KEY}\n")
        assert screen.finish() == 0
    assert "Logged in to Sandbox (test) as profile default, in use." in screen.shown
    assert SECRET_PART not in screen.shown


def test_a_key_of_the_other_mode_is_refused(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIVOTAL_API_KEY", LIVE_KEY)
    sandbox.requests.clear()
    for arguments in (("me", "--require-mode", "test"), ("--require-mode", "test", "me")):
        done = run(*arguments)
        assert (done.code, done.sentence) == (
            4, "pivotal: The key pivotal_K8s9... is a live key, but --require-mode is 'test'.",
        )  # fmt: skip
    assert list(sandbox.requests) == []


def test_no_flag_takes_a_key() -> None:
    done = run("customers", "list", "--api-key", KEY)
    assert done.code == 2 and "--api-key" in done.err and SECRET_PART not in done.err


def test_nothing_shows_the_key(no_key: Sandbox, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    login("default", KEY, "--debug")
    commands: list[tuple[object, ...]] = [
        ("customers", "create", "--name", KEY, "--debug", "--dry-run", "--error-format", "json"),
        ("customers", "get", 1, "--debug"), ("customers", "list", "--query", f"x={KEY}", "--debug"),
        ("customers", KEY), (KEY,), ("profiles",), ("profiles", "-o", "table"),
        ("me", "--profile", KEY), ("me", "--api-key-file", KEY), ("customers", "update", 1, "--mrr", KEY),
    ]  # fmt: skip
    for arguments in commands:
        done = run(*arguments)
        assert SECRET_PART not in done.err, arguments
        if KEY not in arguments:  # what the user writes into a record is data
            assert SECRET_PART not in done.out, arguments


def test_a_crash_shows_no_key_and_no_traceback(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError(f"unexpected {KEY}")

    monkeypatch.setattr("pivotal.cli._contract.operations.read_call", crash)
    done = run("me")
    assert done.code == 1 and "RuntimeError: unexpected pivotal_test_K8s9... (this is a bug" in done.sentence
    debugged = run("me", "--debug")
    assert "Traceback" in debugged.err and SECRET_PART not in debugged.err


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_the_list_of_processes_shows_no_key(no_key: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    login("default", KEY)
    with ScriptedServer(Answer((60.0,))) as server:
        monkeypatch.setenv("PIVOTAL_BASE_URL", server.url)
        with start("customers", "list") as process:
            while not server.requests:
                assert process.poll() is None
            listed = (
                Path(f"/proc/{process.pid}/cmdline").read_bytes() + Path(f"/proc/{process.pid}/environ").read_bytes()
            )
            process.kill()
    assert b"pivotal.cli" in listed and SECRET_PART.encode() not in listed


def test_every_server_is_paced(monkeypatch: pytest.MonkeyPatch) -> None:
    from pivotal.cli._account.connection import client_for

    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    assert client_for({})._shared.pacer is not None
    assert client_for({"base_url": "http://127.0.0.1:1"})._shared.pacer is not None


def test_a_profile_names_its_server(no_key: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    url = os.environ["PIVOTAL_BASE_URL"]
    login("local", KEY, "--base-url", url)
    with ScriptedServer(reply(200, page([]))) as server:
        monkeypatch.setenv("PIVOTAL_BASE_URL", server.url)
        assert run("me").data["object"] == "me"
        assert run("customers", "list", "--base-url", server.url).data == []
        assert len(server.requests) == 1
    done = run("me", "--base-url", "http://example.com")
    assert done.code == 2 and "sent over https or to this machine only" in done.sentence
