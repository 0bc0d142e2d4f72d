"""What is worked out of files that seldom change, and remembered from one build to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Recall(Protocol):
    """Gives what ``make`` gives, or what it gave in the last build where that ``read`` the same.

    ``name`` tells one such thing from another; ``read`` is the fingerprint of all that it is made
    of, but for the program.  What ``make`` raises is raised, and remembered by nobody.
    """

    def __call__(self, name: str, read: bytes, make: Callable[[], T], /) -> T:
        """What ``make`` gives."""


def anew(_name: str, _read: bytes, make: Callable[[], T]) -> T:
    """Remember nothing."""
    return make()
