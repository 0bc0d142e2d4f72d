"""The ledgers of a corpus: a row for each of its replies, and one in ten that is withheld."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from bench.corpus_document import CorpusDocument
from bench.corpus_site import SUMMARIES

_HEAD = ("编号", "届次", "类别", "案由", "承办单位", "交办日期", "答复日期", "满意度", "公开方式")
_WITHHELD_EVERY = 10
_ASSIGNED = re.compile(r"^交办日期: (.+)$", re.MULTILINE)


def ledgers(documents: Iterable[CorpusDocument]) -> Mapping[int, str]:
    """For each year the text of its ledger, the same for the same ``documents``."""
    rows: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for index, document in enumerate(documents):
        if document.category == SUMMARIES.slug:
            continue
        assigned = _ASSIGNED.search(document.front_matter)
        days = assigned[1] if assigned else "", document.signed.isoformat()
        scope = document.session, document.category
        said = document.subject, document.unit, *days, document.satisfaction
        rows[document.year].append((document.number, *scope, *said, ""))
        if index % _WITHHELD_EVERY == 0:
            rows[document.year].append((f"W{index}", *scope, *said, "不公开"))
    return {year: _text(of_year) for year, of_year in sorted(rows.items())}


def _text(rows: Iterable[tuple[str, ...]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows(rows)
    return file.getvalue()
