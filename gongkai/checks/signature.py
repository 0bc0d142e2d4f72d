"""The signature (落款): whose it is against the lead units, and whether it closes the text.

A reply made from another one keeps its signature, or bears that of the office through which it
went (市政府办); one that was pasted together has a signature in its middle.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.errors import Severity
from gongkai.patterns import pattern
from gongkai.settings import Form, Unit

from .paper import Check, Finding, Paper

_DATE = pattern(
    r"\s*(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月"
    r"[一二三四五六七八九十]{1,3}日)\s*"
)
_UNIT = pattern(r"\s*[\u4e00-\u9fff（）()、 　]{3,60}(?:局|委|办|厅|部|院|会|室|中心|政府|公司)\s*")
#: What may follow a signature: annexes, notes in brackets, who to ask, who gets a copy.
_BELONGS_BELOW = pattern(r"(?:附|（|\(|联\s*系|经办|抄送|主题词|公开|签发|#|!|\||-)")
_SHORTEST_PARAGRAPH = 20


def find(paper: Paper) -> Iterator[Finding]:
    """Every signature of another unit, and every one that running text follows."""
    document = paper.document
    if document.category.form is not Form.REPLY:
        return
    # Few lines end as a date does.
    for at in [at for at, bare in enumerate(paper.bare) if bare and bare[-1] == "日"]:
        above = next((above for above in range(at - 1, -1, -1) if paper.bare[above]), None)
        if above is None or not _DATE.fullmatch(paper.rows[at]):
            continue
        signature, text = paper.line(above), paper.bare[above]
        if not _UNIT.fullmatch(signature.text):
            continue
        place = signature.at(signature.text.index(text))
        if document.units and not any(_is_of(text, unit) for unit in document.units):
            names = "、".join(unit.name for unit in document.units)
            message = f"落款是“{text}”，“主办单位”却是“{names}”"
            yield Finding(place, message, "对照原件，改正其中一处；更名以前的名称写进单位名录")
        if any(map(_is_running_text, paper.bare[at + 1 :])):
            message = f"落款“{text}”后面还有正文"
            yield Finding(place, message, "落款应当在正文末尾；贴错的文字删去")


def _is_of(text: str, unit: Unit) -> bool:
    """Whether ``text`` names ``unit``, in full or short: the one reads through the other."""
    names = (unit.name, unit.short_name, *(former.name for former in unit.former_names))
    signed = "".join(text.split())
    return signed in names or any(
        _reads_through(signed, name) or _reads_through(name, signed) for name in names if name
    )


def _reads_through(short: str, long: str) -> bool:
    """Whether all characters of ``short`` stand in ``long``, in their order."""
    rest = iter(long)
    return all(character in rest for character in short)


def _is_running_text(bare: str) -> bool:
    return len(bare) >= _SHORTEST_PARAGRAPH and not _BELONGS_BELOW.match(bare)


CHECK = Check("signature-mismatch", Severity.WARNING, find)
