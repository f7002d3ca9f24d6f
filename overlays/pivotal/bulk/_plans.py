"""What a row needs: decided from the row, the checkpoint and the records that were found. No I/O."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from pivotal._value_checks import Invalid, day_or_timestamp
from pivotal.bulk._checkpoint import Checkpoint, Record
from pivotal.bulk._rows import Row
from pivotal.bulk._targets import Target

# The API keeps idempotency keys for 24 hours; the rest is for clocks that differ.
_KEPT_SECONDS = 23 * 3600
_MISSING = object()


@frozen(eq=False)
class Plan:
    """What to do with a row.

    Attributes:
        row: The row.
        id: The record to change; None to create one.
        known: The values that the record has, as far as they are known.
        changes: What to send to the record.
        create: What to send to create the record.
        idempotency_key: The key of the create.
        is_repeat: Whether that create was sent before, and may have arrived.
        problem: Why the row can't be sent, as code and message.
    """

    row: Row
    id: str | None = None
    known: Mapping[str, Any] = {}
    changes: Mapping[str, Any] = {}
    create: Mapping[str, Any] | None = None
    idempotency_key: str = ""
    is_repeat: bool = False
    problem: tuple[str, str] | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be sent."""
        return self.create is None and not self.changes


class Planner:
    """Decides what each row needs.

    Args:
        target: Where the rows go.
        checkpoint: The memory of the job.
        found: Records of the API by external key, for keys that the checkpoint doesn't know; None if none were listed.
    """

    def __init__(
        self, target: Target, checkpoint: Checkpoint, found: Mapping[str, Sequence[Mapping[str, Any]]] | None
    ) -> None:
        self._target = target
        self._checkpoint = checkpoint
        self._found = found
        self._records = checkpoint.records()

    def plan(self, row: Row) -> Plan:
        """Return what a row needs."""
        record = self._records.get(row.key)
        if record is not None and record.id is not None:
            return self.to_change(row, record.id, record.known)
        if record is not None and record.is_uncertain and _is_kept(record):
            return Plan(
                row,
                create=self._sent(record),
                idempotency_key=self._checkpoint.idempotency_key(row.key, record.run),
                is_repeat=True,
            )
        candidates = () if self._found is None else self._found.get(row.key, ())
        if len(candidates) > 1:
            ids = ", ".join(str(candidate["id"]) for candidate in candidates)
            return Plan(row, problem=("ambiguous_key", f"several records have the key: {ids}; merge them in Pivotal"))
        if candidates:
            return self.to_adopt(row, candidates[0])
        if record is not None and record.is_uncertain and self._found is None:
            message = (
                "it may have been created a day ago, without an answer; look in Pivotal, and remove one of the two"
            )
            return Plan(row, problem=("may_exist", message))
        return Plan(row, create=row.values, idempotency_key=self._checkpoint.idempotency_key(row.key))

    def _sent(self, record: Record) -> Mapping[str, Any]:
        """Return the arguments of a create that was sent. Raises CheckpointError if the create doesn't have them."""
        columns, sent = self._target.columns, record.sending or {}
        unknown = sorted(sent.keys() - columns.keys())
        missing = [name for name, column in columns.items() if column.required and name not in sent]
        if unknown or missing:
            names = ", ".join(map(repr, unknown or missing))
            raise self._checkpoint.damaged(record.key, f"a create {'has no' if unknown else 'needs'} {names}")
        return sent

    def to_adopt(self, row: Row, record: Mapping[str, Any]) -> Plan:
        """Return what makes a record of the API as the row says."""
        columns = self._target.columns.values()
        known = {column.name: record[column.wire] for column in columns if column.wire in record}
        known = {name: value for name, value in known.items() if name in self._target.changeable}
        return self.to_change(row, str(record["id"]), known)

    def to_change(self, row: Row, id: str, known: Mapping[str, Any]) -> Plan:
        """Return what makes a record with these values as the row says: the fields that differ, and no other."""
        differing = {
            name: value for name, value in row.values.items() if not _is_same(value, known.get(name, _MISSING))
        }
        fixed = [name for name in differing if name not in self._target.changeable and name in known]
        if fixed:
            message = f"{fixed[0]} can't be changed from {known[fixed[0]]!r}; delete the record, or correct the row"
            return Plan(row, id, known, problem=("not_changeable", message))
        changes = {name: value for name, value in differing.items() if name in self._target.changeable}
        return Plan(row, id, known, changes)

    def owner_of(self, id: str) -> str | None:
        """Return the external key that a record already belongs to; None if it belongs to none."""
        return next((record.key for record in self._records.values() if record.id == id), None)

    def is_known(self, row: Row) -> bool:
        """Return whether the checkpoint can tell what a row needs."""
        record = self._records.get(row.key)
        return record is not None and (record.id is not None or (record.is_uncertain and _is_kept(record)))

    def after_repeat(self, plan: Plan, id: str) -> Plan:
        """Return what a row needs once its earlier create is known to have arrived."""
        return evolve(self.to_change(plan.row, id, plan.create or {}), is_repeat=True)


def _is_kept(record: Record) -> bool:
    return record.sent_at is not None and 0 <= time.time() - record.sent_at < _KEPT_SECONDS


def _is_same(value: Any, known: Any) -> bool:
    if value == known and isinstance(value, bool) == isinstance(known, bool):
        return True
    # A date is its midnight, and a moment may be written with or without milliseconds.
    if isinstance(value, str) and isinstance(known, str) and value[:10] == known[:10]:
        try:
            return day_or_timestamp(value) == day_or_timestamp(known)
        except Invalid:
            return False
    return False
