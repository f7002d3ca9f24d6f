"""A PostgreSQL server of our own, in a temporary folder and on a Unix socket."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Debian and Ubuntu leave the server's programs out of PATH; the newest version counts.
_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
_PATH = os.pathsep.join([*map(str, reversed(_DEBIAN)), os.environ.get("PATH", os.defpath)])
INITDB = shutil.which("initdb", path=_PATH)
NO_POSTGRES = "no PostgreSQL on this machine; install it to load a warehouse of it"


@contextmanager
def postgres() -> Iterator[str]:
    """Run a server while the block runs; yield its address, as dlt takes it."""
    assert INITDB is not None
    control, owner = Path(INITDB).with_name("pg_ctl"), _owner()
    with tempfile.TemporaryDirectory() as name:  # not tmp_path: only we may enter that, and the path would be too long
        shutil.chown(name, owner)

        def run(*command: object) -> None:
            with (Path(name) / "output").open("ab") as output:  # not a pipe, which the server would keep open
                done = subprocess.run(
                    [*map(str, command)], cwd=name, user=owner, stdout=output, stderr=output, check=False, timeout=300
                )
            assert done.returncode == 0, (Path(name) / "output").read_text()

        data = Path(name) / "data"
        run(INITDB, "-D", data, "-U", "pivotal", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        settings = f"-F -k {name} -c listen_addresses="
        run(control, "start", "-D", data, "-w", "-t", "120", "-o", settings)
        try:
            yield f"postgresql://pivotal:unused@localhost/postgres?host={name}"
        finally:
            run(control, "stop", "-D", data, "-m", "immediate", "-t", "120")


def _owner() -> str:
    """Return the user that runs the server, which refuses to run as root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid()).pw_name
    users = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"
