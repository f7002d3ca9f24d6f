"""Content of URLs over a real socket, and redirects that are rejected."""

import re
from email.message import Message
from urllib.request import Request

import pytest

from contract_diff.core.errors import InputError
from contract_diff.core.fetching import _Redirects, fetch, is_url
from tests.scripts.server import Answer, DocsServer


def redirect(docs: DocsServer, path: str, location: str) -> None:
    docs.answers[path] = Answer(b"", status=302, headers={"Location": location})


def test_content_and_the_final_url_are_returned(docs: DocsServer) -> None:
    docs.answers["/b"] = Answer(b"content")
    redirect(docs, "/a", "/b")
    fetched = fetch(f"{docs.url}/a", 100, stay_on_host=True)
    assert (fetched.url, fetched.content) == (f"{docs.url}/b", b"content")


def test_a_redirect_to_another_host_is_rejected_on_request(docs: DocsServer) -> None:
    docs.answers["/b"] = Answer(b"content")
    redirect(docs, "/a", f"{docs.url.replace('127.0.0.1', 'localhost')}/b")
    assert fetch(f"{docs.url}/a", 100).content == b"content"
    with pytest.raises(InputError, match=re.escape("/a: cannot be fetched (it redirects to another host); check")):
        fetch(f"{docs.url}/a", 100, stay_on_host=True)


def test_a_redirect_from_https_to_http_is_rejected() -> None:
    request = Request("https://example.com/a")
    with pytest.raises(ValueError, match="it redirects from https to http"):
        _Redirects(stay_on_host=False).redirect_request(request, None, 302, "", Message(), "http://example.com/a")


@pytest.mark.parametrize(("limit", "is_allowed"), [(7, True), (6, False)])
def test_the_size_is_limited(docs: DocsServer, limit: int, is_allowed: bool) -> None:
    docs.answers["/a"] = Answer(b"content")
    if is_allowed:
        assert fetch(f"{docs.url}/a", limit).content == b"content"
    else:
        with pytest.raises(InputError, match="larger than"):
            fetch(f"{docs.url}/a", limit)


@pytest.mark.parametrize("name", ["http://a", "HTTPS://a"])
def test_urls_are_recognized_in_any_case(name: str) -> None:
    assert is_url(name)
    assert not is_url(f"x{name}")
