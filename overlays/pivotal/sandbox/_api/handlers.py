"""The operations that no rule answers, each with the function that does. A row here also overrides a rule."""

from collections.abc import Callable, Mapping

from pivotal.sandbox._api import meta
from pivotal.sandbox._api.call import Call

Handler = Callable[[Call], bytes]

HANDLERS: Mapping[str, Handler] = {
    "get-health": meta.get_health,
    "get-me": meta.get_me,
}
