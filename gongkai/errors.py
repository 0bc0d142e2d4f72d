"""What goes wrong, as values: faults in the content, and the few things that end a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a fault stops the publication, is only said, or is said to who asks for everything.

    A notice is nothing to mend: something that is allowed, and that somebody should have seen.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in one place of one file, with the way to mend it.

    ``path`` is relative to the site's root, with forward slashes.  ``line`` and ``column``
    count from 1; a fault of a file as a whole stands at 1, 1.  ``rule`` is a stable identifier
    in kebab case; ``message`` and ``hint`` are Chinese sentences for the person who wrote the
    file: what is wrong, and what to do.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


class GongkaiError(Exception):
    """The root of all errors that end a run with a message instead of a traceback."""


class ContentError(GongkaiError):
    """The content has faults of severity ``error``: nothing was published (exit status 1)."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__(f"{len(self.faults)} faults")

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Fault, ...]]]:
        """Let the error cross from a worker process with its faults."""
        return type(self), (self.faults,)


class ConfigurationError(ContentError):
    """site.toml, units.yaml or the theme cannot be used (exit status 2)."""


class UsageError(GongkaiError):
    """The command was given something it cannot work with (exit status 2)."""


class MachineError(GongkaiError):
    """The machine failed: the disk, a lock, a worker (exit status 3)."""


def is_clean(faults: Iterable[Fault]) -> bool:
    """Whether nothing among ``faults`` asks to be mended."""
    return all(fault.severity is Severity.NOTICE for fault in faults)


def has_errors(faults: Iterable[Fault]) -> bool:
    """Whether any of ``faults`` stops the publication."""
    return any(fault.severity is Severity.ERROR for fault in faults)
