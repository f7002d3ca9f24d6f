import pytest
from attrs import evolve
from pivotal.sandbox import Request, Sandbox

from tests.pivotal.sandbox import contract
from tests.pivotal.sandbox.support import KEY, TEST_KEY, Api


def test_the_identity_shows_only_the_safe_prefix_of_the_key(api: Api) -> None:
    me = api.get("/me")
    assert me["api_key"]["prefix"] == "pivotal_K8s9"
    assert me["api_key"]["rate_limit_tier"] == "default"
    assert me["organization"]["slug"] == "sandbox"
    assert KEY.removeprefix("pivotal_K8s9") not in str(me)
    assert Api(api.sandbox, TEST_KEY).get("/me")["api_key"]["prefix"] == "pivotal_test_K8s9"


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        (None, "missing_api_key"),
        ("", "missing_api_key"),
        (KEY, "invalid_api_key"),
        (f"Basic {KEY}", "invalid_api_key"),
        ("Bearer", "invalid_api_key"),
        ("Bearer sk_live_123", "invalid_api_key"),
        ("Bearer pivotal_", "invalid_api_key"),
        ("Bearer pivotal_test_", "invalid_api_key"),
        (f"Bearer {KEY} {KEY}", "invalid_api_key"),
        ("Bearer pivotal_ä", "invalid_api_key"),
    ],
)
def test_a_key_that_is_missing_or_malformed_is_a_401(sandbox: Sandbox, authorization: str | None, code: str) -> None:
    headers = {} if authorization is None else {"authorization": authorization}
    response = sandbox.handle(Request("GET", "/api/v1/me", headers=headers))
    contract.check("GET", "/api/v1/me", response)
    error = response.json()["error"]
    assert (response.status, error["type"], error["code"]) == (401, "authentication_error", code)


def test_a_revoked_key_is_rejected_at_once_and_other_keys_work(api: Api) -> None:
    api.get("/me")
    api.sandbox.keys.revoke(KEY)
    api.fails(401, "api_key_revoked", "GET", "/me")
    Api(api.sandbox, TEST_KEY).get("/me")


def test_once_a_key_is_registered_only_registered_keys_work(api: Api) -> None:
    api.sandbox.keys.register(TEST_KEY, name="CI", tier="paid")
    api.fails(401, "invalid_api_key", "GET", "/me")
    shown = Api(api.sandbox, TEST_KEY).get("/me")["api_key"]
    assert (shown["name"], shown["rate_limit_tier"]) == ("CI", "paid")


def test_a_revoked_key_stays_registered_with_its_name_and_tier(api: Api) -> None:
    registered = api.sandbox.keys.register(KEY, name="CI", tier="paid")
    revoked = api.sandbox.keys.revoke(KEY)
    assert revoked == evolve(registered, revoked=True)
    Api(api.sandbox, TEST_KEY).fails(401, "invalid_api_key", "GET", "/me")


def test_registering_rejects_a_malformed_key_and_an_unknown_tier(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="pivotal_"):
        sandbox.keys.register("secret")
    with pytest.raises(ValueError, match="no tier 'gold'"):
        sandbox.keys.register(KEY, tier="gold")


def test_a_tier_that_does_not_exist_in_the_file_is_a_logged_500(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    api.sandbox.keys.register(KEY)
    api.sandbox.store.execute("UPDATE api_keys SET tier = 'gold'")
    api.fails(500, "internal_error", "GET", "/me")
    assert "gold" in caplog.text


def test_keys_are_never_shown_or_stored(api: Api) -> None:
    api.sandbox.keys.register(KEY)
    api.get("/me")
    secret = KEY.removeprefix("pivotal_K8s9")
    (logged,) = api.sandbox.requests
    assert logged.headers["authorization"] == "Bearer pivotal_K8s9..."
    request = Request("GET", "/", headers={"authorization": f"Bearer {KEY}"})
    shown = [repr(logged), repr(request), repr(api.sandbox.keys.revoke(KEY)), str(api.sandbox.snapshot())]
    assert all(secret not in string for string in shown)
