"""`make decisions`: uses of names that are no longer generated, and gaps in the client's documentation."""

from pathlib import Path

import pytest

from scripts.decisions.gaps import find_gaps
from scripts.decisions.uses import Removed, find_uses, operation, removed_symbols, symbol
from tests.support.workflows import git

FILES = {
    "README.md": 'Use `client.contacts.delete(2)`,\nor `client.contacts.update(2, title="CTO")`.\n',
    "overlays/handlers.py": 'HANDLERS = {"delete-contact": delete_contact}\n',
    "tests/pivotal/test_a.py": "assert contact.title == 'CTO'\nassert 'cto'.title()\nassert contact.name\n",
    "tests/pivotal/test_b.py": "book.title\n",
    "tests/pivotal/test_c.py": """api.call("DELETE", f"/contacts/{one}")
api.call("DELETE", "/contacts/1/notes")
api.delete("/api/v1/contacts/1")
api.call("GET", "/contacts/1")
""",
    "CHANGELOG.md": "- `contacts.delete` is new.\n",
    "generated/a.py": "contacts.delete\n",
    "untracked.py": "contacts.delete()\n",
    "ignored.py": "contacts.delete()\n",
    ".gitignore": "ignored.py\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    git(tmp_path, "add", "--", *(name for name in FILES if not name.startswith(("untracked", "ignored"))))
    return tmp_path


DELETE = operation("delete-contact", "delete", "/api/v1/contacts/{id}")


@pytest.mark.parametrize(
    ("removed", "places"),
    [
        (symbol("contacts.delete"), ["README.md:1", "untracked.py:1"]),
        (symbol("contacts.update(title=)"), ["README.md:2"]),
        (symbol("contacts.create(title=)"), []),
        (symbol("Contact.title"), ["README.md:2", "tests/pivotal/test_a.py:1"]),
        (symbol("Contact.name"), ["tests/pivotal/test_a.py:3"]),
        (symbol("Phase.LAUNCH"), []),
        (DELETE, ["overlays/handlers.py:1", "tests/pivotal/test_c.py:1", "tests/pivotal/test_c.py:3"]),
    ],
    ids=lambda value: value.name if isinstance(value, Removed) else "",
)
def test_each_line_that_uses_something_removed_is_listed(tree: Path, removed: Removed, places: list[str]) -> None:
    assert [f"{use.path}:{use.line}" for use in find_uses([removed], tree)] == places


def test_a_name_that_moved_to_another_place_of_the_contract_was_not_removed() -> None:
    base = {"/a": ("contacts.get", "contacts.delete"), "/b": ("Contact",)}
    assert removed_symbols(base, {"/c": ("contacts.get",), "/b": ("Contact",)}) == [symbol("contacts.delete")]


def test_a_field_that_another_class_still_has_is_perhaps_used() -> None:
    base = {"/a": ("Contact.title", "Contact.name", "contacts.delete")}
    removed = removed_symbols(base, {"/b": ("Customer.name",)})
    assert [(entry.name, entry.is_certain) for entry in removed] == [
        ("Contact.name", False),
        ("Contact.title", True),
        ("contacts.delete", True),
    ]


CONTRACT = {
    "operations": [
        {
            "resource": "contacts",
            "name": "archive",
            "parameters": [{"python": "id", "description": "Its id.", "schema": {}}],
            "body": {"fields": [{"python": "reason", "schema": {}}, {"python": "phase", "schema": {"ref": "Phase"}}]},
        },
        {"resource": "contacts", "name": "get", "example": ">>> 1"},
    ],
    "schemas": {
        "Contact": {"class_name": "Contact", "fields": [{"name": "title", "schema": {}}], "description": "A person."},
        "ContactCreate": {"fields": [{"name": "title", "schema": {}}]},
        "Phase": {"class_name": "Phase", "description": "Where it is."},
        "State": {"class_name": "State"},
    },
}


def test_what_users_meet_without_an_example_or_a_description_is_listed() -> None:
    assert [(gap.what, gap.where) for gap in find_gaps(CONTRACT)] == [
        ("example", "contacts.archive"),
        ("description", "contacts.archive(reason=)"),
        ("description", "Contact.title"),
        ("description", "State"),
    ]
