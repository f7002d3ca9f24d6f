"""The router on tables of its own: any number of segments and ids."""

import pytest
from pivotal.sandbox._contract.router import Route, Router
from pivotal.sandbox._errors import ApiError

ROUTER = Router(
    [
        Route("GET", "/customers/{}/contacts/{}", "get-customer-contact"),
        Route("DELETE", "/customers/{}/contacts/{}", "delete-customer-contact"),
        Route("GET", "/customers/{id}/contacts/{contact}/notes/{note}/lines", "list-lines"),
        Route("GET", "/customers/count", "count-customers"),
        Route("GET", "/customers/{}", "get-customer"),
        Route("GET", "/{}/about", "about"),
        Route("GET", "/status", "status"),
    ]
)


@pytest.mark.parametrize(
    ("path", "operation", "ids"),
    [
        ("/customers/1/contacts/2", "get-customer-contact", ("1", "2")),
        ("/customers/1/contacts/2/notes/3/lines", "list-lines", ("1", "2", "3")),
        ("/customers/count", "count-customers", ()),
        ("/customers/7", "get-customer", ("7",)),
        ("/customers/a%2Fb%20c", "get-customer", ("a/b c",)),
        ("/customers/{}", "get-customer", ("{}",)),
        ("/customers/count/contacts/2", "get-customer-contact", ("count", "2")),
        ("/customers/about", "get-customer", ("about",)),
        ("/status/about", "about", ("status",)),
        ("/status", "status", ()),
    ],
)
def test_a_path_finds_its_operation_and_ids(path: str, operation: str, ids: tuple[str, ...]) -> None:
    match = ROUTER.find("GET", path)
    assert (match.route.id, match.path_ids) == (operation, ids)


@pytest.mark.parametrize(
    "path",
    ["", "/", "status", "/status/", "/customers", "/customers/", "/customers//contacts/2", "/customers/1/contacts"],
)
def test_a_path_without_an_operation_is_a_404(path: str) -> None:
    with pytest.raises(ApiError) as caught:
        ROUTER.find("GET", path)
    assert (caught.value.status, caught.value.code) == (404, "route_not_found")


def test_a_path_without_the_method_lists_its_methods() -> None:
    assert ROUTER.find("DELETE", "/customers/1/contacts/2").route.id == "delete-customer-contact"
    with pytest.raises(ApiError) as caught:
        ROUTER.find("POST", "/customers/1/contacts/2")
    assert (caught.value.status, caught.value.headers) == (405, {"allow": "GET, DELETE"})


def test_a_literal_path_wins_even_without_the_method() -> None:
    router = Router([Route("GET", "/customers/count", "count"), Route("DELETE", "/customers/{}", "delete")])
    with pytest.raises(ApiError) as caught:
        router.find("DELETE", "/customers/count")
    assert caught.value.status == 405
