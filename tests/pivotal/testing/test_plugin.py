"""The pytest plugin in the test run of a user."""

import json

import pytest
from pivotal.sandbox import Sandbox

pytest_plugins = ["pytester"]
KEY = "pivotal_test_K8s9secretsecret"


@pytest.fixture(autouse=True)
def alone(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start each inner run with this plugin only: others take most of its time. Pytester clears the options first."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p pivotal")


def test_an_installed_plugin_is_loaded_by_itself(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:schemathesis")
    pytester.makepyfile("def test_it(pivotal_client):\n    assert pivotal_client.health().status == 'ok'\n")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_fixtures_share_one_sandbox(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import asyncio

        def test_sync_and_async(pivotal_sandbox, pivotal_client, async_pivotal_client):
            aurora = pivotal_client.customers.create(name="Aurora")
            assert asyncio.run(async_pivotal_client.customers.get(aurora)) == aurora
            assert pivotal_sandbox.requests

        def test_each_test_starts_empty(pivotal_client):
            assert pivotal_client.customers.list().to_list() == []
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=2)


def test_live_keys_and_the_network_are_rejected_unless_marked(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import httpx
        import pytest
        from pivotal import PivotalApi
        from pivotal.errors import APIConnectionError, InvalidArgumentError

        LIVE, TEST = "pivotal_K8s9secretsecret", "pivotal_test_K8s9secretsecret"
        remote = PivotalApi(api_key=TEST, base_url="https://pivotal.invalid", max_retries=0)

        def test_live_key():
            with pytest.raises(InvalidArgumentError, match="live"):
                PivotalApi(api_key=LIVE)

        @pytest.mark.pivotal_live
        def test_marked_live_key():
            assert PivotalApi(api_key=LIVE).mode == "live"

        def test_network():
            with pytest.raises(InvalidArgumentError, match="not this machine.*mark the test pivotal_network"):
                remote.me()

        def test_a_mock_of_httpx():
            answer = httpx.Response(200, json={"status": "ok", "timestamp": ""})
            mocked = httpx.Client(transport=httpx.MockTransport(lambda request: answer))
            client = PivotalApi(api_key=TEST, base_url="https://pivotal.invalid", http_client=mocked)
            assert client.health().status == "ok"

        @pytest.mark.pivotal_network
        def test_marked_network():
            with pytest.raises(APIConnectionError):
                remote.me()
        """
    )
    pytester.runpytest_subprocess("--strict-markers").assert_outcomes(passed=5)


REPLAYED = """
def test_replay(pivotal_replay):
    pivotal = pivotal_replay("customers"%s)
    pivotal.customers.create(name="Aurora")
    assert [customer.name for customer in pivotal.customers.list()] == ["Aurora"]
"""


@pytest.mark.slow
def test_record_then_replay_without_server_or_key(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIVOTAL_API_KEY", raising=False)
    with Sandbox().serve() as url:
        pytester.makepyfile(REPLAYED % f", api_key={KEY!r}, base_url={url!r}")
        pytester.runpytest_subprocess().assert_outcomes(passed=1)
    cassette = pytester.path / "cassettes" / "customers.json"
    recorded = cassette.read_text()
    assert "secretsecret" not in recorded and "authorization" not in recorded.lower()

    pytester.makepyfile(REPLAYED % "")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)
    assert cassette.read_text() == recorded

    pytester.makepyfile((REPLAYED % "").replace('name="Aurora"', 'name="Borealis"'))
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*CassetteError: customers.json has POST /api/v1/customers next*"])


ASYNC_REPLAYED = """
import asyncio

def test_replay(async_pivotal_replay):
    async def run():
        async with async_pivotal_replay("customers"%s) as pivotal:
            await asyncio.gather(*(pivotal.customers.create(name=name) for name in ("Aurora", "Borealis")))
            assert len([customer async for customer in pivotal.customers.list()]) == 2
    asyncio.run(run())
"""


def test_record_then_replay_async(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIVOTAL_API_KEY", raising=False)
    with Sandbox().serve() as url:
        pytester.makepyfile(ASYNC_REPLAYED % f", api_key={KEY!r}, base_url={url!r}")
        pytester.runpytest_subprocess().assert_outcomes(passed=1)
    assert len(json.loads((pytester.path / "cassettes" / "customers.json").read_text())) == 3
    pytester.makepyfile(ASYNC_REPLAYED % "")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_the_recording_of_a_failing_test_is_not_kept(pytester: pytest.Pytester, again: bool) -> None:
    cassette = pytester.mkdir("cassettes") / "customers.json"
    if again:
        cassette.write_text("[]")
    with Sandbox().serve() as url:
        test = REPLAYED % f", api_key={KEY!r}, base_url={url!r}"
        pytester.makepyfile(test.replace('["Aurora"]', "[]; pivotal.close()"))
        pytester.runpytest_subprocess("--pivotal-record").assert_outcomes(failed=1)
    assert (cassette.read_text() if cassette.exists() else "") == ("[]" if again else "")


def test_a_cassette_that_is_missing_is_named(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIVOTAL_API_KEY", raising=False)
    pytester.makepyfile(REPLAYED % "")
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*CassetteError: *customers.json doesn't exist, and recording needs a key: set *"])


def test_a_file_that_is_not_a_cassette_is_named(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(REPLAYED % "")
    folder = pytester.mkdir("cassettes")
    (folder / "customers.json").write_text("{}")
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*customers.json is not a cassette*"])


@pytest.mark.parametrize("secret", ["", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
def test_events_are_made_and_delivered(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("PIVOTAL_WEBHOOK_SECRET", secret)
    pytester.makepyfile(
        f"""
        import os
        from pivotal.webhooks import Webhooks

        def test_a_launch(pivotal_webhooks):
            webhooks, names = Webhooks(), []
            webhooks.on("onboarding.launched")(lambda event: names.append(event.data.object.name))
            event = pivotal_webhooks.make_event("onboarding.launched", data={{"object": {{"name": "Borealis"}}}})
            assert pivotal_webhooks.deliver(webhooks.wsgi(), event).status_code == 204
            assert pivotal_webhooks.deliver(webhooks.asgi(), event).status_code == 204
            assert names == ["Borealis", "Borealis"]

        def test_the_variable_is_as_it_was():
            assert os.environ["PIVOTAL_WEBHOOK_SECRET"] == {secret!r}
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=2)
