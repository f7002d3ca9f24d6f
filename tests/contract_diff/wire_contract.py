"""A small contract with every kind of object, to place values in."""

import copy
from typing import Any

from contract_diff.core.json_pointers import split

CONTRACT: dict[str, Any] = {
    "servers": [{"url": "https://a.example"}],
    "paths": {"/things/{id}": {"get": {"responses": {"200": {}}, "operationId": "getThing", "tags": ["things"]}}},
    "webhooks": {"made": {"post": {"requestBody": {}, "responses": {}}}},
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "same_key": {"type": "apiKey", "in": "header", "name": "x-key"},
            "bearer": {"type": "http", "scheme": "bearer"},
            "oauth": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://a.example", "scopes": {}}},
            },
        }
    },
}


def placed(pointer: str, value: Any) -> dict[str, Any]:
    """The contract with a value at a place."""
    root = copy.deepcopy(CONTRACT)
    if pointer.startswith("/components/securitySchemes/key"):
        root["security"] = [{"key": []}]
    if pointer.startswith("/operation/"):
        pointer = "/paths/~1things~1{id}/get/" + pointer.removeprefix("/operation/")
    *above, last = split(pointer)
    owner = root
    for token in above:
        owner = owner.setdefault(token, {})
    if value is None:
        owner.pop(last, None)
    else:
        owner[last] = value
    return root
