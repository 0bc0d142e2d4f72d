"""The benchmark's queries, of the kinds that citizens type, and what each must find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from gongkai.folding import fold
from gongkai.search.query import parsed
from gongkai.search.records import SearchRecord, searchable_texts

_SUBSTRINGS = {1: 10, 2: 30, 3: 30, 4: 40, 5: 20, 6: 20}
_WORDS = (
    *("政务服务", "养老", "教育", "医保", "公共数据", "交通拥堵", "垃圾分类", "老旧小区", "停车难"),
    *("营商环境", "义务教育", "学前教育", "乡村振兴", "食品安全", "电动车", "充电桩", "农民工"),
    *("图书馆", "非遗", "志愿者"),
)
_NUMBERS = 20
_UNITS = 10
_TWO_TERMS = 20


@dataclass(frozen=True, slots=True)
class Query:
    """One query and its kind, for the table."""

    kind: str
    text: str


class Truth:
    """What Python's ``in`` finds in the folded texts of the records, in the order of the site."""

    def __init__(self, records: Sequence[SearchRecord]) -> None:
        self.addresses = [record.address for record in records]
        self._all = [searchable_texts(record).row for record in records]
        self._titles = [fold(record.title) for record in records]
        self._own = [fold(record.number) for record in records]
        self._numbers = [f"{fold(r.number)}\0{fold(r.doc_number)}" for r in records]

    def order(self, query: str) -> list[str]:
        """The addresses of all answers: numbers, titles, the rest, each newest first.

        A number typed alone brings the documents first whose own number it is.
        """
        terms = parsed(query)
        wanted = [term.text for term in terms if not term.excluded]
        unwanted = [term.text for term in terms if term.excluded]
        found = [
            document
            for document, text in enumerate(self._all)
            if all(term in text for term in wanted) and not any(term in text for term in unwanted)
        ]

        def rank(document: int) -> int:
            if len(terms) == 1 and wanted == [self._own[document]]:
                return 3
            return min(
                (
                    2 if term in self._numbers[document] else term in self._titles[document]
                    for term in wanted
                ),
                default=0,
            )

        found.sort(key=lambda document: (-rank(document), -document))
        return [self.addresses[document] for document in found]


def sample_queries(records: Sequence[SearchRecord], seed: int) -> list[Query]:
    """At least 200 queries, the same for the same records and seed."""
    chance = Random(seed)

    def substring(length: int) -> str:
        while True:
            text = chance.choice(chance.choice(records).body)
            if len(text) >= length:
                start = chance.randrange(len(text) - length + 1)
                piece = text[start : start + length]
                if not any(character.isspace() for character in piece):
                    return piece

    queries = [
        Query(f"{length} characters", substring(length))
        for length, count in _SUBSTRINGS.items()
        for _ in range(count)
    ]
    queries += [Query("domain words", word) for word in _WORDS]
    numbered = [record for record in records if record.number]
    for index in range(_NUMBERS):
        record = chance.choice(numbered)
        whole = record.number if index % 2 else record.number[-4:]
        queries.append(Query("numbers", record.doc_number or whole if index % 5 == 0 else whole))
    names = sorted({name for record in records for name in record.unit_names})
    queries += [Query("unit names", name) for name in chance.sample(names, _UNITS)]
    queries += [
        Query("two terms", f"{substring(chance.randint(2, 4))} {substring(2)}")
        for _ in range(_TWO_TERMS)
    ]
    return queries
