"""A ledger read from the rows of a CSV file, with every fault of it in place.

The first row that is not empty names the columns; what they may be called is in :data:`COLUMNS`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from . import csvrows, dates, vocabulary
from .checks import OFF, order
from .csvrows import Row
from .errors import Fault, FileFaults, Severity
from .fields import plain_number
from .ledger import Entry, Ledger
from .likeness import did_you_mean
from .model import Place, Term
from .names import Names
from .patterns import pattern
from .settings import Category, Session
from .vocabulary import Openness

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("编号", "建议编号", "提案编号", "建议号", "提案号", "案号"),
    "session": ("届次", "会议", "会议届次"),
    "category": ("类别", "类型", "建议提案类别"),
    "subject": ("案由", "标题", "题目", "建议标题", "提案标题"),
    "role": ("办理方式", "承办方式"),
    "unit": ("承办单位", "主办单位", "办理单位", "单位"),
    "department": ("承办科室", "科室", "处室", "承办处室", "部门"),
    "assigned": ("交办日期", "交办时间"),
    "due": ("办理期限", "办结期限", "答复期限", "期限"),
    "acknowledged": ("签收日期", "签收时间", "签收"),
    "replied": ("答复日期", "答复时间", "办结日期", "办复日期"),
    "rated": ("满意度", "评价", "反馈意见", "代表委员评价"),
    "openness": ("公开方式", "是否公开", "公开意见"),
    "withheld_reason": ("不公开理由", "不公开原因"),
    "difficult": ("疑难", "疑难件"),
    "document": ("文件", "答复文件", "对应文件"),
}
"""For each column its stable English name, which is accepted too, and its Chinese names."""

_NEEDED = ("number", "session", "category", "unit")
_AFTER_ASSIGNED = ("due", "acknowledged", "replied")
_FILE = pattern(r"content/ledger/(\d{4})\.csv")
_OTHER_SEPARATORS = pattern(r"\S[\t;；，、|]\s*\S")
_SEPARATORS = pattern(r"[、；;，,]")
_BY_SPELLING = {
    spelling: name for name, spellings in COLUMNS.items() for spelling in (name, *spellings)
}


def read(path: str, data: bytes, known: Names) -> Ledger:
    """Read the ledger at ``path`` (from the root); what cannot be read of it is in its faults."""
    named = _FILE.fullmatch(path)
    if not named or int(named[1]) not in dates.YEARS:
        message = "content/ledger/ 里的这个文件不是台账，没有读取"
        hint = "台账每年一个文件，用年份命名，另存为 CSV，如 content/ledger/2023.csv"
        fault = Fault(path, 1, 1, "ledger-file-name", message, hint, Severity.WARNING)
        return Ledger(path, 0, faults=(fault,))
    year = int(named[1])
    text = csvrows.decoded(data)
    if text is None or "\0" in text:
        message = "台账的编码读不出来"
        hint = "在表格软件里另存为“CSV UTF-8”，或者用记事本另存为 UTF-8 编码"
        return Ledger(path, year, faults=(Fault(path, 1, 1, "ledger-encoding", message, hint),))
    reader = _Reader(path, known)
    entries = tuple(reader.entries(text))
    return Ledger(path, year, entries, reader.faults)


class _Reader(FileFaults):
    """Reads the rows of one file."""

    def __init__(self, path: str, known: Names) -> None:
        super().__init__(path)
        self._known = known
        self._columns: dict[str, int] = {}

    def entries(self, text: str) -> Iterator[Entry]:
        rows = (row for row in self._rows(text) if any(map(str.strip, row.cells)))
        header = next(rows, None)
        if header is None:
            if not self.faults:
                self._no_columns(Place(), _NEEDED)
            return
        if not self._read_header(header):
            return
        first: dict[tuple[str, str, str, str], Entry] = {}
        for row in rows:
            entry = self._entry(row)
            if entry is not None and self._is_first(entry, row, first):
                yield entry

    def _rows(self, text: str) -> Iterator[Row]:
        try:
            yield from csvrows.rows(text)
        except csvrows.TornError as torn:
            message = "从这一行起读不下去：引号没有成对，或者一格里的文字太长"
            hint = "在表格软件里打开后重新另存为 CSV；文字里的英文引号要写成两个"
            self.fault(Place(torn.line), "ledger-csv", message, hint)

    def _read_header(self, header: Row) -> bool:
        """Learn which column is where; whether the needed ones are there."""
        if len(header.cells) == 1 and _OTHER_SEPARATORS.search(header.cells[0]):
            message = "各列之间不是用英文逗号隔开的"
            hint = "在表格软件里另存为“CSV UTF-8（逗号分隔）”，不要存成用制表符、分号隔开的文本"
            self.fault(header.place(0), "ledger-csv", message, hint)
            return False
        for index, cell in enumerate(header.cells):
            word = "".join(unicodedata.normalize("NFKC", cell).split())
            name = _BY_SPELLING.get(word)
            place = header.place(index)
            if name is None:
                if word:
                    self._unknown_column(word, place)
            elif name in self._columns:
                message = f"“{word}”这一列与第 {self._columns[name] + 1} 列说的是同一件事"
                self.fault(place, "duplicate-key", message, "只保留一列")
            else:
                self._columns[name] = index
        absent = tuple(name for name in _NEEDED if name not in self._columns)
        if absent:
            self._no_columns(header.place(0), absent)
        return not absent

    def _unknown_column(self, word: str, place: Place) -> None:
        meant = did_you_mean(word, _BY_SPELLING)
        message = f"台账里不认识的列“{word}”，没有读取{meant}"
        hint = "改用手册“台账”一章里的列名；网站用不到的列可以删去"
        self.fault(place, "ledger-unknown-column", message, hint, Severity.WARNING)

    def _no_columns(self, place: Place, names: tuple[str, ...]) -> None:
        labels = "、".join(f"“{COLUMNS[name][0]}”" for name in names)
        hint = "第一行写列名，列名见手册“台账”一章"
        self.fault(place, "missing-field", f"台账的第一行缺少列名{labels}", hint)

    def _is_first(
        self, entry: Entry, row: Row, first: dict[tuple[str, str, str, str], Entry]
    ) -> bool:
        """Whether no row before has the number, session, category and a unit of ``entry``."""
        claims = [
            (entry.category.slug, entry.session.slug, entry.number, unit.slug)
            for unit in entry.units
        ]
        other = next((first[claim] for claim in claims if claim in first), None)
        for claim in claims:
            first.setdefault(claim, entry)
        if other is None:
            return True
        message = f"与第 {other.line} 行的类别、届次、编号和承办单位都相同"
        place = row.place(self._columns["number"])
        self.fault(place, "ledger-duplicate", message, "删去重复的一行，或者改正编号、单位")
        return False

    def _entry(self, row: Row) -> Entry | None:
        number = self._needed(row, "number")
        known = self._known
        session = self._noun(row, "session", known.sessions, "unknown-session")
        category = self._noun(row, "category", known.categories, "unknown-category")
        units = self._units(row)
        values: dict[str, Any] = {
            "subject": self._text(row, "subject"),
            "role": self._choice(row, "role", vocabulary.ROLES),
            "department": self._text(row, "department"),
            "difficult": self._choice(row, "difficult", (vocabulary.YES, vocabulary.NO))
            == vocabulary.YES,
            "assigned": self._date(row, "assigned"),
            "due": self._date(row, "due"),
            "acknowledged": self._date(row, "acknowledged"),
            "replied": self._date(row, "replied"),
            "rated": self._choice(row, "rated", vocabulary.SATISFACTION),
            "openness": self._openness(row),
            "withheld_reason": self._text(row, "withheld_reason"),
            "document": _document(self._text(row, "document")),
        }
        self._check_order(row, values)
        if not (number and session and category and units):
            return None
        return Entry(
            path=self.path,
            line=row.line,
            number=plain_number(number),
            session=Term(session.slug, session.name),
            category=Term(category.slug, category.name),
            units=units,
            **values,
        )

    def _check_order(self, row: Row, values: Mapping[str, Any]) -> None:
        """Say which dates lie before the one on which the case was assigned."""
        check, assigned = order.CHECK, values["assigned"]
        severity = self._known.checks.get(check.rule, check.severity)
        if severity == OFF or not assigned:
            return
        for name in _AFTER_ASSIGNED:
            day = values[name]
            if day and day < assigned:
                message = f"“{COLUMNS[name][0]}”{day} 早于“{COLUMNS['assigned'][0]}”{assigned}"
                hint = "对照原件改正其中一个日期"
                self.fault(self._place(row, name), check.rule, message, hint, Severity(severity))

    def _text(self, row: Row, name: str) -> str:
        index = self._columns.get(name, len(row.cells))
        text = " ".join(row.cells[index].split()) if index < len(row.cells) else ""
        return "" if text == vocabulary.ABSENT else text

    def _place(self, row: Row, name: str) -> Place:
        return row.place(self._columns[name])

    def _needed(self, row: Row, name: str) -> str:
        text = self._text(row, name)
        if not text:
            label = COLUMNS[name][0]
            self.fault(self._place(row, name), "missing-field", f"缺少“{label}”", "补上这一格")
        return text

    def _noun(
        self, row: Row, name: str, known: Mapping[str, Category | Session], rule: str
    ) -> Category | Session | None:
        text = self._needed(row, name)
        noun = known.get(text)
        if text and noun is None:
            message = f"“{text}”不在 site.toml 的{COLUMNS[name][0]}里{did_you_mean(text, known)}"
            hint = "改用已有的名称，或者先把它加进 site.toml"
            self.fault(self._place(row, name), rule, message, hint)
        return noun

    def _units(self, row: Row) -> tuple[Term, ...]:
        """The units of a row, each once; none while any of them is unknown."""
        known = self._known.units
        parts = [part.strip() for part in _SEPARATORS.split(self._needed(row, "unit"))]
        unknown = [part for part in dict.fromkeys(filter(None, parts)) if part not in known]
        for part in unknown:
            message = f"“{part}”不在 content/units.yaml 的单位里{did_you_mean(part, known)}"
            hint = "改用已有的名称，或者先把它加进 content/units.yaml"
            self.fault(self._place(row, "unit"), "unknown-unit", message, hint)
        if unknown:
            return ()
        units = {known[part].slug: known[part].name for part in parts if part}
        return tuple(Term(slug, name) for slug, name in units.items())

    def _choice(self, row: Row, name: str, values: tuple[str, ...]) -> str:
        text = self._text(row, name)
        if not text or text in values:
            return text
        message = f"“{COLUMNS[name][0]}”的值“{text}”不对{did_you_mean(text, values)}"
        self.fault(self._place(row, name), "wrong-value", message, f"可用的有：{'、'.join(values)}")
        return ""

    def _openness(self, row: Row) -> Openness | None:
        # 是否公开 is answered as often by 公开 or 是 as by the form of publication.
        said = {"是": Openness.FULL, "公开": Openness.FULL, "否": Openness.WITHHELD}
        if (answer := said.get(self._text(row, "openness"))) is not None:
            return answer
        text = self._choice(row, "openness", tuple(Openness))
        return Openness(text) if text else None

    def _date(self, row: Row, name: str) -> date | None:
        text = self._text(row, name)
        moment = dates.parse(text) if text else None
        if text and moment is None:
            message = f"“{COLUMNS[name][0]}”的值“{text}”不是日期，或者没有这一天"
            self.fault(self._place(row, name), "wrong-date", message, "写成 2023-09-21")
        return moment.at.date() if moment else None


def _document(text: str) -> str:
    """The path below content/ without suffix that a person means."""
    path = text.replace("\\", "/").removeprefix("./").strip("/").removeprefix("content/")
    return path.removesuffix(".md").removesuffix(".html")
