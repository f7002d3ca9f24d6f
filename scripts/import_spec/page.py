"""The OpenAPI document in a file: the fragment of a documentation page, or a whole document."""

import re
from typing import Any

from attrs import frozen

from contract_diff.core.errors import InputError
from contract_diff.core.safe_text import shorten
from scripts.contract import Document, operations, read_document
from scripts.import_spec.entities import decode_prose
from scripts.openapi.dialect import canonicalize
from scripts.openapi.schemas import component_schemas
from scripts.openapi.upgrade import upgrade
from scripts.openapi.validation import find_problems

_FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?P<body>.*?)(?P<end>^(?P=fence)[ \t\r]*$|\Z)", re.DOTALL | re.MULTILINE
)
_OPENING = re.compile(r"^[{\s]*[\"']?(openapi|swagger)[\"']?\s*:", re.MULTILINE)
# What the page of a reference looks like as its text is copied from a browser: a method, and below it a URL or path.
_RENDERED = re.compile(
    r"^(GET|POST|PUT|PATCH|DEL|DELETE)[ \t]*\r?\n[ \t]*(?:https?://\S+?)?(/\S*)[ \t]*\r?$", re.MULTILINE
)
# The start of a JSON object or list. A Markdown page may also start with a bracket, that of a link.
_JSON = re.compile(r"[\ufeff\s]*(\{|\[\s*[\[{\"\]])")
_REFERENCE = re.compile(r"^Reference: (https?://\S+)\s*$", re.MULTILINE)
READABLE = ("OpenAPI 3.1", "OpenAPI 3.0")
# A page is named after it, and the name of a file is short.
_OPERATION_ID = re.compile(r"(?=.{1,200}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MAX_SHOWN = 60


@frozen
class Source:
    """One document to import, in canonical form, with the page that contains it.

    Attributes:
        label: The path or URL that it came from.
        document: The canonical document.
        page: The page's content, to be vendored verbatim; None for a whole document.
        reference: The URL of the page that people read, if the page names it.
        hoisted: Names of the component schemas that are inline in the source, so that we chose them.
    """

    label: str
    document: Document
    page: str | None = None
    reference: str | None = None
    hoisted: frozenset[str] = frozenset()

    @property
    def operation_id(self) -> str:
        """The operationId of the only operation of a page."""
        return next(str(operation["operationId"]) for _, _, operation in operations(self.document))

    @property
    def routes(self) -> frozenset[tuple[str, str]]:
        """Path and method of each operation."""
        return frozenset((path, method) for path, method, _ in operations(self.document))


def is_kebab_case(operation_id: object) -> bool:
    """Return whether an operationId has the documented form, such as `get-customer`, and isn't too long."""
    return isinstance(operation_id, str) and _OPERATION_ID.fullmatch(operation_id) is not None


def find_fragment(text: str, label: str) -> str | None:
    """Return the fenced OpenAPI fragment of a Markdown page; None if there is none.

    Raises:
        InputError: The fence is not closed, or the page has several fragments.
    """
    matches = [match for match in _FENCE.finditer(text) if _OPENING.search(match["body"])]
    if not matches:
        return None
    if len(matches) > 1:
        raise InputError(f"{label}: {len(matches)} OpenAPI fragments; import one page at a time, or llms.txt.")
    if not matches[0]["end"]:
        raise InputError(f"{label}: the OpenAPI fragment has no closing fence; the page is cut off, fetch it again.")
    return matches[0]["body"]


def check_not_rendered(text: str, label: str) -> None:
    """Reject the text of a rendered reference page: it lacks the fragment that its Markdown form has.

    Raises:
        InputError: The text is that of a rendered page.
    """
    if (match := _RENDERED.search(text)) is not None:
        raise InputError(
            f"{label}: the rendered page of {match[1]} {match[2]}, which has no OpenAPI fragment; "
            "fetch its Markdown form, at the page's URL with .md appended, and import that."
        )


def parse_page(text: str, label: str) -> Source:
    """Parse a documentation page and its fragment.

    Raises:
        InputError: The page has no fragment, or the fragment is not YAML, is not valid OpenAPI, or doesn't have
            exactly one operation.
    """
    fragment = find_fragment(text, label)
    if fragment is None:
        check_not_rendered(text, label)
        raise InputError(f"{label}: no fenced OpenAPI fragment; name the .md form of an API reference page.")
    parsed = read_document(fragment, label)
    document = _canonical_document(parsed, label)
    count = len(list(operations(document)))
    if count != 1:
        raise InputError(f"{label}: {count} operations in the fragment; a reference page describes exactly one.")
    reference = _REFERENCE.search(text)
    return Source(
        label, document, page=text, reference=reference[1] if reference else None, hoisted=_hoisted(parsed, document)
    )


def parse_document(text: str, label: str) -> Source:
    """Parse a whole OpenAPI document in JSON or YAML.

    Raises:
        InputError: The text is not JSON or YAML, or not valid OpenAPI.
    """
    text = text.removeprefix("\ufeff")
    parsed = read_document(text, label)
    document = _canonical_document(parsed, label)
    return Source(label, document, hoisted=_hoisted(parsed, document))


def _hoisted(parsed: Any, document: Document) -> frozenset[str]:
    return frozenset(component_schemas(document)) - frozenset(parsed.get("components", {}).get("schemas", {}))


def looks_like_document(text: str) -> bool:
    """Return whether a text looks like a whole OpenAPI document rather than like Markdown."""
    return bool(_JSON.match(text) or _OPENING.match(text))


def _canonical_document(parsed: Any, label: str) -> Document:
    """Return a parsed document in canonical form; reject what an import can't use."""
    version = _check_version(parsed, label)
    document = _try_upgrade(parsed)
    for problem in find_problems(document):
        place = f" at {problem.pointer}" if problem.pointer else ""
        raise InputError(f"{label}: not a valid {version} document: {problem.message}{place}.")
    try:
        _check_operations(document)
        return canonicalize(decode_prose(document))
    except InputError as error:
        raise InputError(f"{label}: {error}") from error


def _try_upgrade(document: Document) -> Document:
    """Return a document in the terms of 3.1; one of 3.0 as it is if it doesn't have the form of one."""
    try:
        return upgrade(document)
    except (AttributeError, KeyError, TypeError):
        return document


def _check_operations(document: Document) -> None:
    for path, method, operation in operations(document):
        if not is_kebab_case(operation.get("operationId")):
            name = shorten(repr(operation.get("operationId", "missing")), _MAX_SHOWN)
            raise InputError(f"{method.upper()} {path} has operationId {name}; expected kebab-case.")
    if not any(operations(document)):
        raise InputError("an OpenAPI document without operations; there is nothing to import.")


def _check_version(parsed: Any, label: str) -> str:
    """Return the name of a document's version, such as OpenAPI 3.1; reject versions that can't be read."""
    if not isinstance(parsed, dict):
        raise InputError(
            f"{label}: not an OpenAPI document (its top level is not an object); name a page or openapi.json."
        )
    if not parsed.keys() & {"openapi", "swagger"}:
        raise InputError(
            f"{label}: not an OpenAPI document (its top level has no 'openapi' key); name a page or openapi.json."
        )
    version = f"OpenAPI {parsed['openapi']}" if "openapi" in parsed else f"Swagger {parsed['swagger']}"
    if not version.startswith(READABLE):
        raise InputError(f"{label}: {version}, not {' or '.join(READABLE)}; convert the document first.")
    return version[: len(READABLE[0])]
