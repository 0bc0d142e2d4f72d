"""All detectors over one text, behind a gate that most texts never pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from ..patterns import pattern
from . import contexts, numbers
from .findings import Finding, Kind
from .glance import Glance, Seen
from .spelling import folded, spellings

#: As many digits as the shortest number has, a mobile one: one more than in a date with an hour.
_SHORTEST_RUN = 11
_RUN_OF_DIGITS = pattern(
    rf"\d(?:[{re.escape(spellings(numbers.BETWEEN_DIGITS))}]{{0,3}}\d){{{_SHORTEST_RUN - 1}}}"
)

_ALL = frozenset(Kind)

_Detector = Callable[[str], Iterator[Finding]]

_BY_DIGITS: tuple[tuple[Kind, _Detector], ...] = (
    (Kind.RESIDENT_ID, numbers.resident_ids),
    (Kind.BANK_CARD, numbers.bank_cards),
    (Kind.MOBILE, numbers.mobiles),
)
_BY_WORDS: tuple[tuple[Kind, _Detector, tuple[str, ...]], ...] = (
    (
        Kind.LANDLINE,
        numbers.landlines,
        ("电话", "电 话", "座机", "Tel", "TEL", "tel", "热线", "传真", "联系方式", "号码"),
    ),
    (Kind.EMAIL, contexts.emails, ("@", "＠")),
    (Kind.ADDRESS, contexts.addresses, (*contexts.LABELS, "栋", "幢", "号楼")),
    (Kind.CONTACT, contexts.contacts, contexts.ROLES),
    (Kind.PLATE, contexts.plates, ("车牌", "牌照", "号牌", "车辆", "车号")),
    (Kind.PASSPORT, contexts.passports, ("护照", "通行证", "assport")),
)
"""The detectors that a long run of digits calls for, and those that one of some words does."""
_OF_SEVERAL = (Kind.EMAIL, Kind.ADDRESS)
"""In what is of these kinds a number is personal data of its own."""

_KINDS = {word: kind for kind, _, words in _BY_WORDS for word in words}
_GLANCE = Glance(_KINDS)


def may_be_found(text: str) -> bool:
    """Whether :func:`find` may find anything in ``text``, or in part of it; seldom true in vain."""
    seen = _GLANCE.at(text)
    return bool(seen.words) or seen.may_hold_numerals(_SHORTEST_RUN) or _holds_digits(seen, text)


def _holds_digits(seen: Seen, text: str) -> bool:
    return seen.may_hold_digits(_SHORTEST_RUN) and _RUN_OF_DIGITS.search(text) is not None


def reaches_out(*lines: str) -> bool:
    """Whether what one of ``lines`` holds may be told by those around it, or it tells of theirs.

    So one that ends in a label, and a number that words of banking make a card's.  Of all other
    lines :func:`find` finds the same in each alone as in their text.
    """
    plain = folded("\n".join(lines))
    return any(map(contexts.leads_on, plain.split("\n"))) or numbers.may_hold_card(plain)


def find(text: str, sought: Collection[Kind] = _ALL) -> tuple[Finding, ...]:
    """The personal data in ``text`` of the kinds ``sought``, in the order of its places.

    Of two numbers in one place the longer counts.
    """
    seen = _GLANCE.at(text)
    has_digits = _holds_digits(seen, text)
    called = [detector for kind, detector in _BY_DIGITS if has_digits and kind in sought]
    spoken_of = {_KINDS[word] for word in seen.words}
    called += [detector for kind, detector, _ in _BY_WORDS if kind in spoken_of and kind in sought]
    if Kind.MOBILE in sought and seen.may_hold_numerals(_SHORTEST_RUN):
        called.append(numbers.spelt_mobiles)
    if not called:
        return ()
    plain = folded(text)
    found = [finding for detector in called for finding in detector(plain)]
    found.sort(key=lambda finding: (finding.start, -len(finding.value)))
    kept: list[Finding] = []
    for finding in found:
        # A card's digits are no telephone; but a mobile number may be part of a mailbox's name, or
        # stand before the town of an address.
        if not kept or finding.end > kept[-1].end or kept[-1].kind in _OF_SEVERAL:
            kept.append(finding._replace(value=text[finding.start : finding.end]))
    return tuple(kept)
