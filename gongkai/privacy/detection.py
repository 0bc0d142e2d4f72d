"""All detectors over one text, behind a gate that most texts never pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from . import contexts, numbers
from .findings import Finding, Kind
from .spelling import folded

_RUN_OF_DIGITS = re.compile(r"\d(?:[^\w\n，。；、：:/]{0,3}\d){9}")

_Detector = Callable[[str], Iterator[Finding]]

_BY_DIGITS: tuple[_Detector, ...] = (numbers.resident_ids, numbers.bank_cards, numbers.mobiles)
_BY_WORDS: tuple[tuple[_Detector, tuple[str, ...]], ...] = (
    (
        numbers.landlines,
        ("电话", "电 话", "座机", "Tel", "TEL", "tel", "热线", "传真", "联系方式", "号码"),
    ),
    (contexts.emails, ("@", "＠")),
    (contexts.addresses, (*contexts.LABELS, "栋", "幢", "号楼")),
    (contexts.contacts, contexts.ROLES),
    (contexts.plates, ("车牌", "牌照", "号牌", "车辆", "车号")),
    (contexts.passports, ("护照", "通行证", "assport")),
)
"""The detectors that a long run of digits calls for, and those that one of some words does."""


def find(text: str) -> tuple[Finding, ...]:
    """The personal data in ``text``, in the order of its places; of two numbers the longer."""
    called = list(_BY_DIGITS) if _RUN_OF_DIGITS.search(text) else []
    called += [detector for detector, words in _BY_WORDS if any(word in text for word in words)]
    if not called:
        return ()
    plain = folded(text)
    found = [finding for detector in called for finding in detector(plain)]
    found.sort(key=lambda finding: (finding.start, -len(finding.value)))
    kept: list[Finding] = []
    for finding in found:
        # A card's digits are no telephone; but a mobile number may be part of a mailbox's name.
        if not kept or finding.end > kept[-1].end or kept[-1].kind is Kind.EMAIL:
            kept.append(finding._replace(value=text[finding.start : finding.end]))
    return tuple(kept)
