"""A checkpoint belongs to one workspace and resource, and to one process at a time."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pivotal import PivotalApi, bulk
from pivotal.sandbox import Sandbox

from tests.support.samples import SECRET_PART

ROW = [{"crm": "1", "name": "Aurora"}]


def run(client: PivotalApi, checkpoint: Path, resource: str = "customers") -> bulk.UpsertReport:
    return bulk.upsert(client, ROW, key="crm", checkpoint=checkpoint, resource=resource, pacing=False)


def test_a_second_process_is_refused_until_the_first_has_ended(client: PivotalApi, checkpoint: Path) -> None:
    run(client, checkpoint)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pivotal.bulk._checkpoint import Checkpoint\n"
            "c = Checkpoint(sys.argv[1], 'customers'); print('open', flush=True); sys.stdin.read()",
            str(checkpoint),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(bulk.CheckpointError, match="is in use by another process"):
            run(client, checkpoint)
        with pytest.raises(bulk.CheckpointError, match="is in use"):
            bulk.read_ids(checkpoint)
    finally:
        holder.kill()
        holder.communicate()
    assert run(client, checkpoint).unchanged == 1


def test_a_checkpoint_of_another_resource_is_refused(client: PivotalApi, checkpoint: Path) -> None:
    run(client, checkpoint)
    with pytest.raises(bulk.CheckpointError, match="belongs to customers"):
        run(client, checkpoint, "onboardings")


def test_a_checkpoint_of_another_workspace_is_refused(client: PivotalApi, checkpoint: Path) -> None:
    run(client, checkpoint)
    with sqlite3.connect(checkpoint) as db:
        db.execute("UPDATE job SET value = 'org_other' WHERE name = 'organization'")
        db.execute("UPDATE job SET value = 'pivotal_test_zzzz' WHERE name = 'key'")
    db.close()
    with pytest.raises(bulk.CheckpointError, match="workspace org_other"):
        run(client, checkpoint)


@pytest.mark.parametrize("content", [b"crm,name\n", b"SQLite format 3\0" + b"x" * 200])
def test_a_file_of_another_kind_is_refused_and_kept(client: PivotalApi, checkpoint: Path, content: bytes) -> None:
    checkpoint.write_bytes(content)
    with pytest.raises(bulk.CheckpointError, match="is not a checkpoint"):
        run(client, checkpoint)
    assert checkpoint.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_kept(client: PivotalApi, checkpoint: Path) -> None:
    with sqlite3.connect(checkpoint) as db:
        db.execute("CREATE TABLE theirs (x)")
    db.close()
    before = checkpoint.read_bytes()
    with pytest.raises(bulk.CheckpointError, match="contains other data"):
        run(client, checkpoint)
    assert checkpoint.read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE job",
        "DROP TABLE records",
        "UPDATE records SET known = '{'",
        "UPDATE records SET known = 5",
        "UPDATE records SET known = '[1]'",
        "UPDATE records SET sending = 'x'",
        "UPDATE records SET id = x'ff'",
        "UPDATE records SET id = CAST(x'ff' AS TEXT)",
        "UPDATE job SET value = CAST(x'ff' AS TEXT) WHERE name = 'resource'",
        "UPDATE records SET sending = '{}', sent_at = unixepoch(), state = 'sending', id = NULL",
        """UPDATE records SET sending = '{"name": "", "x": 1}', sent_at = unixepoch(), state = 'sending', id = NULL""",
        "CREATE TRIGGER t BEFORE INSERT ON job BEGIN SELECT RAISE(IGNORE); END; DELETE FROM job WHERE name = 'run'",
        "UPDATE records SET sent_at = 'x', state = 'sending', sending = '{}', id = NULL",
    ],
)
def test_a_damaged_checkpoint_is_one_error_that_names_it(client: PivotalApi, checkpoint: Path, damage: str) -> None:
    run(client, checkpoint)
    with sqlite3.connect(checkpoint) as db:
        db.executescript(damage)
    db.close()
    with pytest.raises(bulk.CheckpointError, match=checkpoint.name):
        run(client, checkpoint)


def test_ids_that_are_not_text_are_one_error(client: PivotalApi, checkpoint: Path) -> None:
    run(client, checkpoint)
    with sqlite3.connect(checkpoint) as db:
        db.execute("UPDATE records SET id = CAST(x'ff' AS TEXT)")
    db.close()
    with pytest.raises(bulk.CheckpointError, match="is not a checkpoint: Could not decode"):
        bulk.read_ids(checkpoint)


def test_a_checkpoint_whose_error_is_not_text_is_refused(client: PivotalApi, checkpoint: Path) -> None:
    run(client, checkpoint)
    checkpoint.write_bytes(checkpoint.read_bytes().replace(b"CREATE TABLE", b"CREATE\xedTABLE"))
    with pytest.raises(bulk.CheckpointError, match="is not a checkpoint"):
        run(client, checkpoint)


def test_a_folder_that_is_missing_is_named(client: PivotalApi, tmp_path: Path) -> None:
    with pytest.raises(bulk.CheckpointError, match="nowhere"):
        run(client, tmp_path / "nowhere" / "ids.sqlite")
    with pytest.raises(bulk.CheckpointError, match=r"missing\.sqlite"):
        bulk.read_ids(tmp_path / "missing.sqlite")


def test_the_file_is_its_owners_and_has_no_key(client: PivotalApi, sandbox: Sandbox, checkpoint: Path) -> None:
    run(client, checkpoint)
    assert SECRET_PART.encode() not in checkpoint.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(checkpoint.stat().st_mode) == 0o600


def test_a_create_of_yesterday_is_looked_up_and_not_sent_again(
    client: PivotalApi, sandbox: Sandbox, checkpoint: Path
) -> None:
    """The API forgets idempotency keys after a day."""
    source = [{"hubspot_company_id": "1", "name": "Aurora"}]
    sandbox.faults.add(operation="create-customer", status=500, when="after", times=3)
    options = {"key": "hubspot_company_id", "checkpoint": checkpoint, "pacing": False}
    assert bulk.upsert(client, source, **options).failed == 1  # type: ignore[arg-type]
    _age(checkpoint)
    assert bulk.upsert(client, source, **options).unchanged == 1  # type: ignore[arg-type]
    sandbox.requests.assert_called("create-customer", times=3)


def test_a_create_of_yesterday_that_cannot_be_looked_up_is_left_to_a_person(
    client: PivotalApi, sandbox: Sandbox, checkpoint: Path
) -> None:
    sandbox.faults.add(operation="create-customer", status=500, when="after", times=3)
    assert run(client, checkpoint).failed == 1
    _age(checkpoint)
    assert [failure.code for failure in run(client, checkpoint).failures] == ["may_exist"]
    sandbox.requests.assert_called("create-customer", times=3)


def _age(checkpoint: Path) -> None:
    with sqlite3.connect(checkpoint) as db:
        db.execute("UPDATE records SET sent_at = sent_at - 86400")
    db.close()
