"""The invented city of the corpus: its units, sessions, topics and configuration files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
YEARS = tuple(range(2016, 2026))

TOPICS = {
    "jiaoyu": "教育",
    "weisheng": "医疗卫生",
    "jiaotong": "交通出行",
    "huanjing": "生态环境",
    "zhujian": "住房城建",
    "minzheng": "民生保障",
    "nongye": "农业农村",
    "zhengwu": "政务法治",
    "wenlv": "文化旅游体育",
    "chanye": "产业科技",
    "shangmao": "商贸金融",
    "anquan": "公共安全",
}
OUTCOMES = {
    "A": "已解决或采纳",
    "B": "正在解决或列入计划",
    "C": "条件所限暂不能解决",
    "D": "留作参考",
}


@dataclass(frozen=True, slots=True)
class CorpusUnit:
    """A unit with what its replies need: its code in document numbers and its word for "we"."""

    slug: str
    name: str
    short_name: str
    code: str
    speaker: str
    topics: tuple[str, ...]
    former_names: tuple[tuple[str, date], ...]

    def name_on(self, day: date) -> str:
        """The name that stood on the unit's paper on ``day``."""
        return next((name for name, until in self.former_names if day <= until), self.name)


@dataclass(frozen=True, slots=True)
class CorpusSession:
    """A session of the city's congress (suggestions) or CPPCC committee (proposals)."""

    slug: str
    name: str
    alias: str
    year: int


@dataclass(frozen=True, slots=True)
class CorpusCategory:
    """A category, and how its papers call themselves and those they answer."""

    slug: str
    name: str
    form: str
    paper: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a document stands: its category and year, and a serial number unique in both."""

    category: CorpusCategory
    year: int
    serial: int


SUGGESTIONS = CorpusCategory("suggestions", "人大代表建议", "reply", "建议", "代表")
PROPOSALS = CorpusCategory("proposals", "政协提案", "reply", "提案", "委员")
SUMMARIES = CorpusCategory("summaries", "办理工作总结", "summary")
CATEGORIES = (SUGGESTIONS, PROPOSALS, SUMMARIES)

# In every thousand documents: two summaries, and more replies in later years than in earlier ones.
_SUGGESTIONS_A_YEAR = (44, 46, 50, 53, 56, 60, 64, 68, 74, 83)
_PROPOSALS_A_YEAR = (28, 30, 33, 36, 38, 40, 43, 46, 50, 56)
_SUMMARY_YEARS = (2019, 2023)
_ROUND = 1000


@cache
def units() -> tuple[CorpusUnit, ...]:
    """The forty units, in the order of data/units.txt."""
    lines = (DATA / "units.txt").read_text(encoding="utf-8").splitlines()
    return tuple(_unit(line) for line in lines if not line.startswith("#"))


def _unit(line: str) -> CorpusUnit:
    slug, name, short_name, code, speaker, topics, former = line.split()
    pairs = [] if former == "-" else [entry.split("@") for entry in former.split(";")]
    return CorpusUnit(
        slug,
        name,
        short_name,
        code,
        speaker,
        tuple(topics.split(",")),
        tuple((old, date.fromisoformat(until)) for old, until in pairs),
    )


@cache
def units_for(topic: str) -> tuple[CorpusUnit, ...]:
    """The units that answer for a topic, those named for it first."""
    chosen = [unit for unit in units() if topic in unit.topics]
    return tuple(sorted(chosen, key=lambda unit: unit.topics.index(topic)))


@cache
def session(category: str, year: int) -> CorpusSession:
    """The session of ``year``; a term lasts five years and began in 2015, 2020 and 2025."""
    term, number = "六七八"[(year - 2015) // 5], "一二三四五"[(year - 2015) % 5]
    place = f"{(year - 2015) // 5 + 6}-{(year - 2015) % 5 + 1}"
    if category == PROPOSALS.slug:
        return CorpusSession(
            f"shi-zhengxie-{place}",
            f"市政协{term}届{number}次会议",
            f"政协第{term}届岚江市委员会第{number}次会议",
            year,
        )
    return CorpusSession(
        f"shi-renda-{place}",
        f"市{term}届人大{number}次会议",
        f"市第{term}届人民代表大会第{number}次会议",
        year,
    )


def slot(index: int) -> Slot:
    """The place of document ``index``.

    It follows from the index alone, so that a longer corpus begins with the shorter one and no two
    documents of a session share a number.
    """
    category, year, ordinal, occurrences = _round()[index % _ROUND]
    serial = index // _ROUND * occurrences + ordinal
    # Scattered in blocks of 500: the replies of a small corpus are not numbered 1, 2, 3.
    return Slot(category, year, serial // 500 * 500 + (serial % 500 * 183 + 77) % 500 + 1)


@cache
def _round() -> tuple[tuple[CorpusCategory, int, int, int], ...]:
    """Category, year, ordinal within both and their frequency, for each of a thousand places."""
    table = [(SUMMARIES, year) for year in _SUMMARY_YEARS]
    for year, suggestions, proposals in zip(
        YEARS, _SUGGESTIONS_A_YEAR, _PROPOSALS_A_YEAR, strict=True
    ):
        table += [(SUGGESTIONS, year)] * suggestions + [(PROPOSALS, year)] * proposals
    # A stride without a common divisor with the table's length visits every place once.
    table = [table[place * 387 % _ROUND] for place in range(_ROUND)]
    totals, seen = Counter(table), Counter[tuple[CorpusCategory, int]]()
    rows = []
    for entry in table:
        rows.append((*entry, seen[entry], totals[entry]))
        seen[entry] += 1
    return tuple(rows)


def site_toml() -> str:
    """The text of site.toml."""
    lines = [
        "[site]",
        'name = "岚江市建议提案办理结果公开"',
        'organisation = "岚江市人民政府"',
        'base_url = "https://gongkai.example/"',
        'timezone = "Asia/Shanghai"',
        'description = "测试用语料：岚江市及其单位、人名、数字均为虚构"',
        "\n[labels]\nrequired = false",
        '\n[footer]\nsponsor = "岚江市人民政府办公室"\noperator = "岚江市政务服务和数据管理局"',
        "\n[review]\nrequired = false",
        # The corpus is made of published sentences; one of them tells where somebody lives.
        '\n[privacy]\naddress = "mask"',
        "\n[lists]\npage_size = 20",
        "\n[outcomes.default]",
        *(f'{code} = "{meaning}"' for code, meaning in OUTCOMES.items()),
    ]
    for category in CATEGORIES:
        lines.append(
            f'\n[[categories]]\nslug = "{category.slug}"\nname = "{category.name}"\n'
            f'form = "{category.form}"\naliases = []'
        )
    for slug, name in TOPICS.items():
        lines.append(f'\n[[topics]]\nslug = "{slug}"\nname = "{name}"')
    for year in YEARS:
        for kind in (SUGGESTIONS.slug, PROPOSALS.slug):
            meeting = session(kind, year)
            lines.append(
                f'\n[[sessions]]\nslug = "{meeting.slug}"\nname = "{meeting.name}"\n'
                f'year = {year}\naliases = ["{meeting.alias}"]'
            )
    return "\n".join(lines) + "\n"


def units_yaml() -> str:
    """The text of content/units.yaml."""
    lines = []
    for unit in units():
        lines += [
            f"- slug: {unit.slug}",
            f"  name: {unit.name}",
            f"  short_name: {unit.short_name}",
        ]
        if unit.former_names:
            lines.append("  former_names:")
            for name, until in unit.former_names:
                lines += [f"    - name: {name}", f"      until: {until.isoformat()}"]
    return "\n".join(lines) + "\n"
