"""The documented rules in plain Python, without a database or HTTP."""

from typing import Any

from attrs import Factory, define

SLUGS = {
    "Acme": "acme",
    "ACME": "acme",
    "Bolt": "bolt",
    "Café": "cafe",
    "日本": None,
    "D d": "d-d",
    "Echo-1": "echo-1",
}


@define
class Thing:
    """An object in the model: the document that a read must show, and whether reads and lists still show it."""

    kind: str
    shown: dict[str, Any]
    deleted: bool = False
    listed: bool = True
    resting: str = "active"


@define
class Model:
    """The state of a workspace, and the documented rules."""

    things: list[Thing] = Factory(list)
    replays: dict[tuple[str, str], tuple[Any, Any, int]] = Factory(dict)

    def live(self, kind: str) -> list[Thing]:
        return [thing for thing in self.things if thing.kind == kind and not thing.deleted]

    def listed(self, kind: str, **where: Any) -> list[dict[str, Any]]:
        return [
            thing.shown
            for thing in reversed(self.things)
            if thing.kind == kind and thing.listed and thing.shown.items() >= where.items()
        ]

    def older(self, kind: str, cursor: str) -> list[dict[str, Any]]:
        return [shown for shown in self.listed(kind) if shown["created_at"] < cursor]

    def taken(self, kind: str, own: Thing | None, **where: Any) -> bool:
        return any(thing.shown.items() >= where.items() for thing in self.live(kind) if thing is not own)

    def delete(self, thing: Thing) -> None:
        thing.deleted, thing.listed = True, False
        for child in self.things:
            if child.shown.get("customer_id") == thing.shown["id"]:
                child.listed = False
