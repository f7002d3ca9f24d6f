"""Forks that wait for what other threads import.

Calls import most modules when they first need them. A child that is forked in the middle of that has half of a module,
and waits for the other half forever, because the thread that was importing it doesn't exist there.
"""

import os
from functools import cached_property
from importlib import import_module
from threading import RLock
from typing import Any, TypeVar

T = TypeVar("T")

importing = RLock()
"""Hold this while a module is imported in the middle of a call."""


def imported(module: str, package: str) -> Any:
    """Return a module of a package, imported in the middle of a call."""
    with importing:
        return import_module(f"{package}.{module}")


def fork_safe(kind: type[T]) -> type[T]:
    """Let forks wait for the cached properties of a class too: before Python 3.12 each has a lock."""
    for value in vars(kind).values():
        if isinstance(value, cached_property) and "lock" in vars(value):
            vars(value)["lock"] = importing
    return kind


if hasattr(os, "register_at_fork"):
    # A fork asks for the locks in the reverse order. That of logging must come after ours: imported modules need it.
    import logging as logging

    os.register_at_fork(before=importing.acquire, after_in_parent=importing.release, after_in_child=importing.release)
