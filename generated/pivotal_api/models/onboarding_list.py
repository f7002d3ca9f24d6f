# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import ClassVar, Literal

from attrs import field as _field
from attrs import frozen

from ..values import Model
from .onboarding import Onboarding


@frozen
class OnboardingList(Model):
    """OnboardingList.

    Attributes:
        has_more: Whether older rows remain. Trust it, whatever the row count.
        next_cursor: Pass it back as `cursor`, as it is.
    """

    _nested: ClassVar[tuple[str, ...]] = ("data",)

    object: Literal["list"]
    data: list[Onboarding] = _field(hash=False)
    has_more: bool
    next_cursor: str | None
