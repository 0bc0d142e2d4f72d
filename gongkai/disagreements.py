"""Where a row of a ledger and its document say different things, and rows whose document is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from .dates import Moment
from .errors import Fault, Severity
from .ledger import Entry, paired
from .model import Card, Term

_HINT = "核对后改正其中一处，使台账与文件一致"


def disagreements(entries: Collection[Entry], cards: Collection[Card]) -> Iterator[Fault]:
    """A warning at the row for each thing in which it and one of its documents differ.

    Only what both state is compared; the document's 公开方式 is 全文公开 where it states none.
    """
    pairing = paired(entries, cards)
    existing = {card.address.removesuffix(".html") for card in cards}
    for entry in entries:
        if entry.document and entry.document not in existing:
            message = f"台账里写的文件“{entry.document}”不存在"
            hint = "写文件在 content/ 下的路径，如 suggestions/2023/20230489，或者空着"
            yield Fault(
                entry.path,
                entry.line,
                1,
                "ledger-document-missing",
                message,
                hint,
                Severity.WARNING,
            )
        for card in pairing.of(entry):
            for label, row, document in _differences(entry, card):
                message = f"“{label}”在台账里是“{row}”，在 {card.path} 里是“{document}”"
                yield Fault(
                    entry.path, entry.line, 1, "ledger-disagrees", message, _HINT, Severity.WARNING
                )


def _differences(entry: Entry, card: Card) -> Iterator[tuple[str, str, str]]:
    """For each difference the field's label, and what the row and the document say."""
    handling = card.handling
    pairs = (
        ("编号", entry.number, card.number),
        ("类别", entry.category.name, card.category.name if card.category else ""),
        ("案由", entry.subject, handling.subject),
        ("办理方式", entry.role, handling.role),
        ("交办日期", _day(entry.assigned), _day(handling.assigned)),
        ("满意度", entry.rated, handling.satisfaction),
        ("公开方式", entry.openness or "", card.openness),
    )
    yield from ((label, row, said) for label, row, said in pairs if row and said and row != said)
    for label, of_row, of_card in (
        ("届次", (entry.session,), card.sessions),
        ("承办单位", entry.units, card.units),
    ):
        if of_card and not {term.slug for term in of_row} & {term.slug for term in of_card}:
            yield label, _names(of_row), _names(of_card)
    if entry.replied and handling.signed and entry.replied < handling.signed.at.date():
        yield "答复日期（成文日期）", _day(entry.replied), _day(handling.signed)
    if entry.difficult and not handling.difficult:
        yield "疑难", "是", "否"


def _day(moment: Moment | date | None) -> str:
    day = moment.at.date() if isinstance(moment, Moment) else moment
    return day.isoformat() if day else ""


def _names(terms: Iterable[Term]) -> str:
    return "、".join(term.name for term in terms)
