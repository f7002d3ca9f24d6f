"""The documents of a path or URL: pages, folders, indexes, whole documents; redirects on one host."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_diff.core.errors import InputError
from scripts.import_spec.page import find_fragment
from scripts.import_spec.reading import Reader
from scripts.import_spec.sources import gather_sources
from tests.scripts.dialects import live_json, page
from tests.support.frozen import PAGES
from tests.support.scripted import Site, reply

PAGE = (PAGES / "get-customer.md").read_text(encoding="utf-8")


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader() as opened_reader:
        yield opened_reader


def test_a_folder_is_read_in_order_with_its_subfolders(
    reader: Reader, contract: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.md").write_text(page(contract, "get-me"), encoding="utf-8")
    (tmp_path / "a.md").write_text(page(contract, "get-health"), encoding="utf-8")
    (tmp_path / "guide.md").write_text("# Guide\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no page", encoding="utf-8")
    gathered = gather_sources(str(tmp_path), reader)
    assert [source.operation_id for source in gathered.sources] == ["get-health", "get-me"]
    assert gathered.skipped == [str(tmp_path / "guide.md")]


def test_an_index_on_disk_links_to_files_and_urls(
    reader: Reader, contract: dict[str, Any], tmp_path: Path, docs: Site
) -> None:
    (tmp_path / "get-me.md").write_text(page(contract, "get-me"), encoding="utf-8")
    url = docs.serve("/get-health.md", page(contract, "get-health"))
    index = tmp_path / "llms.txt"
    index.write_text(f"- [Me](get-me.md#top)\n- [Again](./get-me)\n- [Health]({url})\n", encoding="utf-8")
    gathered = gather_sources(str(index), reader)
    assert [source.operation_id for source in gathered.sources] == ["get-me", "get-health"]


def test_a_rendered_page_is_not_skipped_as_a_guide(reader: Reader, contract: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(page(contract, "get-me"), encoding="utf-8")
    (tmp_path / "b.md").write_text("Retrieve a contact\n\nGET\n/api/v1/contacts/:id\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.md: the rendered page of GET /api/v1/contacts/:id"):
        gather_sources(str(tmp_path), reader)


def test_links_of_an_index_are_followed_on_its_own_host_only(
    reader: Reader, contract: dict[str, Any], docs: Site
) -> None:
    docs.serve("/api/get-me.md", page(contract, "get-me"))
    links = ["/api/get-me", "http://localhost:9/x.md", "mailto:a@b.c", "/logo.png", "/openapi.json"]
    index = docs.serve("/llms.txt", "".join(f"- [Link]({link} 'title')\n" for link in links))
    gathered = gather_sources(index, reader)
    assert [source.label for source in gathered.sources] == [f"{docs.url}/api/get-me.md"]
    assert docs.targets == ["/llms.txt", "/api/get-me.md"]


def test_a_link_of_an_index_that_is_neither_url_nor_path_is_not_followed(
    reader: Reader, contract: dict[str, Any], tmp_path: Path, docs: Site
) -> None:
    (tmp_path / "get-me.md").write_text(page(contract, "get-me"), encoding="utf-8")
    docs.serve("/get-me.md", page(contract, "get-me"))
    text = "- [Me](get-me)\n- [Host](http://[x.md)\n- [Path](//[x.md)\n- [Null](\0)\n"
    (tmp_path / "llms.txt").write_text(text, encoding="utf-8")
    for index in (str(tmp_path / "llms.txt"), docs.serve("/llms.txt", text)):
        assert [source.operation_id for source in gather_sources(index, reader).sources] == ["get-me"]


def test_a_redirect_on_the_same_host_is_followed(reader: Reader, docs: Site) -> None:
    docs.pages["/old.md"] = reply(308, b"", {"Location": "/new.md"})
    docs.serve("/new.md", PAGE)
    assert gather_sources(f"{docs.url}/old.md", reader).sources[0].operation_id == "get-customer"


def test_a_redirect_to_another_port_is_rejected(reader: Reader, docs: Site) -> None:
    with Site() as other:
        docs.pages["/page.md"] = reply(307, b"", {"Location": other.serve("/page.md", PAGE)})
        with pytest.raises(InputError, match="redirects to another host"):
            gather_sources(f"{docs.url}/page.md", reader)
        assert other.requests == []


def test_a_whole_document_is_recognized_by_its_content(reader: Reader, contract: dict[str, Any], docs: Site) -> None:
    gathered = gather_sources(docs.serve("/api/v1/spec", "\ufeff" + live_json(contract)), reader)
    assert gathered.sources[0].page is None


def test_a_page_has_the_url_of_its_reference(reader: Reader) -> None:
    [source] = gather_sources(str(PAGES / "get-customer.md"), reader).sources
    assert source.page == PAGE
    assert source.reference == "https://docs.pivotal.app/api/reference/pivotal-api/customers/get-customer"


@pytest.mark.parametrize(
    "text",
    [
        "```yaml\nopenapi: 3.1.0\n```\n",
        "~~~~yml\r\nopenapi: 3.1.0\r\n~~~~\r\n",
        '```python\nprint(1)\n```\n\n```json title=\'spec\'\n{\n  "openapi": "3.1.0"\n}\n```\n',
    ],
)
def test_every_kind_of_fence_is_found(text: str) -> None:
    assert "openapi" in (find_fragment(text, "page") or "")


def test_a_fence_that_only_mentions_openapi_is_not_a_fragment() -> None:
    assert find_fragment("```bash\ncurl https://my.pivotal.app/api/v1/openapi.json\n```\n", "page") is None
