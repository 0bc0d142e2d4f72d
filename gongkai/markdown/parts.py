"""The named parts of an official document that stand before and after its text.

GB/T 9704-2012 names them: 主送机关 the addressee (7.3.2), 附件说明 the annexes (7.3.4),
发文机关署名 the signature and 成文日期 the date (7.3.5), 附注 the note in brackets (7.3.6);
a closing phrase (特此函复) ends the text.  Where a line could as well be text, it is text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from gongkai.markdown.lines import FIRST_ENUMERATING, numbering
from gongkai.patterns import pattern

Part = Literal["addressee", "annex", "closing", "note", "signature", "signed-date"]

#: How many lines from the beginning an addressee, from the end a closing part can stand.
_NEAR_BEGINNING = 4
_NEAR_END = 12
_LONGEST_ADDRESSEE = 60
_LONGEST_UNIT = 40
_LONGEST_ANNEX = 120
_LONGEST_AFTER_DATE = 60
_MOST_SIGNATORIES = 4

_DIGIT = "[0-9０-９]"
_CHINESE = "[〇○零一二三四五六七八九十]"
_DATE = pattern(
    rf"{_DIGIT}{{4}}\s*([年.．/-])\s*{_DIGIT}{{1,2}}\s*(?:月|[.．/-])\s*{_DIGIT}{{1,2}}\s*日?"
    rf"|[〇○零一二三四五六七八九0０]{{4}}\s*年\s*{_CHINESE}{{1,2}}\s*月\s*{_CHINESE}{{1,3}}\s*日"
    # The day, or the month too, was left blank to be filled in by hand.
    rf"|{_DIGIT}{{4}}\s*年\s*{_DIGIT}{{0,2}}\s*月\s*日"
    rf"|[〇○零一二三四五六七八九0０]{{4}}\s*年\s*{_CHINESE}{{0,2}}\s*月\s*日"
)
#: What stands below the date (版记, 附注, whom to call), however long it is.
_BELOW_DATE = pattern(
    r"[（(]?\s*(?:抄\s*[送报]|主\s*[送报]|分送|印发|印送|共印|校对|签发人?|经办人?|承办人?|联\s*系\s*(?:人|单位|部门|电话|方式|地址)"
    r"|电\s*话|传真|邮编|邮政编码|地址|公开(?:属性|方式|类别))[^：:。；;]{0,16}[：:].{0,400}"
)
_CLOSING = pattern(
    r"(?:[特专谨]此[^。，,；;：:]{0,8}|此\s*[复致函]|(?:此致)?敬礼|妥否，请[^。]{0,8}"
    r"|(?:以上|上述)(?:答复|意见|回复|复函|报告|情况)[^。；;：:]{0,24})[。.！!]?"
)
_NOTE = pattern(r"（([^（）]{2,120})）|\(([^()]{2,120})\)")
#: The first characters of closing phrases and notes; few lines begin with one.
_CLOSING_STARTS = frozenset("特专谨此敬妥以上（(")
#: What a note is known by when no date stands before it.
_NOTES = pattern(
    r"此[件文复]|(?:主动|依申请|不予)公开|联系(?:人|单位|部门|电话|方式)[^：:]{0,8}[：:]"
)
_ANNEX = pattern(r"附\s*件?\s*[0-9０-９一二三四五六七八九十]{0,2}\s*[：:]\s*(.*)")
_SENTENCE = pattern(r"[。；;！!？?]")
_PUNCTUATION = pattern(r"[。，,；;：:！!？?]")
#: 现将有关情况答复如下： and its like introduce the text, they address nobody.
_INTRODUCES = pattern(
    r"根据|按照|依据|遵照|为了|现将|经|收到|您|你|我|针对|就|对|关于|今年|近年|主要|具体"
)
#: An addressee is a unit or a person of office, and ends in what such a one is called.
_ADDRESSES = pattern(
    r"(?:尊敬|敬爱)的.+"
    r"|.+(?:代表|委员|先生|女士|同志|人大|政协|政府|单位|部门|机构|街道|中心|公司|集团|学校|大学"
    r"|医院|银行|小组|专班|支队|大队|[^，,]会|工商联|[青妇残科侨]联|民[革盟建进]|农工党|致公党"
    r"|九三学社|台盟|[局厅委办署院室处科所部站])(?:（[^（）]*）|\([^()]*\))?"
)


def official_parts(texts: Sequence[str | None]) -> dict[int, Part]:
    """Return which of ``texts`` is which part.

    ``texts`` are the paragraphs of a document in order, without marks of bold type; None stands for
    what is no paragraph (a list, a table, a quote, a heading marked with ``#``).
    """
    parts: dict[int, Part] = {**_addressees(texts), **_annexes(texts)}
    for index in range(max(0, len(texts) - _NEAR_END), len(texts)):
        text = texts[index]
        if not text or text[0] not in _CLOSING_STARTS or index in parts or numbering(text):
            continue
        if _CLOSING.fullmatch(text):
            parts[index] = "closing"
        elif (note := _NOTE.fullmatch(text)) and _NOTES.match(note[1] or note[2]):
            parts[index] = "note"
    parts.update(_signature(texts, parts))
    return parts


def _addressees(texts: Sequence[str | None]) -> dict[int, Part]:
    """Find the addressees: the first short line with a colon, and those right after it."""
    found: dict[int, Part] = {}
    for index, text in enumerate(texts):
        if text is None or numbering(text) or _SENTENCE.search(text):
            break
        addresses = (
            text.endswith(("：", ":"))
            and len(text) <= _LONGEST_ADDRESSEE
            and _ADDRESSES.fullmatch(text[:-1].rstrip()) is not None
            and not _INTRODUCES.match(text)
        )
        if addresses:
            found[index] = "addressee"
        elif found or index + 1 >= _NEAR_BEGINNING:
            break
    return found


def _annexes(texts: Sequence[str | None]) -> dict[int, Part]:
    """Find 附件： and the numbered lines that go on with it."""
    found: dict[int, Part] = {}
    for start in [at for at, text in enumerate(texts) if text and text[0] == "附"]:
        text = texts[start] or ""
        if len(text) <= _LONGEST_ANNEX and (annex := _ANNEX.fullmatch(text)):
            found[start] = "annex"
            first = numbering(annex[1])
            last = first.number if first else 0
            for index in range(start + 1, len(texts)):
                if _number_in_annex(texts[index]) != last + 1:
                    break
                found[index] = "annex"
                last += 1
    return found


def _number_in_annex(text: str | None) -> int | None:
    """The number of a line that may go on with 附件：, None for any other."""
    number = numbering(text) if text and len(text) <= _LONGEST_ANNEX else None
    return number.number if number and number.level >= FIRST_ENUMERATING else None


def _signature(texts: Sequence[str | None], parts: dict[int, Part]) -> dict[int, Part]:
    """Find the date that closes a document and the units that sign right before it."""
    date = _date(texts, parts)
    if date is None:
        return {}
    found: dict[int, Part] = {date: "signed-date"}
    for index in range(date + 1, len(texts)):
        text = texts[index]
        if text is not None and index not in parts and _NOTE.fullmatch(text):
            found[index] = "note"
    for index in range(date - 1, max(-1, date - 1 - _MOST_SIGNATORIES), -1):
        text = texts[index]
        unsigned = (
            not text
            or index in parts
            or len(text) > _LONGEST_UNIT
            or _PUNCTUATION.search(text)
            or text[0].isdigit()
            or numbering(text)
        )
        if unsigned:
            break
        found[index] = "signature"
    return found


def _date(texts: Sequence[str | None], parts: dict[int, Part]) -> int | None:
    """Find the last line that is only a date, with nothing but short parts after it."""
    for index in range(len(texts) - 1, max(0, len(texts) - _NEAR_END) - 1, -1):
        text = texts[index]
        if text is None:
            continue
        if _DATE.fullmatch(text):
            return index if index else None
        if index in parts or _BELOW_DATE.fullmatch(text):
            continue
        if len(text) > _LONGEST_AFTER_DATE or _SENTENCE.search(text):
            return None
    return None
