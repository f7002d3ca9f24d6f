"""JSON pointers (RFC 6901)."""

Pointer = str


def escape(token: str) -> str:
    """Return a key as a token of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def join(pointer: Pointer, *tokens: str) -> Pointer:
    """Return the pointer of a value below another pointer."""
    for token in tokens:
        pointer = f"{pointer}/{escape(token)}"
    return pointer


def split(pointer: Pointer) -> list[str]:
    """Return the unescaped tokens of a pointer."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
