"""例外: findings that the admin acknowledges, each with a reason.

An exemption names a rule and a text (对象) that stands in the finding's message; it silences
such findings of its own document.  One that silences nothing is said, for it may hide the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from .errors import Fault, Severity
from .model import Exemption


def silences(exemption: Exemption, fault: Fault) -> bool:
    """Whether ``exemption`` acknowledges ``fault``, a finding of its document."""
    return bool(
        exemption.reason
        and exemption.what
        and exemption.rule == fault.rule
        and exemption.what in fault.message
    )


def remaining(faults: Iterable[Fault], exemptions: Iterable[Exemption]) -> list[Fault]:
    """The findings that no exemption silences."""
    known = tuple(exemptions)
    return [fault for fault in faults if not any(silences(each, fault) for each in known)]


def unused(path: str, exemptions: Iterable[Exemption], found: Collection[Fault]) -> Iterator[Fault]:
    """A warning for each exemption of the document at ``path`` that silences none of ``found``."""
    for exemption in exemptions:
        if not any(silences(exemption, fault) for fault in found):
            message = (
                f"例外“{exemption.rule}：{exemption.what}”没有对应的问题，或者没有写对象和理由"
            )
            hint = (
                "“规则”写方括号里的名称，“对象”照抄提示里引号中的文字，并写明“理由”；用不着的删去"
            )
            place = exemption.place
            yield Fault(
                path, place.line, place.column, "exemption-unused", message, hint, Severity.WARNING
            )


def is_exempted(
    exemptions: Iterable[Exemption], rules: Collection[str], meant: Callable[[str], bool]
) -> bool:
    """Whether one of ``exemptions`` names one of ``rules`` and an object (对象) that is ``meant``.

    One without a reason (理由) exempts nothing.
    """
    return any(one.rule in rules and one.reason and meant(one.what) for one in exemptions)
