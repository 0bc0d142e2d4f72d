"""Columns laid down in one file, of which a part is read at a time.

Many small files cost more than what they hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


def lay(path: Path, borders: NDArray[np.int64], columns: Sequence[NDArray[Any]]) -> None:
    """Write ``columns``.

    A row of ``borders`` tells where each part of some of them begins and, last, where they end.
    """
    with path.open("wb") as file:
        for column in (borders, *columns):
            file.write(column.tobytes())


def read(
    path: Path, part: int, parts: int, kinds: Sequence[tuple[DTypeLike, int]]
) -> list[NDArray[Any]]:
    """One of the ``parts`` of each column; ``kinds`` has its type and its row of the borders."""
    rows = 1 + max(row for _, row in kinds)
    length = rows * (parts + 1)
    columns = []
    with path.open("rb") as file:
        borders = np.frombuffer(file.read(8 * length), dtype=np.int64).reshape(rows, -1)
        at = file.tell()
        for kind, row in kinds:
            first, last, end = borders[row, [part, part + 1, -1]].tolist()
            size = np.dtype(kind).itemsize
            file.seek(at + first * size)
            columns.append(np.frombuffer(file.read((last - first) * size), dtype=kind))
            at += end * size
    return columns
