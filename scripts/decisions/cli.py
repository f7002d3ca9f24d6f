"""The command line: `python -m scripts.decisions BASE`."""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from contract_diff.core.command_line import print_text, run_main
from contract_diff.core.errors import InputError
from contract_diff.core.tables import table
from contract_diff.core.yaml_files import parse_yaml
from contract_diff.reading.sources import read_source
from scripts.contract import operations
from scripts.contract_diff.python_names import DEFAULT_MAP, load_symbols
from scripts.decisions.gaps import find_gaps
from scripts.decisions.uses import Removed, Use, find_uses, operation, removed_symbols
from scripts.phrases import format_count
from scripts.project import CONTRACT, GENERATED, ROOT
from scripts.regenerate.contract_data import FILE
from scripts.regenerate.conventions import PACKAGE

EXIT_FINE, EXIT_UNDECIDED = range(2)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line inside the frame that reports errors, and return its exit code."""
    return run_main("decisions", lambda: run(argv))


def run(argv: Sequence[str] | None) -> int:
    """Print what is to be decided and return the exit code.

    Raises:
        InputError: The base or the generated client can't be read.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.decisions",
        description="List what a person must decide after a change of the contract: the places, written by hand, that "
        "use a name that the contract no longer yields. What the client's documentation lacks is listed too.",
        epilog="Exit codes: 0 nothing must be decided, 1 a removed name is certainly still used, 2 the input is wrong, "
        "130 interrupted.",
    )
    parser.add_argument("base", metavar="BASE", help="the git revision whose contract and names are the base")
    base = parser.parse_args(argv).base
    uses = list(find_uses([*_removed_symbols(base), *_removed_operations(base)], ROOT))
    gaps = [[f"no {gap.what}", gap.where, gap.advice] for gap in find_gaps(_contract_data())]
    print_text(_render([*_rows(uses), *gaps]))
    return EXIT_UNDECIDED if any(use.removed.is_certain for use in uses) else EXIT_FINE


def _removed_symbols(base: str) -> list[Removed]:
    return removed_symbols(load_symbols(f"git:{base}:{DEFAULT_MAP}"), load_symbols(ROOT / DEFAULT_MAP))


def _removed_operations(base: str) -> list[Removed]:
    base_operations, head_operations = (
        _operations(source) for source in (f"git:{base}:{CONTRACT.relative_to(ROOT).as_posix()}", str(CONTRACT))
    )
    return [operation(*parts) for parts in sorted(base_operations - head_operations)]


def _operations(source: str) -> set[tuple[str, str, str]]:
    document = parse_yaml(read_source(source).text.encode(), source)
    return {(str(entry.get("operationId")), method, path) for path, method, entry in operations(document)}


def _contract_data() -> Any:
    path = GENERATED / PACKAGE / FILE
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: can't be read ({error}); run: make regenerate") from error


def _rows(uses: Sequence[Use]) -> list[list[str]]:
    """Return one row for each line, with everything removed that it uses."""
    places: defaultdict[tuple[str, int], list[Removed]] = defaultdict(list)
    for use in uses:
        places[use.path, use.line].append(use.removed)
    return [
        [
            "removed" if any(name.is_certain for name in used) else "perhaps removed",
            f"{path}:{line}",
            f"{', '.join(sorted(name.name for name in used))}: not in the contract any more; change this place",
        ]
        for (path, line), used in sorted(places.items())
    ]


def _render(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "Nothing is to be decided.\n"
    return f"{table(['what', 'where', 'to do'], rows)}\n\n{format_count(len(rows), 'place')}.\n"
