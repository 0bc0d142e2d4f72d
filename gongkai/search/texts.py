"""Text files: what the browser shows of a document, and what it checks a long term against.

One file a document, ``search/texts/<k>/<number>.bin``, k being number // 256: a byte that names
the encoding, then raw deflate (RFC 1951) over lines.  The lines hold the texts as displayed; the
first brings the folding of the document's own unusual characters, so that the browser can fold
the text without the whole table.  docs/search-format.md gives every line.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from deflate import deflate_compress

from gongkai.folding import folding_table
from gongkai.patterns import pattern
from gongkai.search.foldedlines import folded_lines
from gongkai.search.records import SearchableTexts, SearchRecord, one_line
from gongkai.search.unit_rows import utf16

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK: Final = 256
GB18030: Final = b"\x00"
UTF_8: Final = b"\x01"
#: Code points that Python and the Encoding Standard write differently in GB18030.
_DISPUTED: Final = pattern(
    "[\u1e3f\ue5e5\ue78d-\ue796\ue7c7\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864]"
)
_ASCII: Final = range(0x80)
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_FULL_WIDTH_SHIFT: Final = 0xFEE0
_SEPARATOR: Final = "\t"
_SEARCHABLE: Final = 6
#: At the lowest level a text is longer by half a hundredth, and there are as many as documents.
_TEXT_LEVEL: Final = 1


class Text(NamedTuple):
    """A text file: where its bytes are, and their fingerprint."""

    path: str
    content: bytes


def text_path(number: int) -> str:
    """The path under ``search/`` of the texts of the document with this number."""
    return f"texts/{number // CHUNK}/{number}.bin"


def deflated(data: bytes, level: int = 8) -> bytes:
    """Raw deflate by libdeflate: the same bytes for the same data, whatever zlib Python has."""
    return bytes(deflate_compress(data, level))


def inflated(data: bytes) -> bytes:
    """The reverse of :func:`deflated`.  Raises ``zlib.error`` on anything else or less."""
    return zlib.decompress(data, -zlib.MAX_WBITS)


def plainly_folded(character: str) -> str:
    """The folding that the browser needs no table for: ASCII, full-width ASCII, white space."""
    code = ord(character)
    if code in _FULL_WIDTH:
        character = chr(code - _FULL_WIDTH_SHIFT)
    if character.isascii():
        return character.lower()
    return character


@cache
def _unusual() -> frozenset[str]:
    """The characters that fold to something else than :func:`plainly_folded` says."""
    plain = {
        code: folded
        for code in (*_ASCII, *_FULL_WIDTH)
        if (folded := plainly_folded(chr(code))) != chr(code)
    }
    differing = (chr(code) for code, _ in folding_table().items() ^ plain.items())
    return frozenset(differing) - {_SEPARATOR, "\n"}


@cache
def _unusual_units() -> NDArray[np.bool_]:
    """For each UTF-16 unit, whether it is one of these characters or may be half of one."""
    units = np.zeros(1 << 16, np.bool_)
    units[[code for code in map(ord, _unusual()) if code < len(units)]] = True
    units[0xD800:0xE000] = True
    return units


def _unusual_foldings(text: str) -> str:
    table, units = folding_table(), utf16(text)
    # To look up every character of a text takes ten times as long.
    suspects = units[_unusual_units()[units]].tobytes().decode("utf-16-le")
    return _SEPARATOR.join(
        character + table.get(ord(character), character)
        for character in sorted(_unusual().intersection(suspects))
    )


def text_lines(record: SearchRecord) -> list[str]:
    """The lines of a document's text file."""

    def several(texts: tuple[str, ...]) -> str:
        return _SEPARATOR.join(one_line(text) for text in texts)

    searchable = [
        one_line(record.title),
        one_line(record.number),
        one_line(record.doc_number),
        several(record.unit_names),
        several(record.proposers),
        one_line(record.subject),
        *(one_line(paragraph) for paragraph in record.body),
    ]
    return [
        _unusual_foldings("".join(searchable)),
        record.address,
        record.published,
        record.category,
        record.outcome,
        one_line(record.unit_label),
        *searchable,
    ]


def text_file(record: SearchRecord) -> bytes:
    """The bytes of a document's text file."""
    return packed_lines(text_lines(record))


def packed_lines(lines: Sequence[str]) -> bytes:
    """The bytes of the text file of ``lines``.

    GB18030 holds Chinese in two bytes a character; where Python and the browsers disagree on a
    character, the document is written in UTF-8.
    """
    text = "\n".join(lines)
    # Nearly all hold characters of GBK alone: GB18030 writes them the same, and none is disputed.
    with suppress(UnicodeEncodeError):
        return GB18030 + deflated(text.encode("gbk"), _TEXT_LEVEL)
    if _DISPUTED.search(text) is None:
        return GB18030 + deflated(text.encode("gb18030"), _TEXT_LEVEL)
    return UTF_8 + deflated(text.encode("utf-8"), _TEXT_LEVEL)


def read_text_file(data: bytes) -> list[str]:
    """The lines of a text file."""
    return _text_in(data).split("\n")


def read_searchable(data: bytes) -> SearchableTexts:
    """The searchable texts in a text file: those of the record that it was made of."""
    *_, searchable = _text_in(data).split("\n", _SEARCHABLE)
    return SearchableTexts(folded_lines(searchable.replace(_SEPARATOR, "\n")))


def _text_in(data: bytes) -> str:
    return inflated(data[1:]).decode("gb18030" if data[:1] == GB18030 else "utf-8")
