"""The tags of a whole document. Tags name Python resources, so the contract's stay for the operations that it has."""

from collections import defaultdict

from scripts.contract import Document, operations
from scripts.phrases import count_equal

Route = tuple[str, str]


def keep_tags(document: Document, contract: Document) -> dict[str, list[str]]:
    """Replace the tags of a whole document by the contract's, in place.

    A new operation gets the contract's tag for its own, or, if it has none, that of the operations beside it.

    Returns:
        The document's tags by operationId, for the operations of the contract that have others there.
    """
    known = _known_tags(document, contract)
    translations: defaultdict[str, set[str]] = defaultdict(set)
    other: dict[str, list[str]] = {}
    for path, method, operation in operations(document):
        if (path, method) in known:
            ours, theirs = known[path, method], operation["tags"]
            for tag in theirs:
                translations[tag].update(ours)
            if theirs != ours:
                other[str(operation["operationId"])] = theirs
            operation["tags"] = list(ours)
    for path, method, operation in operations(document):
        if (path, method) not in known:
            operation["tags"] = [_translate(tag, translations) for tag in operation["tags"]] or [
                _neighboring_tag(path, contract)
            ]
    return other


def _known_tags(document: Document, contract: Document) -> dict[Route, list[str]]:
    """Return the contract's tags of each operation of a document that it has, under its path or its operationId."""
    by_route = {(path, method): operation["tags"] for path, method, operation in operations(contract)}
    by_name = {operation["operationId"]: operation["tags"] for _, _, operation in operations(contract)}
    known = {}
    for path, method, operation in operations(document):
        tags = by_name.get(operation["operationId"]) or by_route.get((path, method))
        if tags:
            known[path, method] = tags
    return known


def _translate(tag: str, translations: dict[str, set[str]]) -> str:
    """Return the only tag that the contract has where the document has this one, or the tag itself."""
    ours = translations.get(tag, set())
    return next(iter(ours)) if len(ours) == 1 else tag


def _neighboring_tag(path: str, contract: Document) -> str:
    """Return the tag of the operations whose path shares most with a path, else the first name in it.

    Example:
        >>> paths = {"/v1/users/{id}": {"get": {"tags": ["users"]}}, "/v1/me": {"get": {"tags": ["meta"]}}}
        >>> _neighboring_tag("/v1/users/{id}/notes", {"paths": paths}), _neighboring_tag("/v1/tasks", {"paths": paths})
        ('users', 'tasks')
    """
    keys = _keys(path)
    others = [(_keys(other), operation["tags"]) for other, _, operation in operations(contract) if operation["tags"]]
    common = min((count_equal(others[0][0], other) for other, _ in others), default=0)
    nearest = max(others, key=lambda entry: (count_equal(keys, entry[0]), -len(entry[0])), default=None)
    if nearest is not None and count_equal(keys, nearest[0]) > common:
        return str(nearest[1][0])
    own = keys[min(common, max((count_equal(keys, other) for other, _ in others), default=0)) :]
    return next((key for key in own if key), "default")


def _keys(path: str) -> list[str]:
    """Return the parts of a path, with an empty string for each parameter."""
    return ["" if part.startswith("{") else part for part in path.strip("/").split("/")]
