"""Fetching over a real socket: what is bounded, and which redirects are followed."""

import time

import pytest

from contract_diff.core import fetching
from contract_diff.core.errors import InputError
from contract_diff.core.fetching import Fetcher
from tests.support.scripted import Answer, Site, head, reply


def redirect(target: str) -> Answer:
    return reply(302, headers={"Location": target})


def test_a_redirect_on_the_host_is_followed(docs: Site) -> None:
    docs.pages |= {"/old": redirect("/new"), "/new": reply(body=b"content")}
    with Fetcher(max_bytes=100) as fetcher:
        assert fetcher.fetch(f"{docs.url}/old") == (b"content", f"{docs.url}/new")


def test_a_redirect_to_another_host_is_not_followed(docs: Site) -> None:
    with Site() as other:
        other.pages["/new"] = reply(body=b"content")
        docs.pages["/old"] = redirect(f"{other.url}/new")
        with Fetcher(max_bytes=100) as fetcher, pytest.raises(InputError, match="redirects to another host"):
            fetcher.fetch(f"{docs.url}/old")
        assert other.requests == []


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "fd00::1", "0.0.0.0"]
)
def test_a_host_must_not_become_one_of_this_network(docs: Site, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    docs.pages["/a"] = reply(body=b"content")
    with Fetcher(max_bytes=100) as fetcher:
        assert fetcher.fetch(f"{docs.url}/a").content == fetcher.fetch(f"{docs.url}/a").content
        resolve_to(monkeypatch, "8.8.8.8")
        fetcher.fetch(f"{docs.url}/a")
        requests = len(docs.requests)
        resolve_to(monkeypatch, address)
        with pytest.raises(InputError, match="its host has a private address now"):
            fetcher.fetch(f"{docs.url}/a")
    assert len(docs.requests) == requests


def resolve_to(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Let the name service return an address for the site's host; connections still lead to the site."""
    monkeypatch.setattr(fetching, "_resolve", lambda host: {address})


def test_a_circle_of_redirects_ends(docs: Site) -> None:
    docs.pages["/a"] = redirect("/a")
    with Fetcher(max_bytes=100) as fetcher, pytest.raises(InputError, match="more than 5 redirects"):
        fetcher.fetch(f"{docs.url}/a")
    assert len(docs.requests) == fetching.MAX_REDIRECTS + 1


@pytest.mark.parametrize(("size", "fits"), [(100, True), (101, False)])
def test_the_content_is_bounded(docs: Site, size: int, fits: bool) -> None:
    docs.pages["/a"] = reply(body=b"x" * size)
    with Fetcher(max_bytes=100) as fetcher:
        if fits:
            assert len(fetcher.fetch(f"{docs.url}/a").content) == size
        else:
            with pytest.raises(InputError, match="larger than"):
                fetcher.fetch(f"{docs.url}/a")


HEAD = head(200, {"Content-Length": "40"})


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((HEAD, *(part for _ in range(40) for part in (b"x", 0.1))), id="the body drips"),
        pytest.param(tuple(part for byte in HEAD for part in (bytes([byte]), 0.1)), id="the headers drip"),
        pytest.param((30.0,), id="the server is silent"),
    ],
)
def test_a_server_does_not_hold_a_fetch(docs: Site, parts: tuple[bytes | float, ...]) -> None:
    docs.pages["/a"] = Answer(parts)
    started = time.monotonic()
    with Fetcher(max_bytes=100, seconds=0.5) as fetcher, pytest.raises(InputError, match=r"after 0\.5 seconds"):
        fetcher.fetch(f"{docs.url}/a")
    assert time.monotonic() - started < 3


def test_all_that_is_fetched_has_one_deadline(docs: Site) -> None:
    docs.pages["/a"] = Answer((0.2, *reply(body=b"x").parts))
    fetched = 0
    with Fetcher(max_bytes=100, seconds=1) as fetcher, pytest.raises(InputError, match="the limit of a whole fetch"):
        for fetched in range(30):  # noqa: B007
            fetcher.fetch(f"{docs.url}/a")
    assert 1 <= fetched <= 5


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/a",
        "http://[a",
        "https://a/\0",
        "https://a:port/",
        "https://user:word@example.com/a",
        "https://user:word@[a",
        "https://user:word@a/\0",
    ],
)
def test_an_unusable_url_is_rejected_without_its_credentials(url: str) -> None:
    with Fetcher(max_bytes=100) as fetcher, pytest.raises(InputError) as raised:
        fetcher.fetch(url)
    assert "word" not in str(raised.value)
