"""The two tiers of the tests: `make test` is quick, `make test-all` is complete."""

import os
import sys

COMPLETE = os.environ.get("PIVOTAL_TESTS_COMPLETE") == "1"


def examples(complete: int) -> int:
    """Return how many examples a property test draws: all in the complete tier, a tenth in the quick one."""
    return complete if COMPLETE else max(1, complete // 10)


def may_skip(reason: str) -> bool:
    """Return whether the complete tier accepts a skipped test.

    GitHub's runners have Chrome and PostgreSQL and run Linux, so nothing is skipped there for them. pandas is installed
    by hand: it would add 160 MB to each environment, for one test.
    """
    if reason.startswith("no pandas"):
        return True
    if "GITHUB_ACTIONS" in os.environ:
        return False
    return sys.platform != "linux" or reason.startswith(("no Chromium", "no PostgreSQL"))
