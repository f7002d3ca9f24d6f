"""Send one row: create it, change what differs, or adopt the record that holds its slug or e-mail address."""

from collections.abc import Mapping
from typing import Any, Literal

from attrs import frozen

from pivotal.bulk._plans import Plan, Planner
from pivotal.bulk._records import Records
from pivotal.bulk._report import Outcome
from pivotal.bulk._rows import Row
from pivotal.bulk._targets import Column
from pivotal.errors import (
    APIConnectionError,
    ConflictError,
    EmailTakenError,
    InvalidArgumentError,
    InvalidResponseError,
    PivotalError,
    ServerError,
    SlugTakenError,
)

OnTaken = Literal["adopt", "skip", "fail"]


@frozen
class Written:
    """What became of a row: the outcome and, as far as they are known, the id and the values; or what went wrong.

    `may_exist` tells that a create may have arrived without an answer.
    """

    outcome: Outcome
    id: str | None = None
    known: Mapping[str, Any] = {}
    error: PivotalError | None = None
    may_exist: bool = False


@frozen
class Writer:
    """Runs in threads: it writes neither to the checkpoint nor to the counts."""

    _key: Column | None
    _records: Records
    _planner: Planner
    _on_taken: OnTaken

    def write(self, plan: Plan) -> Written:
        """Send a row, and return what became of it."""
        try:
            if plan.create is None:
                return self._change(plan, "updated")
            record = self._records.create(plan.create, plan.idempotency_key)
        except (SlugTakenError, EmailTakenError) as conflict:
            return self._taken(plan, conflict)
        except PivotalError as error:
            return Written("failed", error=error, may_exist=_may_have_arrived(error))
        if plan.is_repeat:
            return self._change(self._planner.after_repeat(plan, str(record["id"])), "created")
        return Written("created", str(record["id"]), plan.create)

    def _change(self, plan: Plan, outcome: Outcome) -> Written:
        if plan.problem is not None:
            return Written("failed", plan.id, plan.known, InvalidArgumentError(plan.problem[1]))
        try:
            if plan.changes:
                self._records.update(str(plan.id), plan.changes)
        except PivotalError as error:
            return Written("failed", plan.id, plan.known, error)
        return Written(outcome, plan.id, {**plan.known, **plan.row.values})

    def _taken(self, plan: Plan, conflict: ConflictError) -> Written:
        if self._on_taken != "adopt":
            return Written("skipped" if self._on_taken == "skip" else "failed", error=conflict)
        try:
            holder = self._records.holder(plan.row, conflict)
        except PivotalError as error:
            return Written("failed", error=error)
        if holder is None or self._belongs_to_another(plan.row, holder):
            return Written("failed", error=conflict)
        change = self._planner.to_adopt(plan.row, holder)
        return self._change(change, "updated" if change.changes else "unchanged")

    def _belongs_to_another(self, row: Row, record: Mapping[str, Any]) -> bool:
        own = None if self._key is None else record.get(self._key.wire)
        return own not in (None, row.key) or self._planner.owner_of(str(record["id"])) not in (None, row.key)


def _may_have_arrived(error: PivotalError) -> bool:
    if isinstance(error, APIConnectionError):
        return error.may_have_arrived
    return isinstance(error, InvalidResponseError | ServerError)
