"""Completion, in a real bash and as zsh and fish ask for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pivotal_api.contract import load_description

from tests.pivotal.cli.support import run

PHASES = next(schema for name, schema in load_description().schemas.items() if name == "OnboardingPhase").enum or ()
# The function that the script defines, called for each line as bash calls it.
COMPLETE = """
eval "$(pivotal completion bash)"
offer() {
    COMPREPLY=(); COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))
    _pivotal_completion pivotal
    printf '%s ' "${COMPREPLY[@]}"; echo
}
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the command where a shell finds it."""
    script = tmp_path / "bin" / "pivotal"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m pivotal.cli "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")


def completed(*lines: str) -> list[list[str]]:
    """Return what bash offers for the last word of each line."""
    bash = shutil.which("bash")
    assert bash is not None
    script = COMPLETE + "\n".join(f"offer {line}" for line in lines)
    done = subprocess.run([bash, "--norc", "-c", script], capture_output=True, text=True, check=True, timeout=100)
    assert done.stderr == ""
    return [line.split() for line in done.stdout.splitlines()]


@pytest.mark.usefixtures("path")
def test_bash_offers_commands_flags_values_and_profiles(folder: Path) -> None:
    folder.mkdir()
    (folder / "config.toml").write_text('[profiles.work]\nkey_command = "x"\n[profiles.home]\nkey_command = "x"\n')
    commands, flags, phases, profiles = completed(
        'pivotal ""',
        "pivotal onboardings update 7 --ph",
        'pivotal onboardings update 7 --phase ""',
        'pivotal me --profile ""',
    )
    assert {"customers", "onboardings", "me", "webhooks"} <= set(commands)
    assert flags == ["--phase"]
    assert phases == list(PHASES)
    assert profiles == ["work", "home"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_calls_the_command(shell: str) -> None:
    script = run("completion", shell)
    assert script.code == 0 and f"_PIVOTAL_COMPLETE={shell}_complete" in script.out.replace('"', "")


def test_another_shell_is_refused() -> None:
    assert run("completion", "csh").code == 2
