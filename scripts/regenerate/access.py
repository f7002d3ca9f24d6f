"""Servers and security: where requests go, and which key they carry. What the client would not obey is refused."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from scripts.contract import Document
from scripts.openapi.problems import Problem
from scripts.openapi.schemas import resolve_reference

_VARIABLE = re.compile(r"\{([^}]*)\}")


def base_url(document: Document) -> str:
    """Return the URL of the first server, its variables replaced by their defaults."""
    server: Document = document["servers"][0]
    variables: Document = server.get("variables", {})
    return _VARIABLE.sub(lambda match: str(variables.get(match[1], {}).get("default", match[0])), server["url"])


def server_problems(document: Document) -> Iterator[Problem]:
    """Yield why the first server can't be the base URL."""
    if not document.get("servers"):
        yield Problem("/servers", "the contract names no server; add one in overlays/spec")
        return
    url = base_url(document)
    if missing := _VARIABLE.findall(url):
        yield Problem("/servers/0", f"the server's variable {missing[0]} has no default; add one in overlays/spec")
    elif urlsplit(url).scheme != "https" and urlsplit(url).hostname not in ("localhost", "127.0.0.1"):
        yield Problem("/servers/0/url", f"the server {url!r} is not an https URL; write one out in overlays/spec")


def own_server_problems(document: Document, node: Document, pointer: str, label: str) -> Iterator[Problem]:
    """Yield a problem if an operation or a path has a server of its own."""
    servers = node.get("servers")
    if servers and base_url({"servers": servers}) != base_url(document):
        yield Problem(
            f"{pointer}/servers",
            f"{label} has a server of its own, and the client has one base URL; remove it in overlays/spec, "
            "and call it by another client's request()",
        )


def security_problems(document: Document, operation: Document, pointer: str, label: str) -> Iterator[Problem]:
    """Yield a problem if no alternative of an operation's security is the API key as a Bearer token."""
    requirements = operation.get("security", document.get("security"))
    if requirements and not any(_is_obeyed(document, requirement) for requirement in requirements):
        names = sorted({name for requirement in requirements for name in requirement})
        place = f"{pointer}/security" if "security" in operation else "/security"
        yield Problem(
            place,
            f"{label} is secured by {', '.join(names)}, and the client sends a Bearer token only; offer a scheme "
            "of type http and scheme bearer in overlays/spec, or remove the operation there",
        )


def is_authenticated(document: Document, operation: Document) -> bool:
    """Return whether an operation takes the API key, in any alternative of its security."""
    requirements = operation.get("security", document.get("security")) or []
    return any(requirement and _is_obeyed(document, requirement) for requirement in requirements)


def _is_obeyed(document: Document, requirement: Document) -> bool:
    schemes: Document = document.get("components", {}).get("securitySchemes", {})
    return all(_is_bearer(document, schemes.get(name)) for name in requirement)


def _is_bearer(document: Document, scheme: Any) -> bool:
    if scheme is None:
        return False
    found = resolve_reference(document, scheme)
    return found.get("type") == "http" and str(found.get("scheme")).lower() == "bearer"
