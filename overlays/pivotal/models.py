"""The models and enums that calls return and accept.

    from pivotal.models import Customer, Deleted

Each is imported when it is first used. They are the classes of `pivotal_api.models`, which is generated.

Documentation: https://docs.pivotal.app
"""

from typing import TYPE_CHECKING

from pivotal_api import models as _models
from pivotal_api.models import __all__ as __all__

if TYPE_CHECKING:
    from pivotal_api.models import *  # noqa: F403

if not TYPE_CHECKING:  # A type checker would accept any name otherwise.

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(_models, name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
