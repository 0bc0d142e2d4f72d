"""Files compressed beforehand (.gz, .br), for servers that send such a file as it lies there.

The same bytes give the same compressed bytes: a gzip header without name and time (RFC 1952),
the highest level of both.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator

SUFFIXES = (".gz", ".br")
_TEXT = (".html", ".css", ".js", ".json", ".jsonl", ".xml", ".svg", ".txt", ".csv", ".md")
_WORTHWHILE = 256
"""Bytes below which a compressed file saves no packet."""


def compressed(address: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The compressed files that stand beside the file at ``address``, by their addresses."""
    import brotli

    if address.endswith(_TEXT) and len(data) >= _WORTHWHILE:
        yield f"{address}.gz", gzip.compress(data, compresslevel=9, mtime=0)
        yield f"{address}.br", brotli.compress(data)
