"""The base of the index after a few edits, from its files before them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongkai.search import build, numbers
from gongkai.search.amendments import Edit, GramShards, amended_numbers, amended_tables
from gongkai.search.manifest import named, named_shards
from gongkai.search.refinement_amendments import (
    Before,
    Change,
    StoredEntries,
    Texts,
    amended_entries,
    bits_of,
    refinement_file,
    row_of,
)
from gongkai.search.shards import SHARDS_PER_NAME


def amended_base(
    files: Mapping[str, bytes], documents: int, edits: Sequence[Edit], texts: Texts
) -> tuple[dict[str, bytes], list[str] | None]:
    """What the edits change in the files of the base.

    ``files`` are those before the edits by stem (the path below search/ less the hash, as
    :func:`stem_of` gives it), ``documents`` is the size of the base, ``texts`` gives the texts of a
    document before.  Returns the files of all kinds that may differ, by path, and the first keys
    of the number files where these changed.  A file whose stem fails :func:`kept` is gone unless
    it is among them.
    """
    shards = GramShards(build.BASE, files)
    made: dict[str, bytes] = {}
    contents: dict[int, bytes] = {}
    for shard, table in amended_tables(shards, edits).items():
        grams = build.base_grams(table, documents, shard, shard + 1)
        contents[shard] = grams.shards[0]
        made.update(grams.heavy)
    made.update(_renamed(shards, files, contents))
    refined = f"{build.BASE}-refinements"
    if file_count := _count(files, refined):
        before = Before(
            lambda text: bits_of(shards.documents(text)),
            lambda file: StoredEntries(files[f"{refined}/{file}"]),
            file_count,
            texts,
            build.refinement_threshold(build.BASE),
        )
        change = Change(
            {edit.number: row_of(edit.before) for edit in edits},
            {edit.number: row_of(edit.after) for edit in edits},
        )
        for index, held in amended_entries(before, change).items():
            data = refinement_file(held, documents)
            made.update([named(f"{refined}/{index}", data)])
    postings = amended_numbers(_row(files, f"{build.BASE}-numbers"), edits)
    if postings is None:
        return made, None
    firsts = []
    counted = numbers.number_files(postings, documents, numbers.BASE_KEYS)
    for index, (first, data) in enumerate(counted):
        firsts.append(first)
        made.update([named(f"{build.BASE}-numbers/{index}", data)])
    return made, firsts


def _renamed(
    shards: GramShards, files: Mapping[str, bytes], contents: Mapping[int, bytes]
) -> Iterator[tuple[str, bytes]]:
    """The shards with new ``contents``, and the neighbours that share their names."""
    for first in sorted({shard // SHARDS_PER_NAME * SHARDS_PER_NAME for shard in contents}):
        sharing = range(first, first + SHARDS_PER_NAME)
        for shard in set(sharing).difference(contents):
            # Heavy pairs go with the file of their shard, so they are named again as they are.
            for pair, count in shards.heavy(shard).items():
                stems = [f"heavy/{pair:08x}/{index}" for index in range(count)]
                yield from (named(stem, files[stem]) for stem in stems)
        held = [contents.get(shard) or files[f"{build.BASE}/{shard}"] for shard in sharing]
        yield from named_shards(build.BASE, first, held)


def stem_of(path: str) -> str:
    """The path of a file below search/ less its hash."""
    return path.removeprefix("search/").rsplit(".", 2)[0]


def kept(
    paths: Sequence[str], documents: int, made: Mapping[str, bytes], firsts: list[str] | None
) -> list[str]:
    """Those of the base's ``paths`` that stay beside what was ``made``."""
    stems = {stem_of(path) for path in made}
    count = len([path for path in paths if path.startswith(f"search/{build.BASE}/")])
    shards = {int(stem.split("/")[1]) for stem in stems if stem.startswith(f"{build.BASE}/")}

    def stays(path: str) -> bool:
        folder, *rest = stem_of(path).split("/")
        if folder == f"{build.BASE}-numbers":
            return firsts is None
        if folder == "heavy":
            return int(rest[0], 16) * count >> 32 not in shards
        return stem_of(path) not in stems

    return [path for path in paths if stays(path)]


def _count(files: Mapping[str, bytes], folder: str) -> int:
    """How many files a folder has."""
    return sum(stem.startswith(f"{folder}/") for stem in files)


def _row(files: Mapping[str, bytes], folder: str) -> Iterator[bytes]:
    """The files of a folder, in order."""
    for index in range(_count(files, folder)):
        yield files[f"{folder}/{index}"]
