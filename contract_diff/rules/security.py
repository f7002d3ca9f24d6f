"""Rules for security: the ways to authenticate, compared by what a caller sends."""

from collections.abc import Iterator
from typing import Any

from contract_diff.core.json_pointers import join
from contract_diff.core.json_values import as_array, as_object, canonical, objects_in
from contract_diff.core.severity import EQUAL, NARROWS, UNKNOWN, WIDENS, Direction, Effect
from contract_diff.reading.document import Document
from contract_diff.rules.notices import Notice
from contract_diff.rules.path_names import METHODS, path_items
from contract_diff.rules.subjects import Contract, Operation

# One way to authenticate: pairs of a scheme, by what is sent, and a scope ("" for the scheme itself).
Alternative = frozenset[tuple[str, str]]

SCHEMES = "/components/securitySchemes"
# The document doesn't state what is sent for it.
UNDECLARED = "undeclared scheme"
# The URLs by which a caller obtains a credential.
CREDENTIAL_URLS = (
    "openIdConnectUrl",
    "oauth2MetadataUrl",
    "authorizationUrl",
    "tokenUrl",
    "refreshUrl",
    "deviceAuthorizationUrl",
)


def compare_operation_security(operation: Operation) -> Iterator[Notice]:
    """Report ways to authenticate at an operation that no longer suffice, or now do."""
    contract = operation.contract
    base, head = as_object(operation.base.raw), as_object(operation.head.raw)
    places = (_place(operation.base.pointer, base), _place(operation.head.pointer, head))
    for effect, detail in _changes(_alternatives(contract.base, base), _alternatives(contract.head, head)):
        yield operation.notice("security", effect, Direction.REQUEST, detail, *places)


def _changes(base: frozenset[Alternative], head: frozenset[Alternative]) -> Iterator[tuple[Effect, str]]:
    removed, added = _insufficient(base, head), _insufficient(head, base)
    if any(scheme.startswith(UNDECLARED) for alternative in (*removed, *added) for scheme, _ in alternative):
        sides = (" or ".join(map(_describe, side)) or "as before" for side in (removed, added))
        yield UNKNOWN, " to ".join(sides)
        return
    yield from ((NARROWS, f"{_describe(alternative)} no longer suffices") for alternative in removed)
    yield from ((WIDENS, f"{_describe(alternative)} is now accepted") for alternative in added)


def _insufficient(alternatives: frozenset[Alternative], other_side: frozenset[Alternative]) -> list[Alternative]:
    """Return the alternatives that do not suffice on the other side."""
    candidates = sorted(alternatives - other_side, key=sorted)
    return [candidate for candidate in candidates if not any(needed <= candidate for needed in other_side)]


def _place(pointer: str, raw: dict[str, Any]) -> str:
    return join(pointer, "security") if "security" in raw else "/security"


def _alternatives(document: Document, operation: dict[str, Any]) -> frozenset[Alternative]:
    stated = operation.get("security", document.root.get("security"))
    requirements = as_array(stated) or [{}]
    return frozenset(_alternative(document, as_object(requirement)) for requirement in requirements)


def _alternative(document: Document, requirement: dict[str, Any]) -> Alternative:
    needed: set[tuple[str, str]] = set()
    for name, scopes in requirement.items():
        scheme = _by_what_is_sent(document, name)
        needed.add((scheme, ""))
        needed.update((scheme, str(scope)) for scope in as_array(scopes))
    return frozenset(needed)


def _scheme(document: Document, name: str) -> dict[str, Any]:
    try:
        return as_object(document.at(join(SCHEMES, name)).raw)
    except KeyError:
        return {}


def _by_what_is_sent(document: Document, name: str) -> str:
    """Describe a scheme by what is sent, so that its name in the document does not matter."""
    raw = _scheme(document, name)
    kind = raw.get("type")
    if kind == "apiKey":
        place = str(raw.get("name"))
        return f"API key in {raw.get('in')} `{place.lower() if raw.get('in') == 'header' else place}`"
    if kind == "http":
        return f"HTTP {str(raw.get('scheme')).lower()}"
    return f"{kind or UNDECLARED} `{name}`"


def _describe(alternative: Alternative) -> str:
    if not alternative:
        return "no authentication"
    return " and ".join(f"{scheme} with scope {scope}" if scope else scheme for scheme, scope in sorted(alternative))


def compare_security_schemes(contract: Contract) -> Iterator[Notice]:
    """Report other URLs and scopes of a security scheme, which callers need to obtain a credential."""
    base, head = (_schemes(side) for side in (contract.base, contract.head))
    for name in sorted(base.keys() & head.keys()):
        details = [_credential_details(_scheme(side, name)) for side in (contract.base, contract.head)]
        yield from _compare_details(name, *details)


def compare_unused_schemes(contract: Contract) -> Iterator[Notice]:
    """Report security schemes that no operation requires, and that were added, removed or changed."""
    sides = (contract.base, contract.head)
    base, head = (_schemes(side) for side in sides)
    used = [_required_names(side) for side in sides]
    for name in sorted((base.keys() | head.keys()) - used[0] - used[1]):
        if _by_what_is_sent(contract.base, name) != _by_what_is_sent(contract.head, name):
            verb = "added" if name not in base else "removed" if name not in head else "changed"
            detail, place = f"scheme `{name}`, which no operation requires, {verb}", join(SCHEMES, name)
            base_place, head_place = (place if name in side else None for side in (base, head))
            yield Notice("security-scheme-unused", EQUAL, Direction.NONE, detail, base_place, head_place)


def _required_names(document: Document) -> set[str]:
    """Return the names of the schemes that any security requirement of a document mentions."""
    unused = document.root if _overrides_security(document) else None
    objects = (item for root in document.roots for item in objects_in(root))
    stated = (item.get("security") for item in objects if item is not unused)
    return {name for requirements in stated for item in as_array(requirements) for name in as_object(item)}


def _overrides_security(document: Document) -> bool:
    """Return whether every operation states its own requirements; not if some may be in callbacks or webhooks."""
    if any("callbacks" in item or "webhooks" in item for item in objects_in(document.root)):
        return False
    items = path_items(document).values()
    operations = [as_object(item.raw[method]) for item in items for method in METHODS if method in as_object(item.raw)]
    return bool(operations) and all("security" in operation for operation in operations)


def _schemes(document: Document) -> dict[str, Any]:
    return as_object(as_object(document.root.get("components")).get("securitySchemes"))


def _compare_details(name: str, base: dict[str, str], head: dict[str, str]) -> Iterator[Notice]:
    place = join(SCHEMES, name)
    for key in sorted(base.keys() | head.keys()):
        if base.get(key) != head.get(key):
            effect = UNKNOWN if key in base else EQUAL
            detail = f"scheme `{name}`: {key} {base.get(key, 'none')} to {head.get(key, 'none')}"
            yield Notice("security-scheme", effect, Direction.REQUEST, detail, place, place)


def _credential_details(raw: dict[str, Any]) -> dict[str, str]:
    """Return the URLs and scopes of a scheme by name."""
    details = {keyword: str(raw[keyword]) for keyword in CREDENTIAL_URLS if keyword in raw}
    for flow, value in as_object(raw.get("flows")).items():
        stated = as_object(value)
        details.update({f"{flow} {keyword}": str(stated[keyword]) for keyword in CREDENTIAL_URLS if keyword in stated})
        details.update({f"{flow} scope {scope}": canonical(True) for scope in as_object(stated.get("scopes"))})
    return details
