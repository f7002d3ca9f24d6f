"""What a path or URL stands for: pages, folders, indexes, whole documents; redirects on one host."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_diff.core.errors import InputError
from scripts.import_spec.page import fragment
from scripts.import_spec.reading import Reader
from scripts.import_spec.sources import gather
from scripts.project import PAGES
from tests.scripts.dialects import live_json, page
from tests.support.scripted import Site, reply

PAGE = (PAGES / "get-customer.md").read_text(encoding="utf-8")


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader() as opened:
        yield opened


def test_a_folder_is_read_in_order_with_its_subfolders(
    reader: Reader, contract: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.md").write_text(page(contract, "get-me"), encoding="utf-8")
    (tmp_path / "a.md").write_text(page(contract, "get-health"), encoding="utf-8")
    (tmp_path / "guide.md").write_text("# Guide\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no page", encoding="utf-8")
    found = gather(str(tmp_path), reader)
    assert [source.operation_id for source in found.sources] == ["get-health", "get-me"]
    assert found.skipped == [str(tmp_path / "guide.md")]


def test_an_index_on_disk_links_to_files_and_urls(
    reader: Reader, contract: dict[str, Any], tmp_path: Path, docs: Site
) -> None:
    (tmp_path / "get-me.md").write_text(page(contract, "get-me"), encoding="utf-8")
    url = docs.serve("/get-health.md", page(contract, "get-health"))
    index = tmp_path / "llms.txt"
    index.write_text(f"- [Me](get-me.md#top)\n- [Again](./get-me)\n- [Health]({url})\n", encoding="utf-8")
    found = gather(str(index), reader)
    assert [source.operation_id for source in found.sources] == ["get-me", "get-health"]


def test_an_index_is_followed_on_its_own_host_only(reader: Reader, contract: dict[str, Any], docs: Site) -> None:
    docs.serve("/api/get-me.md", page(contract, "get-me"))
    links = ["/api/get-me", "http://localhost:9/x.md", "mailto:a@b.c", "/logo.png", "/openapi.json"]
    index = docs.serve("/llms.txt", "".join(f"- [Link]({link} 'title')\n" for link in links))
    found = gather(index, reader)
    assert [source.label for source in found.sources] == [f"{docs.url}/api/get-me.md"]
    assert docs.targets == ["/llms.txt", "/api/get-me.md"]


def test_a_redirect_on_the_same_host_is_followed(reader: Reader, docs: Site) -> None:
    docs.pages["/old.md"] = reply(308, b"", {"Location": "/new.md"})
    docs.serve("/new.md", PAGE)
    assert gather(f"{docs.url}/old.md", reader).sources[0].operation_id == "get-customer"


def test_a_redirect_to_another_port_is_another_host(reader: Reader, docs: Site) -> None:
    with Site() as other:
        docs.pages["/page.md"] = reply(307, b"", {"Location": other.serve("/page.md", PAGE)})
        with pytest.raises(InputError, match="redirects to another host"):
            gather(f"{docs.url}/page.md", reader)
        assert other.requests == []


def test_a_whole_document_is_known_by_its_content(reader: Reader, contract: dict[str, Any], docs: Site) -> None:
    found = gather(docs.serve("/api/v1/spec", "\ufeff" + live_json(contract)), reader)
    assert found.sources[0].page is None


def test_the_vendored_page_names_what_people_read(reader: Reader) -> None:
    [source] = gather(str(PAGES / "get-customer.md"), reader).sources
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
def test_fences_of_all_kinds(text: str) -> None:
    assert "openapi" in (fragment(text, "page") or "")


def test_a_fence_that_only_mentions_openapi_is_none() -> None:
    assert fragment("```bash\ncurl https://my.pivotal.app/api/v1/openapi.json\n```\n", "page") is None
