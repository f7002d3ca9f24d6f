# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import ClassVar

from pivotal_runtime.base_models import UNSET, Model, UnsetType

from .task_snapshot import TaskSnapshot


class TaskEventData(Model, frozen=True):
    """What happened to a task.

    Attributes:
        object: The task after the event.
        previous_attributes: Previous values of the fields that changed, and of no others; null if nothing was changed.
    """

    _nested: ClassVar[tuple[str, ...]] = ("object", "previous_attributes")

    object: TaskSnapshot
    previous_attributes: TaskSnapshot | None | UnsetType = UNSET
