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
# What completes a line: the function that the script defines, called as bash calls it.
COMPLETE = """
eval "$(pivotal completion bash)"
COMP_WORDS=({words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_pivotal_completion pivotal
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the command where a shell finds it."""
    script = tmp_path / "bin" / "pivotal"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m pivotal.cli "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")


def completed(words: str) -> list[str]:
    """Return what bash offers for the last word."""
    bash = shutil.which("bash")
    assert bash is not None
    done = subprocess.run(
        [bash, "--norc", "-c", COMPLETE.format(words=words)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.usefixtures("path")
def test_bash_offers_commands_flags_values_and_profiles(folder: Path) -> None:
    assert {"customers", "onboardings", "me", "webhooks"} <= set(completed('pivotal ""'))
    assert completed("pivotal customers cr") == ["create"]
    assert "--phase" in completed("pivotal onboardings update 7 --ph")
    assert completed('pivotal onboardings update 7 --phase ""') == list(PHASES)
    assert "at_risk" in completed('pivotal onboardings list --state ""')
    folder.mkdir()
    (folder / "config.toml").write_text('[profiles.work]\nkey_command = "x"\n[profiles.home]\nkey_command = "x"\n')
    assert completed('pivotal me --profile ""') == ["work", "home"]
    assert completed("pivotal use w") == ["work"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_calls_the_command(shell: str) -> None:
    script = run("completion", shell)
    assert script.code == 0 and f"_PIVOTAL_COMPLETE={shell}_complete" in script.out.replace('"', "")


def test_another_shell_is_refused() -> None:
    assert run("completion", "csh").code == 2
