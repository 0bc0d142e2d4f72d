"""Codes of third units: their places in an order that has the usual characters first.

A pair's third units stand in a shard as ascending numbers, and small numbers take few bits.  As
UTF-16 units they would be spread over 65,536; by their codes those of nearly all Chinese texts,
the first level of GB 2312-80, lie below 4,096.  Browsers bring the order with them: it is that
of their decoder for GBK.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Below this lie the codes of the usual characters; the lists of codes are coded for this bound.
USUAL_CODES: Final = 1 << 12
_ASCII: Final = 0x80
_UNITS: Final = 1 << 16
_ROWS: Final = range(0xB0, 0xF8)
_CELLS: Final = range(0xA1, 0xFF)


def _ideographs() -> NDArray[np.uint16]:
    """The ideographs of GB 2312-80 in its order: rows 16 to 87."""
    cells = bytes(byte for row in _ROWS for cell in _CELLS for byte in (row, cell))
    return np.frombuffer(cells.decode("gb2312", "ignore").encode("utf-16-le"), dtype="<u2")


@cache
def third_codes() -> NDArray[np.uint16]:
    """The code of each unit: ASCII, the ideographs of GB 2312-80, all others by their number."""
    order = np.concatenate([np.arange(_ASCII), _ideographs()]).astype(np.uint16)
    # Not np.setdiff1d, which loads the module of masked arrays.
    is_other = np.ones(_UNITS, dtype=bool)
    is_other[order] = False
    others = np.flatnonzero(is_other).astype(np.uint16)
    codes = np.empty(_UNITS, dtype=np.uint16)
    codes[np.concatenate([order, others])] = np.arange(_UNITS, dtype=np.uint16)
    return codes


def third_code(unit: int) -> int:
    """The code of one unit; that of 0 is 0."""
    return int(third_codes()[unit])
