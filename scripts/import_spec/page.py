"""The OpenAPI document inside a text: a documentation page's fragment, or a whole document."""

import json
import re
from dataclasses import dataclass
from typing import Any

from contract_diff.core.errors import InputError
from contract_diff.core.yaml_files import parse_yaml
from scripts.contract import Document, operations
from scripts.openapi import validation
from scripts.openapi.dialect import canonical

_FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?P<body>.*?)(?P<end>^(?P=fence)[ \t\r]*$|\Z)", re.DOTALL | re.MULTILINE
)
_OPENING = re.compile(r"^[{\s]*[\"']?(openapi|swagger)[\"']?\s*:", re.MULTILINE)
# A JSON object or list; a Markdown page may begin with a link in brackets.
_JSON = re.compile(r"[\ufeff\s]*(\{|\[\s*[\[{\"\]])")
_REFERENCE = re.compile(r"^Reference: (https?://\S+)\s*$", re.MULTILINE)
_OPERATION_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Source:
    """One document to import: what it says in canonical form, and the page that said it.

    Attributes:
        label: The path or URL that it came from.
        document: The canonical document.
        page: The page's text, to be vendored as it is; None for a whole document.
        reference: URL of the page that people read, where the page names it.
    """

    label: str
    document: Document
    page: str | None = None
    reference: str | None = None

    @property
    def operation_id(self) -> str:
        """The operationId of a page's one operation."""
        return next(str(operation["operationId"]) for _, _, operation in operations(self.document))


def is_kebab_case(operation_id: object) -> bool:
    """Whether an operationId has the documented form, such as `get-customer`."""
    return isinstance(operation_id, str) and _OPERATION_ID.fullmatch(operation_id) is not None


def fragment(text: str, label: str) -> str | None:
    """Find the fenced OpenAPI fragment of a Markdown page; None where there is none.

    Raises:
        InputError: The fence is not closed, or there are several fragments.
    """
    found = [match for match in _FENCE.finditer(text) if _OPENING.search(match["body"])]
    if not found:
        return None
    if len(found) > 1:
        raise InputError(f"{label}: {len(found)} OpenAPI fragments; import one page at a time, or llms.txt.")
    if not found[0]["end"]:
        raise InputError(f"{label}: the OpenAPI fragment has no closing fence; the page is cut off, fetch it again.")
    return found[0]["body"]


def parse_page(text: str, label: str) -> Source:
    """Read a documentation page with its fragment.

    Raises:
        InputError: No fragment, broken YAML, not OpenAPI 3.1, not valid, or not exactly one operation.
    """
    body = fragment(text, label)
    if body is None:
        raise InputError(f"{label}: no fenced OpenAPI fragment; name the .md form of an API reference page.")
    document = _checked(parse_yaml(body, label), label)
    count = len(list(operations(document)))
    if count != 1:
        raise InputError(f"{label}: {count} operations in the fragment; a reference page describes exactly one.")
    reference = _REFERENCE.search(text)
    return Source(label, document, page=text, reference=reference[1] if reference else None)


def parse_document(text: str, label: str) -> Source:
    """Read a whole OpenAPI document, JSON or YAML.

    Raises:
        InputError: Broken JSON or YAML, not OpenAPI 3.1, or not valid.
    """
    text = text.removeprefix("\ufeff")
    parsed = _parse_json(text, label) if text.lstrip().startswith(("{", "[")) else parse_yaml(text, label)
    return Source(label, _checked(parsed, label))


def looks_like_document(text: str) -> bool:
    """Whether a text is meant as a whole OpenAPI document rather than as Markdown."""
    return bool(_JSON.match(text) or _OPENING.match(text))


def _parse_json(text: str, label: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"{error.msg}, line {error.lineno} column {error.colno}"
        raise InputError(f"{label}: not valid JSON ({where}); it may be cut off, fetch it again.") from error
    except RecursionError as error:
        raise InputError(f"{label}: JSON nested too deeply; name an OpenAPI document.") from error


def _checked(document: Any, label: str) -> Document:
    if not isinstance(document, dict):
        raise InputError(f"{label}: no OpenAPI document (its top level is no object); name a page or openapi.json.")
    if not document.keys() & {"openapi", "swagger"}:
        raise InputError(f"{label}: no OpenAPI document (its top level has no 'openapi' key).")
    version = f"OpenAPI {document['openapi']}" if "openapi" in document else f"Swagger {document['swagger']}"
    if not version.startswith("OpenAPI 3.1"):
        raise InputError(f"{label}: {version}, not OpenAPI 3.1; convert the document first.")
    document = validation.as_text_keys(document)
    for problem in validation.problems(document):
        place = f" at {problem.pointer}" if problem.pointer else ""
        raise InputError(f"{label}: not a valid OpenAPI 3.1 document: {problem.message}{place}.")
    for path, method, operation in operations(document):
        if not is_kebab_case(operation.get("operationId")):
            name = operation.get("operationId", "missing")
            raise InputError(f"{label}: {method.upper()} {path} has operationId {name!r}; expected kebab-case.")
    if not any(operations(document)):
        raise InputError(f"{label}: an OpenAPI document without operations; nothing to import.")
    return canonical(document)
