"""Personal data in what is to be published: found, shown masked, and blocked, masked or let by."""

from __future__ import annotations

from .detection import find
from .findings import Finding, Kind
from .guard import RULES, guarded, is_acknowledged, is_let_by, let_by, read
from .lastfaults import fault, without_repetitions
from .lookout import Clearance, Lookout
from .tracing import Origin, place_in, place_in_document

__all__ = [
    "RULES",
    "Clearance",
    "Finding",
    "Kind",
    "Lookout",
    "Origin",
    "fault",
    "find",
    "guarded",
    "is_acknowledged",
    "is_let_by",
    "let_by",
    "place_in",
    "place_in_document",
    "read",
    "without_repetitions",
]
