"""Finding the route of a request."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from attrs import Factory, define, frozen

from pivotal.sandbox._errors import ApiError

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@frozen
class Route:
    """An operation as the contract describes it.

    Args:
        method: The HTTP method in upper case.
        path: The path template; a segment in braces matches any id.
        id: The operationId.
        success: The status of a success.
        needs_key: Whether a call needs an API key.
    """

    method: str
    path: str
    id: str
    success: int = 200
    needs_key: bool = True


@frozen
class Match:
    """The route of a request, and the decoded ids in its path, in their order."""

    route: Route
    path_ids: tuple[str, ...]


@define
class _Node:
    """A segment of the known paths: the segments that may follow, and the routes that end here, by method."""

    literals: "dict[str, _Node]" = Factory(dict[str, "_Node"])
    mixed: "dict[str, _Node]" = Factory(dict[str, "_Node"])
    placeholder: "_Node | None" = None
    routes: dict[str, Route] = Factory(dict[str, Route])

    def child(self, segment: str) -> "_Node":
        """Return the node of a template's next segment; create it if there is none."""
        if "{" not in segment:
            return self.literals.setdefault(segment, _Node())
        if not _PLACEHOLDER.fullmatch(segment):
            return self.mixed.setdefault(segment, _Node())
        if self.placeholder is None:
            self.placeholder = _Node()
        return self.placeholder

    def mixed_match(self, segment: str) -> "tuple[_Node, tuple[str, ...]] | None":
        """Return the node of a segment such as `{id}.csv`, and the ids in it."""
        for template, node in self.mixed.items():
            parts = map(re.escape, _PLACEHOLDER.split(template))
            if match := re.fullmatch("(.+)".join(parts), segment):
                return node, match.groups()
        return None


class Router:
    """Finds routes by method and path. A path may have any number of segments and ids; literal segments win over ids.

    Example:
        >>> router = Router([Route("GET", "/teams/{team}/members/{id}", "get-member")])
        >>> match = router.find("GET", "/teams/7/members/a%20b")
        >>> match.route.id, match.path_ids
        ('get-member', ('7', 'a b'))
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        for route in routes:
            node = self._root
            for segment in route.path.split("/"):
                node = node.child(segment)
            node.routes[route.method] = route

    def find(self, method: str, path: str) -> Match:
        """Return the route of a request and the ids in its path.

        Raises:
            ApiError: 404 if the path does not exist, 405 if it does not have the method.
        """
        end = _descend(self._root, path.split("/"))
        if end is None:
            raise ApiError(404, "route_not_found", "There is no such path.")
        routes, path_ids = end
        if method not in routes:
            allowed = ", ".join(routes)
            message = f"This path supports {allowed}, not {method}."
            raise ApiError(405, "method_not_allowed", message, headers={"allow": allowed})
        return Match(routes[method], tuple(map(unquote, path_ids)))


def _descend(
    node: _Node, segments: Sequence[str], ids: tuple[str, ...] = ()
) -> tuple[dict[str, Route], tuple[str, ...]] | None:
    if not segments:
        return (node.routes, ids) if node.routes else None
    segment, *rest = segments
    literal = node.literals.get(segment)
    end = None if literal is None else _descend(literal, rest, ids)
    if end is None and node.mixed and (mixed := node.mixed_match(segment)):
        end = _descend(mixed[0], rest, (*ids, *mixed[1]))
    if end is None and node.placeholder is not None and segment:
        end = _descend(node.placeholder, rest, (*ids, segment))
    return end
