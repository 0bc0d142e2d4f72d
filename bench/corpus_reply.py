"""One document of the corpus: who asked whom for what, when it was answered, and the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.corpus_document import CorpusDocument, Entry, front_matter
from bench.corpus_grammar import Draw, Rule, Voice
from bench.corpus_site import (
    PROPOSALS,
    SUMMARIES,
    TOPICS,
    CorpusCategory,
    CorpusUnit,
    Slot,
    session,
    slot,
    units_for,
)
from bench.corpus_text import Composer, Paper, grammar, target_length

_SATISFACTION = {"满意": 80, "基本满意": 9, "理解": 5, "未反馈": 4, "不满意": 2}
_OUTCOME_WEIGHTS = {"A": 55, "B": 30, "C": 10, "D": 5}
_COMMITMENT_STATES = {"进行中": 50, "已完成": 40, "延期": 8, "终止": 2}
_TOPIC_WEIGHTS = {topic: 1000 // (rank + 4) for rank, topic in enumerate(TOPICS)}
_THREE_MONTHS = 92


@dataclass(frozen=True, slots=True)
class _Case:
    """What was decided about a document before a word of it is written."""

    slot: Slot
    topics: tuple[str, ...]
    unit: CorpusUnit
    co_units: tuple[CorpusUnit, ...]
    assigned: date
    signed: date
    published: date

    @property
    def category(self) -> CorpusCategory:
        return self.slot.category

    @property
    def number(self) -> str:
        """As printed: 20230489 for a suggestion, 0153 for a proposal."""
        if self.category == SUMMARIES:
            return ""
        year = "" if self.category == PROPOSALS else str(self.slot.year)
        return f"{year}{self.slot.serial:04d}"


def compose_document(index: int, seed: int) -> CorpusDocument:
    """Document ``index`` of the corpus of ``seed``."""
    # A text as seed goes through SHA-512: neighbouring indexes give unrelated documents.
    draw = Random(f"{seed}:{index}").random
    case = _decide(slot(index), draw)
    rules = grammar(case.topics[0])
    voice = Voice(draw, {}, case.slot.year, case.signed.month)
    if case.category == SUMMARIES:
        return _summary(case, rules, voice)
    return _reply(case, rules, voice)


def _decide(place: Slot, draw: Draw) -> _Case:
    topic = _pick(_TOPIC_WEIGHTS, draw)
    second = _pick(_TOPIC_WEIGHTS, draw) if draw() < 0.25 else topic
    able = units_for(topic)
    unit = able[int(len(able) * draw() ** 1.5)]
    others = [other for other in (*able, *units_for(second)) if other != unit]
    # dict.fromkeys: a set's order of texts differs from run to run.
    co_units = dict.fromkeys(others[int(len(others) * draw())] for _ in range(int(4 * draw() ** 2)))
    assigned, signed, published = _days(place, draw)
    return _Case(
        place, tuple(dict.fromkeys((topic, second))), unit, tuple(co_units), assigned, signed,
        published,
    )  # fmt: skip


def _days(place: Slot, draw: Draw) -> tuple[date, date, date]:
    """Assigned, signed, published: after the spring session, or for a summary late in the year."""
    if place.category == SUMMARIES:
        signed = date(place.year, 11, 1) + timedelta(days=int(30 * draw()))
        return signed, signed, signed + timedelta(days=1 + int(24 * draw()))
    assigned = date(place.year, 2, 20) + timedelta(days=int(30 * draw()))
    signed = assigned + timedelta(days=20 + int(150 * draw() ** 1.5))
    late = draw() < 0.05
    return assigned, signed, signed + timedelta(days=1 + int((60 if late else 24) * draw()))


def _reply(case: _Case, rules: Mapping[str, Rule], voice: Voice) -> CorpusDocument:
    draw = voice.draw
    meeting = session(case.category.slug, case.slot.year)
    sign = case.unit.name_on(case.signed)
    voice.values = {"代表": case.category.member, "建议": case.category.paper}
    short = rules["题"].say(voice)
    voice.values |= {
        "案由短": short,
        "案由": f"关于{short}的{case.category.paper}",
        "编号": case.number,
        "届次": meeting.name,
        "署名": sign,
        "我": case.unit.speaker,
        "会办": "、".join(unit.short_name for unit in case.co_units) or "有关部门",
    }
    proposers, group = _proposers(case.category, rules, voice)
    show = group or draw() < 0.85
    body = Composer(rules, voice, target_length(voice)).compose(
        Paper(_addressee(proposers if show else (), group, case), "开头", sign, _long(case.signed))
    )
    if group:
        body = body.replace("您", "贵单位")
    if any(name in body for name in proposers) and not show:
        # The name drawn for somebody else in the text is that of a proposer who stays unnamed.
        proposers = ()
    outcome, satisfaction = _pick(_OUTCOME_WEIGHTS, draw), _pick(_SATISFACTION, draw)
    role = "独办" if not case.co_units else "分办" if draw() < 0.1 else "主办"
    title, doc_number = rules["标题"].say(voice), _doc_number(case, draw)
    entries: list[Entry] = [
        ("编号", case.number),
        ("届次", meeting.name if draw() < 0.8 else meeting.alias),
        ("主办单位", sign),
        ("会办单位", [unit.short_name for unit in case.co_units]),
        ("办理方式", role),
        ("提出人", proposers),
        ("提出人公开", ("是" if show else "否") if proposers else ""),
        ("案由", voice.values["案由"]),
    ]
    after: list[Entry] = [
        ("答复类别", outcome),
        ("满意度", satisfaction),
        ("主题", [TOPICS[topic] for topic in case.topics]),
        ("疑难", "是" if (case.signed - case.assigned).days > _THREE_MONTHS else ""),
        ("承诺事项", _commitments(rules, voice) if outcome == "B" and draw() < 0.3 else ""),
    ]
    fields = [*entries, *_common_fields(case, doc_number, draw), *after]
    suffix = f"-{case.unit.slug}" if role == "分办" else ""
    return CorpusDocument(
        path=f"content/{case.category.slug}/{case.slot.year}/{case.number}{suffix}.md",
        category=case.category.slug,
        title=title,
        number=case.number,
        session=meeting.slug,
        year=case.slot.year,
        unit=case.unit.slug,
        unit_name=sign,
        co_units=tuple(unit.slug for unit in case.co_units),
        topics=case.topics,
        subject=voice.values["案由"],
        doc_number=doc_number,
        proposers=proposers,
        show_proposers=show,
        outcome=outcome,
        satisfaction=satisfaction,
        signed=case.signed,
        published=case.published,
        front_matter=front_matter(title, case.category, fields),
        body=body,
    )


def _summary(case: _Case, rules: Mapping[str, Rule], voice: Voice) -> CorpusDocument:
    sign = case.unit.name_on(case.signed)
    voice.values = {
        "代表": "代表", "建议": "建议提案", "案由短": "建议提案办理", "案由": "建议提案办理",
        "署名": sign, "我": case.unit.speaker,
    }  # fmt: skip
    addressee = "市人大常委会办公室、市政协提案委员会："
    body = Composer(rules, voice, target_length(voice)).compose(
        Paper(addressee, "总结开头", sign, _long(case.signed))
    )
    body = body.replace("您", "代表委员")
    title, doc_number = rules["总结标题"].say(voice), _doc_number(case, voice.draw)
    fields = [
        ("主办单位", sign),
        *_common_fields(case, doc_number, voice.draw),
        ("主题", [TOPICS[topic] for topic in case.topics]),
    ]
    return CorpusDocument(
        path=f"content/summaries/{case.slot.year}/{case.unit.slug}-{case.slot.serial}.md",
        category=case.category.slug,
        title=title,
        number="",
        session="",
        year=case.slot.year,
        unit=case.unit.slug,
        unit_name=sign,
        co_units=(),
        topics=case.topics,
        subject="",
        doc_number=doc_number,
        proposers=(),
        show_proposers=False,
        outcome="",
        satisfaction="",
        signed=case.signed,
        published=case.published,
        front_matter=front_matter(title, case.category, fields),
        body=body,
    )


def _common_fields(case: _Case, doc_number: str, draw: Draw) -> list[Entry]:
    """The fields of every document, from 文号 to 信息来源, their dates spelt as admins do."""
    index_number = f"LJ-{case.slot.year}-{int(99_999 * draw()):05d}" if draw() < 0.4 else ""
    return [
        ("文号", doc_number),
        ("索引号", index_number),
        ("公开属性", "主动公开"),
        ("公开方式", "全文公开"),
        ("交办日期", case.assigned.isoformat() if case.category != SUMMARIES else ""),
        ("成文日期", _spelt(case.signed, draw)),
        ("发布日期", _moment(case.published, draw)),
        ("信息来源", case.unit.name_on(case.signed) if draw() < 0.5 else ""),
    ]


def _proposers(
    category: CorpusCategory, rules: Mapping[str, Rule], voice: Voice
) -> tuple[tuple[str, ...], bool]:
    """Who signed, and whether it is a party or committee rather than people."""
    if category == PROPOSALS and voice.draw() < 0.25:
        return (rules["党派"].say(voice),), True
    count = 1 if voice.draw() < 0.75 else 2 + int(6 * voice.draw())
    people = dict.fromkeys(rules["人"].say(voice) for _ in range(count))
    # Those who ask are not the people that the answer tells of.
    voice.memory.pop("人", None)
    return tuple(people), False


def _addressee(proposers: tuple[str, ...], group: bool, case: _Case) -> str:
    """The first line; proposers who are not to be named are not named here either."""
    if group:
        return f"{proposers[0]}："
    if not proposers:
        return f"尊敬的{case.category.member}："
    more = f"等{len(proposers)}名" if len(proposers) > 1 else ""
    return f"尊敬的{proposers[0]}{more}{case.category.member}："


def _commitments(rules: Mapping[str, Rule], voice: Voice) -> list[str]:
    due = date(voice.year + 1, 3 + int(9 * voice.draw()), 28)
    return [
        f"内容: {rules['承诺'].say(voice)}\n    期限: {due.isoformat()}\n"
        f"    状态: {_pick(_COMMITMENT_STATES, voice.draw)}\n    进展: {rules['进展'].say(voice)}"
        for _ in range(1 + int(2 * voice.draw()))
    ]


def _doc_number(case: _Case, draw: Draw) -> str:
    return f"{case.unit.code}〔{case.slot.year}〕{round(400 ** draw())}号"


def _long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _spelt(day: date, draw: Draw) -> str:
    share = draw()
    if share < 0.6:
        return _long(day)
    return day.isoformat() if share < 0.9 else f"{day.year}.{day.month:02d}.{day.day:02d}"


def _moment(day: date, draw: Draw) -> str:
    if draw() < 0.5:
        return day.isoformat()
    return f"{day.isoformat()} {8 + int(10 * draw()):02d}:{int(60 * draw()):02d}"


def _pick(weights: Mapping[str, int], draw: Draw) -> str:
    """A key, as often as its weight says."""
    left = draw() * sum(weights.values())
    for key, weight in weights.items():
        left -= weight
        if left < 0:
            return key
    return next(iter(weights))
