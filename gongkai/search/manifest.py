"""The manifest: the one file with a fixed name, which says where everything else is.

Every other file carries a piece of its content's hash in its name, so that browsers and proxies
may keep it for ever and an index that was replaced during a visit is noticed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from gongkai.folding import TABLE_VERSION
from gongkai.search import refinements, texts
from gongkai.search.facets import FACETS, facet_labels
from gongkai.search.records import FacetLabels
from gongkai.search.shards import SHARDS_PER_NAME

FORMAT_VERSION: Final = 2
MANIFEST_PATH: Final = "search/manifest.bin"
SEGMENT_STEP: Final = 64
NAME_BYTES: Final = 3
TEXTS_NAME_BYTES: Final = 2
#: The facets whose labels every page of results needs.
_SHOWN: Final = ("category", "outcome")


def content_name(data: bytes) -> str:
    """The piece of a file's hash (BLAKE2b) that stands in its name, in hexadecimal."""
    return hashlib.blake2b(data, digest_size=NAME_BYTES).hexdigest()


def named(stem: str, data: bytes) -> tuple[str, bytes]:
    """The path of a file of the index, and its bytes: ``search/<stem>.<hash>.bin``."""
    return f"search/{stem}.{content_name(data)}.bin", data


def named_shards(
    segment: str, first: int, contents: Sequence[bytes]
) -> Iterator[tuple[str, bytes]]:
    """Successive gram shards of a segment, each with its path; ``first`` opens a name.

    Neighbours share the name, which is of all their bytes together.
    """
    for start in range(0, len(contents), SHARDS_PER_NAME):
        sharing = contents[start : start + SHARDS_PER_NAME]
        name = content_name(b"".join(sharing))
        for shard, data in enumerate(sharing, first + start):
            yield f"search/{segment}/{shard}.{name}.bin", data


def name_in(path: str) -> str:
    """The piece of the hash in a path made by :func:`named`."""
    return path.rsplit("/", 1)[1].split(".")[1]


class SegmentPaths(Struct, frozen=True):
    """The files of one segment of the index, by their paths, each kind in its order.

    ``heavy`` maps a heavy pair's mixed value to its files; ``numbers`` holds the first key of
    each file beside its path.  ``refinements`` may be empty: counts of long terms are then
    approximate until the reader asks.
    """

    documents: int
    shards: Sequence[str]
    heavy: Mapping[int, Sequence[str]]
    numbers: Sequence[tuple[str, str]]
    refinements: Sequence[str]
    threshold: int


def segment_sizes(documents: int) -> tuple[int, int]:
    """The documents of the base and of the rest."""
    base = documents // SEGMENT_STEP * SEGMENT_STEP
    return base, documents - base


def text_digest(text_file: bytes) -> bytes:
    """What the manifest needs to know of a document's text file."""
    return hashlib.blake2b(text_file, digest_size=8).digest()


def _packed(names: Sequence[str]) -> str:
    return base64.b64encode(bytes.fromhex("".join(names))).decode("ascii")


def in_runs(digests: Sequence[bytes]) -> list[bytes]:
    """The digests of the texts of each ``texts.CHUNK`` documents, joined."""
    firsts = range(0, len(digests), texts.CHUNK)
    return [b"".join(digests[first : first + texts.CHUNK]) for first in firsts]


def _run_names(runs: Sequence[bytes]) -> str:
    """One name for the texts of each run."""
    return _packed([hashlib.blake2b(run, digest_size=TEXTS_NAME_BYTES).hexdigest() for run in runs])


def _segment(paths: SegmentPaths) -> dict[str, object]:
    return {
        "documents": paths.documents,
        "shards": len(paths.shards),
        "names": _packed([name_in(path) for path in paths.shards[::SHARDS_PER_NAME]]),
        "heavy": {
            f"{pair:08x}": _packed([name_in(path) for path in files])
            for pair, files in sorted(paths.heavy.items())
        },
        "numbers": [key for key, _ in paths.numbers],
        "numberNames": _packed([name_in(path) for _, path in paths.numbers]),
        "refinementNames": _packed([name_in(path) for path in paths.refinements]),
        "threshold": paths.threshold,
    }


def manifest_file(
    segments: Sequence[SegmentPaths],
    runs: Sequence[bytes],
    columns: Mapping[str, str],
    labels: FacetLabels,
) -> tuple[str, bytes]:
    """The manifest of the whole index: raw deflate over JSON.

    ``segments`` are the base and the rest; ``runs`` tell the texts apart, as by :func:`in_runs` of
    each :func:`text_digest`; ``columns`` maps each facet to the path of its column.
    """
    content = {
        "version": FORMAT_VERSION,
        "folding": TABLE_VERSION,
        "documents": sum(segment.documents for segment in segments),
        "nameBytes": NAME_BYTES,
        "refined": refinements.LONGEST,
        "segments": [_segment(paths) for paths in segments],
        "texts": _run_names(runs),
        "columns": {facet: name_in(columns[facet]) for facet in FACETS},
        "labels": {facet: dict(facet_labels(labels, facet)) for facet in _SHOWN},
    }
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return MANIFEST_PATH, texts.deflated(data)
