"""Why the generator left something out, in its own words."""

import re

from openapi_python_client.parser import GeneratorData


def reason_for(parsed: GeneratorData, path: str, verb: str) -> str:
    """Return why an operation is incomplete, as a clause for a message; empty if the generator doesn't say."""
    own = [
        error
        for collection in parsed.endpoint_collections_by_tag.values()
        for error in collection.parse_errors
        if f"parsing {verb.upper()} {path} " in str(error.header)
    ]
    # A schema that was removed is the cause of what is lost with it.
    details = [str(error.detail or "").strip().partition("\n")[0] for error in (*parsed.errors, *own)]
    reasons = [re.sub(r"<[\w.]+ object at 0x[0-9a-f]+>", "a name", detail) for detail in details]
    return next((f" ({reason})" for reason in reasons if reason), "")
