# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
import datetime
from typing import Any, ClassVar, Literal

from pivotal_runtime.base_models import UNSET, Model, UnsetType


class WebhookPingEvent(Model, frozen=True, tag_field="type", tag="webhook.ping"):
    """An endpoint was added; Pivotal checks that it can be reached.

    Attributes:
        id: Id of the event (`evt_...`). A repeated delivery has the same: handle each id once, for at least 7 days.
        created_at: When it happened, in UTC, which may be long before the delivery.
        org_id: Id of the workspace.
        livemode: Whether a live key caused it. False also for test events from the dashboard, whose records do not exist.
        api_version: Version of the API that the event follows, such as `v1`.
        data: What the event contains.
        type: Always `webhook.ping`.
    """

    _renamed: ClassVar[tuple[str, ...]] = ("type",)

    id: str
    created_at: datetime.datetime | None | UnsetType = UNSET
    org_id: str | None | UnsetType = UNSET
    livemode: bool | None | UnsetType = UNSET
    api_version: str | None | UnsetType = UNSET
    data: dict[str, Any] | None | UnsetType = UNSET

    @property
    def type(self) -> Literal["webhook.ping"]:
        """The field `type`, which distinguishes the model in a union."""
        return "webhook.ping"
