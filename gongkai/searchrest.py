"""What of the search index every publication makes anew, made of files alone: rest and columns.

Light to import and free of the build, for an assistant makes it (:mod:`.assistant`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import fingerprint
from .errors import altered_file
from .fileacts import read
from .search import build
from .search.facets import Scattered, gathered_column
from .search.records import FacetLabels, SearchableTexts
from .search.texts import Text, read_searchable
from .staging import Output, Stage, Staged, Stager


class Rest(NamedTuple):
    """The files of the rest, and the first keys of its number files in their order."""

    files: tuple[Staged, ...]
    firsts: tuple[str, ...]


def make_rest(texts: Sequence[Text], stager: Stager) -> Rest:
    """The rest over the documents whose text files are ``texts``, in order."""
    # So few that they are done before anything would have been spread over processes.
    files, firsts = build.whole_segment(build.REST, list(map(texts_in, texts)))
    return Rest(_staged(files, stager), tuple(firsts))


def make_columns(
    columns: Mapping[str, Scattered], order: NDArray[np.intp], labels: FacetLabels, stager: Stager
) -> dict[str, Staged]:
    """The file of each facet's column, of the documents at ``order``."""
    gathered = {facet: gathered_column(each, order) for facet, each in columns.items()}
    files = build.column_paths(gathered, labels)
    return dict(zip(files, _staged(files.values(), stager), strict=True))


def texts_in(text: Text) -> SearchableTexts:
    """The searchable texts in a text file; raises MachineError when its bytes are other ones."""
    data = read(text.path)
    if fingerprint.of_bytes(data) != text.content:
        raise altered_file(text.path)
    return read_searchable(data)


def _staged(files: Iterable[build.File], stager: Stager) -> tuple[Staged, ...]:
    return tuple(stager.put(Output(address, data, Stage.SEARCH)) for address, data in files)
