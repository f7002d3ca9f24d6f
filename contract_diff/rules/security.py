"""Security: the alternatives by which a caller may authenticate, compared by what goes over the wire."""

from collections.abc import Iterator
from typing import Any

from contract_diff.core.json_pointers import join
from contract_diff.core.json_values import as_array, as_object, canonical
from contract_diff.core.severity import EQUAL, NARROWS, UNKNOWN, WIDENS, Direction, Effect
from contract_diff.reading.document import Document
from contract_diff.rules.operation import Contract, Found, Notice, Operation

# One way in: what must be presented, as pairs of a scheme on the wire and a scope ("" for the scheme itself).
Alternative = frozenset[tuple[str, str]]

SCHEMES = "/components/securitySchemes"
# What is to be presented for it, only the reader of the document can know.
UNDECLARED = "undeclared scheme"
# What a caller needs to know of a scheme to obtain a credential.
OBTAINING = (
    "openIdConnectUrl",
    "oauth2MetadataUrl",
    "authorizationUrl",
    "tokenUrl",
    "refreshUrl",
    "deviceAuthorizationUrl",
)


def operation_security(operation: Operation) -> Found:
    """Whether whoever could call the operation still can."""
    contract = operation.contract
    old = _alternatives(contract.base, as_object(operation.base.raw))
    new = _alternatives(contract.head, as_object(operation.head.raw))
    base, head = (
        _place(operation.base.pointer, operation.base.raw),
        _place(operation.head.pointer, operation.head.raw),
    )
    for effect, detail in _changes(old, new):
        yield Notice("security", effect, Direction.REQUEST, detail, base, head, operation.label)


def _changes(old: frozenset[Alternative], new: frozenset[Alternative]) -> Iterator[tuple[Effect, str]]:
    lost, gained = _beyond(old, new), _beyond(new, old)
    if any(scheme.startswith(UNDECLARED) for alternative in (*lost, *gained) for scheme, _ in alternative):
        told = " to ".join(" or ".join(map(_words, side)) or "as before" for side in (lost, gained))
        yield UNKNOWN, told
        return
    yield from ((NARROWS, f"{_words(alternative)} no longer suffices") for alternative in lost)
    yield from ((WIDENS, f"{_words(alternative)} is now accepted") for alternative in gained)


def _beyond(these: frozenset[Alternative], others: frozenset[Alternative]) -> list[Alternative]:
    """The alternatives that do not suffice on the other side."""
    return [one for one in sorted(these - others, key=sorted) if not any(other <= one for other in others)]


def _place(pointer: str, raw: Any) -> str:
    return join(pointer, "security") if "security" in as_object(raw) else "/security"


def _alternatives(document: Document, operation: dict[str, Any]) -> frozenset[Alternative]:
    stated = operation.get("security", document.root.get("security"))
    requirements = as_array(stated) or [{}]
    return frozenset(_alternative(document, as_object(requirement)) for requirement in requirements)


def _alternative(document: Document, requirement: dict[str, Any]) -> Alternative:
    needed: set[tuple[str, str]] = set()
    for name, scopes in requirement.items():
        scheme = _on_the_wire(document, name)
        needed.add((scheme, ""))
        needed.update((scheme, str(scope)) for scope in as_array(scopes))
    return frozenset(needed)


def _scheme(document: Document, name: str) -> dict[str, Any]:
    try:
        return as_object(document.at(join(SCHEMES, name)).raw)
    except KeyError:
        return {}


def _on_the_wire(document: Document, name: str) -> str:
    """A scheme by what is sent, so that its name in the document does not matter."""
    raw = _scheme(document, name)
    kind = raw.get("type")
    if kind == "apiKey":
        place = str(raw.get("name"))
        return f"API key in {raw.get('in')} `{place.lower() if raw.get('in') == 'header' else place}`"
    if kind == "http":
        return f"HTTP {str(raw.get('scheme')).lower()}"
    return f"{kind or UNDECLARED} `{name}`"


def _words(alternative: Alternative) -> str:
    if not alternative:
        return "no authentication"
    return " and ".join(f"{scheme} with scope {scope}" if scope else scheme for scheme, scope in sorted(alternative))


def schemes(contract: Contract) -> Iterator[Notice]:
    """Changes in how a credential is obtained: the endpoints and scopes of a scheme."""
    names = [
        as_object(as_object(side.root.get("components")).get("securitySchemes"))
        for side in (contract.base, contract.head)
    ]
    for name in sorted(names[0].keys() & names[1].keys()):
        old, new = (_obtaining(_scheme(side, name)) for side in (contract.base, contract.head))
        place = join(SCHEMES, name)
        for what in sorted(old.keys() | new.keys()):
            if old.get(what) != new.get(what):
                effect = EQUAL if what not in old else UNKNOWN
                detail = f"scheme `{name}`: {what} {old.get(what, 'none')} to {new.get(what, 'none')}"
                yield Notice("security-scheme", effect, Direction.REQUEST, detail, place, place)


def _obtaining(raw: dict[str, Any]) -> dict[str, str]:
    found = {keyword: str(raw[keyword]) for keyword in OBTAINING if keyword in raw}
    for flow, value in as_object(raw.get("flows")).items():
        details = as_object(value)
        found.update({f"{flow} {keyword}": str(details[keyword]) for keyword in OBTAINING if keyword in details})
        found.update({f"{flow} scope {scope}": canonical(True) for scope in as_object(details.get("scopes"))})
    return found
