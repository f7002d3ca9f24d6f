import pytest

from tests.pivotal.sandbox.support import Api


def test_requests_are_matched_by_operation_status_and_body(api: Api) -> None:
    api.customer("A", plan="growth", metadata={"x": [1]})
    api.call("POST", "/customers", {"name": "A"})
    api.call("POST", "/customers", b"{")
    log = api.sandbox.requests
    assert [entry.status for entry in log.matching("create-customer")] == [201, 409, 400]
    assert len(log.assert_called("create-customer", name="A")) == 2
    assert len(log.assert_called("create-customer", status=201, times=1, metadata={"x": [1]})) == 1
    log.assert_not_called("delete-customer")
    log.assert_not_called("create-customer", name="B")
    (first, *_) = log
    assert first.json()["plan"] == "growth"
    assert (first.method, first.path, first.query) == ("POST", "/api/v1/customers", "")


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("create_customer", "use 'create-customer'"),
        ("create-customerz", "use 'create-customer'"),
        ("zzz", "use one of .*get-me, "),
    ],
)
def test_an_operation_that_does_not_exist_is_refused_with_the_closest_name(api: Api, name: str, advice: str) -> None:
    log = api.sandbox.requests
    for use in (log.matching, log.assert_called, log.assert_not_called):
        with pytest.raises(ValueError, match=f"There is no operation '{name}'; {advice}"):
            use(name)


def test_a_failed_assertion_lists_the_requests(api: Api) -> None:
    api.get("/me")
    with pytest.raises(AssertionError, match=r"create-customer 2 times, got 0 .* GET /api/v1/me 200"):
        api.sandbox.requests.assert_called("create-customer", times=2)
    with pytest.raises(AssertionError, match="at least once"):
        api.sandbox.requests.assert_called("create-customer")
    with pytest.raises(AssertionError):
        api.sandbox.requests.assert_not_called("get-me")
    api.sandbox.requests.clear()
    assert len(api.sandbox.requests) == 0
