"""Recordings: what they keep, where they are, and files that somebody tampered with."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pivotal import PivotalApi
from pivotal.errors import PivotalError
from pivotal.testing import Cassette, CassetteError
from pivotal.testing._cassette import cassette_path

from tests.support.samples import HEALTH, KEY, SECRET_PART
from tests.support.scripted import ScriptedServer, reply

pytest_plugins = ["pytester"]
WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjU"
GOOD: dict[str, Any] = {
    "request": {"method": "GET", "target": "/api/v1/health", "body": None},
    "response": {"status": 200, "headers": {}, "body": json.dumps(HEALTH)},
}


def replaying(path: Path, url: str = "http://127.0.0.1:1") -> PivotalApi:
    client = PivotalApi(api_key=KEY, base_url=url, max_retries=0)
    client._sender = Cassette(path, client._sender)
    return client


def changed(part: str, name: str, value: Any) -> Any:
    return [GOOD, {**GOOD, part: {**GOOD[part], name: value}}]


def without(part: str, name: str) -> Any:
    return [GOOD, {**GOOD, part: {key: value for key, value in GOOD[part].items() if key != name}}]


MISSING = [without(part, name) for part in ("request", "response") for name in GOOD[part]]
MISTYPED = [
    changed("request", "method", None),
    changed("request", "target", 5),
    changed("request", "body", ["x"]),
    changed("request", "body", {"base64": "no base64!"}),
    changed("request", "body", {}),
    changed("response", "status", "200"),
    changed("response", "status", 10**30),
    changed("response", "status", -1),
    changed("response", "headers", {"retry-after": 5}),
    changed("response", "headers", None),
    changed("response", "body", {"base64": 5}),
    [GOOD, {"request": GOOD["request"]}],
    [GOOD, {"response": GOOD["response"]}],
    [GOOD, {**GOOD, "response": None}],
    [GOOD, 5],
]


@pytest.mark.parametrize("entries", [*MISSING, *MISTYPED], ids=lambda entries: json.dumps(entries[1])[:120])
def test_a_part_that_is_missing_or_mistyped_is_named(entries: Any, tmp_path: Path) -> None:
    path = tmp_path / "health.json"
    path.write_text(json.dumps(entries))
    with pytest.raises(CassetteError, match=r"^health\.json is not a cassette \(.*\$\[1\].*\); delete it") as caught:
        replaying(path)
    assert len(str(caught.value).splitlines()) == 1


BROKEN = {
    "empty": b"",
    "cut": json.dumps([GOOD]).encode()[:-10],
    "an object": b"{}",
    "not UTF-8": b'["\xff"]',
    "UTF-16": json.dumps([GOOD]).encode("utf-16"),
    "deep": b"[" * 100_000,
    "null bytes": bytes(100),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_no_cassette_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "health.json"
    path.write_bytes(content)
    with pytest.raises(CassetteError, match=r"^health\.json is not a cassette"):
        replaying(path)


def test_a_folder_is_no_cassette(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="is not a cassette"):
        replaying(tmp_path)


def in_base64(secret: str, before: str) -> str:
    return b64encode(f"{before}{secret}".encode()).decode()


WRITTEN: dict[str, Any] = {
    "plain": lambda secret: secret,
    "URL": lambda secret: secret.replace("_", "%5F").replace("K", "%4b"),
    "URL, twice": lambda secret: secret.replace("_", "%255f"),
    "JSON": lambda secret: secret.replace("_", "\\u005f").replace("p", "\\u0070"),
    "Python": lambda secret: secret.replace("_", "\\x5f").replace("p", "\\x70"),
    "HTML": lambda secret: secret.replace("_", "&#95;").replace("p", "&#x70;"),
    "base64": lambda secret: in_base64(secret, ""),
    "base64 in a URL": lambda secret: quote(in_base64(f"{secret}??>>", "x")),
    "base64 behind 1": lambda secret: in_base64(secret, "x"),
    "base64 behind 2": lambda secret: in_base64(secret, "xy"),
    "base64, twice": lambda secret: in_base64(in_base64(secret, "x"), "xy"),
}
SECRETS = {"key": (KEY, SECRET_PART), "webhook secret": (WEBHOOK_SECRET, WEBHOOK_SECRET.removeprefix("whsec_"))}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("form", WRITTEN)
def test_a_recording_keeps_no_secret(form: str, secret: str, tmp_path: Path) -> None:
    whole, part = SECRETS[secret]
    shown = WRITTEN[form](whole)
    content = f'{{"status": "ok", "timestamp": "{shown}"}}'.encode()
    answers = (
        reply(200, content, {"Content-Type": f"application/json; key={shown}", "Retry-After": shown}),
        reply(500, b"\xff" + content),
    )
    path = tmp_path / "health.json"
    with ScriptedServer(*answers) as server:
        client = replaying(path, server.url)
        parts: Any = {"query": {"key": shown}, "body": {"key": whole}}
        client.request("POST", "/api/v1/x", **parts)
        with pytest.raises(PivotalError):
            client.health()
        client._sender.save()  # type: ignore[attr-defined]
    recorded = path.read_text()
    assert part not in recorded and shown not in recorded and in_base64(whole, "")[4:-4] not in recorded
    for answer in json.loads(recorded):
        body = answer["response"]["body"]
        assert shown not in (body if isinstance(body, str) else str(body))
    again = replaying(path, server.url)
    assert again.request("POST", "/api/v1/x", **parts).status == 200


def test_private_data_is_scrubbed_besides_secrets(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with ScriptedServer(reply(200, {"status": "Ada", "timestamp": KEY})) as server:
        client = PivotalApi(api_key=KEY, base_url=server.url)
        client._sender = cassette = Cassette(path, client._sender, scrub=lambda text: text.replace("Ada", "somebody"))
        client.request("GET", "/api/v1/x", query={"name": "Ada"})
        cassette.save()
    assert "Ada" not in path.read_text() and SECRET_PART not in path.read_text()


@pytest.mark.parametrize(
    "name",
    ["", "../x", "a/../../x", "/etc/passwd", "/tmp/x", "a\0b", "x" * 5_000, "folder", "link", "far/x", None, 5],
    ids=ascii,
)
def test_the_name_of_a_cassette_stays_in_its_folder(name: Any, tmp_path: Path) -> None:
    folder = tmp_path / "cassettes"
    (folder / "folder.json").mkdir(parents=True)
    (tmp_path / "outside.json").write_text("[]")
    (folder / "link.json").symlink_to(tmp_path / "outside.json")
    (folder / "far").symlink_to(tmp_path)
    with pytest.raises(CassetteError, match="can't be the name of a cassette"):
        cassette_path(folder, name)


@pytest.mark.parametrize("name", ["customers", "v1/customers", "a..b", "ä b"])
def test_a_cassette_may_be_in_a_folder_below(name: str, tmp_path: Path) -> None:
    assert cassette_path(tmp_path, name) == tmp_path / f"{name}.json"


def test_recording_again_writes_nothing_outside(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_outside(pivotal_replay):
            pivotal_replay("../../outside", api_key="pivotal_test_K8s9secretsecret", base_url="http://127.0.0.1:1")
        """
    )
    result = pytester.runpytest_subprocess("--pivotal-record", "-p", "no:schemathesis")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*CassetteError: '../../outside' can't be the name of a cassette; *"])


def test_a_cassette_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.json"
    with ScriptedServer(reply(body=HEALTH)) as server:
        client = replaying(path, server.url)
        client.health()
        monkeypatch.setattr("pivotal.testing._cassette._MOST_BYTES", 100)
        with pytest.raises(CassetteError, match=r"^large.json has \d+ bytes; a cassette has at most 100: record less"):
            client._sender.save()  # type: ignore[attr-defined]
    assert not path.exists()
    path.write_text(json.dumps([GOOD]))
    with pytest.raises(CassetteError, match="at most 100: delete it to record it again"):
        replaying(path)
