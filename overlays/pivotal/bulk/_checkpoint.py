"""The memory of a bulk job: which external key is which record, and what is under way."""

import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from os import PathLike
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import msgspec
from attrs import frozen
from pivotal_runtime.json_errors import NOT_JSON

from pivotal._arguments import path_of
from pivotal._idempotency import stable_key
from pivotal.bulk._databases import Kind, closed_on_error, copied, explained, opened
from pivotal.bulk._errors import CheckpointError

_KIND = Kind("a checkpoint", 0x7069766B, "checkpoint.sql")  # "pivk"
_NAMES = ("key", "id", "state", "run", "sending", "sent_at", "known")
_COLUMNS = ", ".join(_NAMES)


@frozen
class Record:
    """What the checkpoint knows of an external key.

    Attributes:
        key: The external key.
        id: Pivotal's id; None until it is known.
        state: `sending` while a create may have arrived without an answer, else `done`, `failed` or `skipped`.
        run: The run that last sent it.
        sending: The arguments of that create.
        sent_at: When it was first sent, in seconds since the epoch.
        known: The values that Pivotal confirmed, by argument.
    """

    key: str
    id: str | None
    state: str
    run: str
    sending: Mapping[str, Any] | None
    sent_at: float | None
    known: Mapping[str, Any]

    @property
    def is_uncertain(self) -> bool:
        """Whether a create may have arrived without an answer."""
        return self.state == "sending" and self.id is None


class Checkpoint:
    """The checkpoint of one resource of one workspace; a second process on the same file is refused.

    Args:
        path: The file; it is created if it doesn't exist. `:memory:` keeps nothing.
        resource: The resource whose rows it remembers.
        read_only: Work on a copy in memory.

    Raises:
        CheckpointError: The file is in use, or is not a checkpoint of this resource.
    """

    def __init__(self, path: str, resource: str, *, read_only: bool = False) -> None:
        self._path = path
        self._resource = resource
        self._db = copied(self._path, _KIND) if read_only else opened(self._path, _KIND)
        with closed_on_error(self._db):
            if (found := self._told("resource", resource)) != resource:
                raise CheckpointError(f"{self._path} belongs to {found}; use a checkpoint of its own for {resource}.")
            self.run = self._told("run", uuid4().hex)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @property
    def owner(self) -> Mapping[str, str]:
        """What is known of the workspace that the ids belong to."""
        return dict(self._execute("SELECT name, value FROM job WHERE name IN ('organization', 'key', 'base_url')"))

    def claim(self, organization: str, key: str, base_url: str) -> None:
        """Record the workspace that the ids belong to.

        Raises:
            CheckpointError: It is another one than before.
        """
        before = self.owner.get("organization", organization)
        if before != organization:
            raise CheckpointError(
                f"{self._path} has the ids of workspace {before}, and the key is of {organization}; name another file."
            )
        values = {"organization": organization, "key": key, "base_url": base_url}
        for row in values.items():
            self._execute("INSERT OR REPLACE INTO job VALUES (?, ?)", row)

    def records(self) -> dict[str, Record]:
        """Return what is known of every external key."""
        found = map(self._record, self._execute(f"SELECT {_COLUMNS} FROM records"))  # noqa: S608
        return {record.key: record for record in found}

    def idempotency_key(self, key: str, run: str | None = None) -> str:
        """Return the key of a create: the same in one run, another in the next, so that no deleted record answers."""
        return stable_key(self._resource, run or self.run, key)

    def sending(self, key: str, line: int, arguments: Mapping[str, Any]) -> None:
        """Record that a create is about to be sent."""
        self._execute(
            "INSERT INTO records (key, line, run, state, sending, sent_at) VALUES (?, ?, ?, 'sending', ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET line = excluded.line, run = excluded.run, state = 'sending', "
            "sending = excluded.sending, sent_at = excluded.sent_at, error = NULL",
            (key, line, self.run, _json(arguments), time.time()),
        )

    def done(self, key: str, line: int, id: str, known: Mapping[str, Any]) -> None:
        """Record that a row has arrived, and what Pivotal has of it now."""
        self._execute(
            "INSERT INTO records (key, id, line, run, state, known) VALUES (?, ?, ?, ?, 'done', ?) "
            "ON CONFLICT (key) DO UPDATE SET id = excluded.id, line = excluded.line, run = excluded.run, "
            "state = 'done', sending = NULL, sent_at = NULL, known = excluded.known, error = NULL",
            (key, id, line, self.run, _json(known)),
        )

    def not_done(self, key: str, line: int, error: str, state: str) -> None:
        """Record that a row has failed, is skipped, or may have arrived (`sending`)."""
        self._execute(
            "INSERT INTO records (key, line, run, state, error) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
            "line = excluded.line, error = excluded.error, "
            "state = CASE WHEN id IS NULL THEN excluded.state ELSE state END",
            (key, line, self.run, state, error),
        )

    def finish(self) -> None:
        """Record that every row is settled: the next run is another one."""
        self._execute("INSERT OR REPLACE INTO job VALUES ('run', ?)", (uuid4().hex,))

    def _told(self, name: str, value: str) -> str:
        self._execute("INSERT OR IGNORE INTO job VALUES (?, ?)", (name, value))
        found = self._execute("SELECT value FROM job WHERE name = ?", (name,))
        if not found:
            raise CheckpointError(f"{self._path} is damaged: it doesn't keep its {name}; restore a copy.")
        return str(found[0][0])

    def _execute(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with explained(self._path, _KIND):
            return self._db.execute(sql, args).fetchall()

    def _record(self, row: tuple[Any, ...]) -> Record:
        key, id, state, run, sending, sent_at, known = row
        try:
            arguments = None if sending is None else msgspec.json.decode(sending)
            values = (key, id, state, run, arguments, sent_at, msgspec.json.decode(known))
            return msgspec.convert(dict(zip(_NAMES, values, strict=True)), Record)
        except (*NOT_JSON, TypeError) as error:
            raise self.damaged(key, str(error)) from error

    def damaged(self, key: str, problem: str) -> CheckpointError:
        """Return the error of a record that no job has written."""
        return CheckpointError(
            f"{self._path} is damaged at the key {key!r} ({problem}); restore a copy, or delete this row."
        )


def read_ids(path: str | PathLike[str]) -> dict[str, str]:
    """Return Pivotal's id for each external key in a checkpoint.

    Args:
        path: The checkpoint of a job.

    Raises:
        CheckpointError: The file doesn't exist, is in use, or is not a checkpoint.
        InvalidArgumentError: The path is not one.

    Example:
        >>> from pivotal import bulk
        >>> report = bulk.upsert(client, [{"crm": "901", "name": "Borealis"}], key="crm", checkpoint="ids.sqlite")
        >>> list(bulk.read_ids("ids.sqlite"))
        ['901']
    """
    name = path_of("path", path)
    with explained(name, _KIND), closing(copied(name, _KIND, must_exist=True)) as db:
        return dict(db.execute("SELECT key, id FROM records WHERE id IS NOT NULL"))


def _json(values: Mapping[str, Any]) -> str:
    return msgspec.json.encode(dict(values)).decode()
