"""Numbers that a form or a checksum tells: resident IDs, mobile numbers, bank cards, landlines.

All patterns see folded text (:mod:`gongkai.privacy.spelling`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from ..patterns import pattern
from .findings import Finding, Kind

BETWEEN_DIGITS = " -.)·"
"""What may stand between two digits of a number, three of them at most."""

NUMERALS = "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_GAP = "[ .·-]{0,3}"
_PROVINCE = pattern("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
#: A number may begin after a separator, so candidates overlap: each is looked at on its own.
_ID_18 = pattern(rf"(?<!\d)(?=(\d(?:{_GAP}\d){{16}}{_GAP}[\dXx])(?!\d))")
_ID_15 = pattern(r"(?<![\dA-Za-z/-])(\d{15})(?![\dA-Za-z])")
_MOBILE = pattern(
    r"(?<![\d.])(?=((?:\(?(?:\+ ?|00)?86\)?[ .·-]?)?\(?1[ -]?[3-9](?:[ .·)-]{0,3}\d){9})(?!\d))"
)
_CARD = pattern(
    rf"(?<![\dA-Za-z])(?=(\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?)(?![\dA-Za-z]))"
)
_LANDLINE = pattern(
    r"(?<![\dA-Za-z-])(?:\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]?)?[2-8]\d{2,3}[ -]?\d{4}(?![\d-])"
)

#: Where such a number may stand, and so where alone the patterns are tried: they begin with a
#: look at what stands around, which is dear at every character of a text.
_STRETCH = pattern(r"[\d(+][\d(). +·-]{6,}")

_LABEL_OF_A_CODE = pattern(
    r"(?:索\s*引\s*号|备案|编号|文号|流水号|代码|批次|批号|案号|序号|条码|单号|备\d?号|网安备)"
    r"[^\n，。；、]{0,24}$"
)
_YEARS = pattern(r"(?:19|20)\d\d[ -]?(?:19|20)\d\d")
_QUANTITY = pattern(r" ?(?:[.,]\d|[万亿]?(?:元|千瓦|吨|立方|平方|公里|人次|%))")
_OF_A_PHONE = pattern(r"(?:tel|phone|mobile|mob|cell|wechat|[mt])[.:]?\Z", re.IGNORECASE)
_BANK = pattern(r"银行|卡号|账号|帐号|账户|帐户|开户|银联|借记|信用卡|储蓄卡|工资卡|汇款|转账|打款")
#: Each begins with a character of its own: for the first characters of all, a text is soon searched.
_PHONE = pattern(r"电\s*话|座机|T[Ee][Ll]|t[Ee][Ll]|热线|传真|联系方式|号码")
_CARD_PREFIX = pattern(r"62|4|5[1-5]|35|60|68|69|9[0-8]")
_SPELT_OUT = pattern(
    rf"(?<![{NUMERALS}])[一幺壹][三四五六七八九叁肆伍陆柒捌玖][{NUMERALS}]{{9}}(?![{NUMERALS}])"
)
_GAPS = pattern("[ .·-]+")
_MIXED = frozenset({"", "-", "--", "."})
_ALIKE = frozenset({"·", "---"})
"""The signs between the groups of a number: some stand beside others, some only all alike."""
_GROUPS = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (5, 6), (6, 5)}
    | {(3, 5, 3), (5, 3, 3), (3, 2, 2, 2, 2), (3, 4, 2, 2), (3, 2, 3, 3), (3, 3, 3, 2), (1,) * 11}
)
"""How people part the eleven digits of a mobile number."""


def resident_ids(text: str) -> Iterator[Finding]:
    """Resident IDs of 18 (GB 11643: date, MOD 11-2) and of 15 digits."""
    from stdnum.cn import ric

    for match in _matches(_ID_18, text):
        plain = _plain(match[1])
        is_formed = _PROVINCE.match(plain) is not None and _is_date(plain[6:14])
        is_formed = is_formed and _is_one(match[1])
        if is_formed and ric.calc_check_digit(plain) == plain[17]:
            yield Finding(Kind.RESIDENT_ID, match.start(), match[1])
    for match in _matches(_ID_15, text):
        is_formed = _PROVINCE.match(match[1]) is not None and _is_date(f"19{match[1][6:12]}")
        if is_formed and not _is_code(text, match.start()):
            yield Finding(Kind.RESIDENT_ID, match.start(), match[1])


def mobiles(text: str) -> Iterator[Finding]:
    """Mobile numbers in their spellings, with or without +86; not the digits of another number."""
    end = 0
    for match in _matches(_MOBILE, text):
        written = match[1]
        number = re.sub(r"^\(?(?:\+ ?|00)?86\)?[ .·-]?(?=\(?1)", "", written)
        groups = tuple(map(len, re.findall(r"\d+", number)))
        start = match.start()
        if start < end or len(_plain(number)) != 11 or groups not in _GROUPS or not _is_one(number):
            continue
        before, after = text[max(0, start - 40) : start], text[start + len(written) :][:8]
        sign = "[ ·-]" if "·" in number else "[ -]"
        if groups != (11,) and (re.search(rf"\d{sign}\Z", before) or re.match(rf"{sign}\d", after)):
            continue
        if re.search(r"[A-Za-z]\Z", before) and not _OF_A_PHONE.search(before):
            continue
        if _QUANTITY.match(after) or _is_code(text, start):
            continue
        end = start + len(written)
        yield Finding(Kind.MOBILE, start, written)


def spelt_mobiles(text: str) -> Iterator[Finding]:
    """Mobile numbers in eleven Chinese numerals."""
    for match in _SPELT_OUT.finditer(text):
        if not _is_code(text, match.start()):
            yield Finding(Kind.MOBILE, match.start(), match[0])


def bank_cards(text: str) -> Iterator[Finding]:
    """Bank cards: a known prefix, Luhn, and words of banking or the spelling of a card.

    Luhn alone proves nothing: every tenth number passes.
    """
    for match in _cards(text):
        start, plain = match.start(), _plain(match[1])
        near = text[max(0, start - 40) : start] + text[start + len(match[1]) :][:12]
        is_spelt_like_one = plain.startswith("62") and len(plain) in {16, 19}
        if _BANK.search(near) or (is_spelt_like_one and not _is_code(text, start)):
            yield Finding(Kind.BANK_CARD, start, match[1])


def may_hold_card(text: str) -> bool:
    """Whether ``text`` has the number of a card, if words of banking around it say so."""
    return any(True for _ in _cards(text))


def _cards(text: str) -> Iterator[re.Match[str]]:
    """Numbers with a known prefix that pass Luhn."""
    for match in _matches(_CARD, text):
        plain = _plain(match[1])
        if _CARD_PREFIX.match(plain) and _is_one(match[1]) and _passes_luhn(plain):
            yield match


def _passes_luhn(digits: str) -> bool:
    # Few texts have a number that comes so far.
    from stdnum import luhn

    return bool(luhn.is_valid(digits))


def landlines(text: str) -> Iterator[Finding]:
    """Telephones that are named as such shortly before, on the same line."""
    named = _lines_that_name_one(text)
    for match in chain.from_iterable(_matches(_LANDLINE, text, *line) for line in named):
        before = text[max(0, match.start() - 16) : match.start()].rpartition("\n")[2]
        if (
            _YEARS.fullmatch(match[0]) is None
            and _PHONE.search(before)
            and not _is_code(text, match.start())
        ):
            yield Finding(Kind.LANDLINE, match.start(), match[0])


def _lines_that_name_one(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines stand in which a telephone is named."""
    end = 0
    for name in _PHONE.finditer(text):
        if name.start() >= end:
            start, end = text.rfind("\n", 0, name.start()) + 1, text.find("\n", name.end())
            end = len(text) if end < 0 else end
            yield start, end


def _matches(
    pattern: re.Pattern[str], text: str, first: int = 0, last: int | None = None
) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer`` finds, of a number of seven digits or more on one line.

    It is sought between ``first`` and ``last``, which part no line.
    """
    end = first
    for stretch in _STRETCH.finditer(text, first, len(text) if last is None else last):
        for start in range(max(end, stretch.start()), stretch.end()):
            if start >= end and (match := pattern.match(text, start)):
                end = match.end()
                yield match


def _is_code(text: str, start: int) -> bool:
    """Whether what begins at ``start`` is labelled as the number of a paper or a record."""
    line = text[max(0, start - 40) : start].rpartition("\n")[2]
    labelled = _LABEL_OF_A_CODE.search(line)
    return labelled is not None and not _PHONE.search(line, labelled.start())


def _is_one(written: str) -> bool:
    """Whether the signs that part the groups of a number do not make several of it.

    A lone dot is that of a decimal.
    """
    signs = [gap.strip() for gap in _GAPS.findall(written)]
    return signs != ["."] and (
        _MIXED.issuperset(signs) or (len({*signs}) == 1 and signs[0] in _ALIKE)
    )


def _plain(written: str) -> str:
    return "".join(character for character in written if character.isalnum()).upper()


def _is_date(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1880
    except ValueError:
        return False
