# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import ClassVar

from pivotal_runtime.base_models import UNSET, Model, UnsetType

from .onboarding_snapshot import OnboardingSnapshot


class OnboardingEventData(Model, frozen=True):
    """What happened to an onboarding.

    Attributes:
        object: The onboarding after the event.
        previous_attributes: Previous values of the fields that changed, and of no others; null if nothing was changed.
    """

    _nested: ClassVar[tuple[str, ...]] = ("object", "previous_attributes")

    object: OnboardingSnapshot
    previous_attributes: OnboardingSnapshot | None | UnsetType = UNSET
