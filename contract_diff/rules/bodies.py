"""Request bodies: whether there is one, must be one, and what it is."""

from contract_diff.core.severity import EQUAL, NARROWS, WIDENS, Effect
from contract_diff.core.ternary import Answer
from contract_diff.rules.media import compare_content
from contract_diff.rules.operation import Found, Operation, child, flag

# A body that is no longer read may be ignored or refused; a webhook's that is gone is missed.
NO_LONGER_READ = Effect(Answer.UNKNOWN, Answer.NO)


def request_body(operation: Operation) -> Found:
    """The differences between the bodies that an operation takes."""
    old, new = child(operation.base, "requestBody"), child(operation.head, "requestBody")
    if old is None and new is None:
        return
    if new is None:
        detail = "the request body was removed"
        yield operation.notice("request-body-removed", NO_LONGER_READ, operation.sent, detail, old, None)
    elif old is None:
        needed = flag(new, "required")
        detail = f"{'a required' if needed else 'an optional'} request body was added"
        effect = NARROWS if needed else EQUAL
        yield operation.notice("request-body-added", effect, operation.sent, detail, None, new)
    else:
        if flag(old, "required") != flag(new, "required"):
            gained = flag(new, "required")
            detail = f"the request body is {'now' if gained else 'no longer'} required"
            effect = NARROWS if gained else WIDENS
            yield operation.notice("request-body-required", effect, operation.sent, detail, old, new)
        yield from compare_content(operation, "request body", operation.sent, old, new)
