"""`.ci/try-dist` with programs that stand in for Python and what it installs."""

import shlex
import subprocess
import sys
from pathlib import Path

from tests.support.workflows import ROOT

# Serves the index, and makes an environment; the programs in it are below.
PYTHON = f"""#!/bin/bash
case "$*" in
  *http.server*) exec {shlex.quote(sys.executable)} "$@" ;;
  *venv*) rm -rf venv; mkdir -p venv/bin; cp "$STAND_INS"/* venv/bin ;;
  *) echo Python ;;
esac
"""
STAND_INS = {
    # Installs nothing, and reports what an earlier server has left.
    "python": """#!/bin/bash
case "$*" in
  *"pivotal[cli,sandbox]"*) grep -rl --exclude-dir=bin PIVOTAL_API_KEY . >> "$LEFT" ;;
  *--report*) sha256sum index/*/* > report.json ;;
esac
exit 0
""",
    "pivotal-sandbox": "#!/bin/bash\necho export PIVOTAL_API_KEY=key\nexec sleep 60\n",
    "pivotal": "#!/bin/bash\necho customer\n",
    "contract-diff": "#!/bin/bash\necho operation-removed\nexit 1\n",
}


def write_program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def test_each_file_is_tried_without_what_the_last_server_printed(tmp_path: Path) -> None:
    """The key's line says that a server is up; one of an earlier server would say so too soon."""
    dist, stand_ins, left = tmp_path / "dist", tmp_path / "stand-ins", tmp_path / "left"
    for folder in (dist, stand_ins):
        folder.mkdir()
    for name in ("openapi_contract_diff", "pivotal"):
        for end in ("-py3-none-any.whl", ".tar.gz"):
            (dist / f"{name}-1.0{end}").write_text(name + end, encoding="utf-8")
    for name, text in STAND_INS.items():
        write_program(stand_ins / name, text)
    write_program(tmp_path / "python", PYTHON)
    done = subprocess.run(
        [ROOT / ".ci" / "try-dist", dist, tmp_path / "python"],
        env={"PATH": "/usr/bin:/bin", "STAND_INS": str(stand_ins), "LEFT": str(left)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(" works\n") == 4
    assert left.read_text(encoding="utf-8") == ""
