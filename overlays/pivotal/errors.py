"""Every error that the SDK raises on purpose, as one tree; `pivotal_runtime.errors` draws it.

Documentation: https://docs.pivotal.app/api/welcome/errors
"""

from pivotal_runtime.errors import *  # noqa: F403
from pivotal_runtime.errors import __all__ as __all__
