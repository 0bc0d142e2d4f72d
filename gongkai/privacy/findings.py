"""A piece of personal data: its kind, where it stands, and how it looks masked."""

from __future__ import annotations

import unicodedata
from enum import Enum
from typing import NamedTuple

from gongkai.privacy.spelling import CIRCLES

_HIDDEN = "*"


class Kind(Enum):
    """A kind of personal data: its key in site.toml, and its name for people."""

    RESIDENT_ID = "resident_id", "身份证号码"
    MOBILE = "mobile", "手机号码"
    BANK_CARD = "bank_card", "银行卡号"
    ADDRESS = "address", "家庭住址"
    EMAIL = "email", "电子邮箱"
    PLATE = "plate", "车牌号码"
    PASSPORT = "passport", "护照号码"
    LANDLINE = "landline", "固定电话"
    CONTACT = "contact", "联系人"

    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.label = label


_KEPT: dict[Kind, tuple[int, int]] = {
    Kind.RESIDENT_ID: (3, 4),
    Kind.MOBILE: (3, 4),
    Kind.BANK_CARD: (4, 4),
    Kind.ADDRESS: (3, 0),
    Kind.EMAIL: (1, 0),
    Kind.PLATE: (2, 2),
    Kind.PASSPORT: (2, 2),
    Kind.LANDLINE: (2, 2),
    Kind.CONTACT: (1, 0),
}
"""How many letters and digits of each kind are shown at its beginning and its end."""


class Finding(NamedTuple):
    """Personal data of ``kind`` at ``start`` in a text; ``value`` is it as it is written there."""

    kind: Kind
    start: int
    value: str

    @property
    def end(self) -> int:
        """Where the value ends in its text."""
        return self.start + len(self.value)

    @property
    def masked(self) -> str:
        """The value with its middle hidden, of the same length; separators stay."""
        shown, domain = self.value, ""
        if self.kind is Kind.EMAIL:
            at = max(shown.find("@"), shown.find("＠"))
            shown, domain = shown[:at], shown[at:]
        first, last = _KEPT[self.kind]
        said = [index for index, character in enumerate(shown) if _is_said(character)]
        hidden = {*said[first : len(said) - last]}
        return "".join(_HIDDEN if i in hidden else c for i, c in enumerate(shown)) + domain

    def ends_with(self, what: str) -> bool:
        """Whether ``what`` are the last characters of the value, enough of them to mean it."""
        wanted, plain = canonical(what), canonical(self.value)
        least = 1 if self.kind is Kind.CONTACT else 4
        return len(wanted) >= min(least, len(plain)) and plain.endswith(wanted)


def canonical(value: str) -> str:
    """A value without the spaces and hyphens of its spelling, in half-width letters and digits."""
    wide = unicodedata.normalize("NFKC", value).upper()
    return "".join(character for character in wide if _is_said(character))


def _is_said(character: str) -> bool:
    return character.isalnum() or character in CIRCLES
