"""Personal data in what is to be published: found, shown masked, and blocked, masked or let by."""

from __future__ import annotations

from .detection import find
from .findings import Finding, Kind
from .guard import RULES, is_acknowledged, is_let_by, let_by, read
from .lookout import Clearance, Lookout, fault, without_repetitions

__all__ = [
    "RULES",
    "Clearance",
    "Finding",
    "Kind",
    "Lookout",
    "fault",
    "find",
    "is_acknowledged",
    "is_let_by",
    "let_by",
    "read",
    "without_repetitions",
]
