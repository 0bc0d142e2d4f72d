"""The statistics of a site once more, from its files alone, with csv and collections.

Knows nothing of the program.  Every scope filters one list of cases and counts what is left, so
that what this and the program have in common is the meaning of the figures.
"""

from __future__ import annotations

import csv
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

Scope = tuple[str, str]
Values = dict[tuple[str, str], float]
"""A figure's id and the value that it counts (empty for one number), with the number."""

RATINGS = {"满意", "基本满意", "理解", "不满意"}
REASONS = ("国家秘密", "个人隐私")
NO_REPLY: list[None] = [None]


@dataclass
class Names:
    """The slugs of what a site's files name, and the meanings of its outcomes."""

    categories: dict[str, str]
    sessions: dict[str, str]
    years: dict[str, int]
    units: dict[str, str]
    outcomes: dict[str, str]
    replies: set[str]


@dataclass
class Reply:
    """A reply in the state 公开, as its front matter has it; terms by slug."""

    address: str
    fields: dict[str, list[str]]
    category: str
    sessions: list[str]
    units: list[str]
    co_units: list[str]
    year: int
    outcome: str

    def said(self, key: str) -> str:
        return self.fields.get(key, [""])[0]

    @property
    def is_public(self) -> bool:
        return self.said("公开方式") != "不公开"


@dataclass
class Case:
    """What is counted once: a row with at most one of its replies, or a reply without a row."""

    proposal: tuple[str, str, str]
    year: int
    has_ledger: bool
    scopes: set[Scope]
    row: dict[str, str]
    reply: Reply | None
    may_be_named: bool

    def said(self, key: str) -> str:
        return self.row.get(key) or (self.reply.said(key) if self.reply else "")

    @property
    def public(self) -> Reply | None:
        return self.reply if self.reply and self.reply.is_public else None

    @property
    def withheld(self) -> bool:
        return not self.reply.is_public if self.reply else self.row.get("公开方式") == "不公开"

    @property
    def replied(self) -> date | None:
        return day(
            self.row.get("答复日期", "") or (self.reply.said("成文日期") if self.reply else "")
        )


def expected(root: Path) -> dict[Scope, Values]:
    """Every figure of every scope of the site at ``root``."""
    names = names_of(root)
    replies = list(replies_of(root, names))
    cases = list(cases_of(root, names, replies))
    scopes = {scope for case in cases for scope in case.scopes if scope[0] == "years"}
    scopes |= {scope for case in cases if case.may_be_named for scope in case.scopes}
    co_handled = Counter(
        unit for reply in replies if reply.is_public for unit in {*reply.co_units} - {*reply.units}
    )
    scopes |= {("units", unit) for unit in co_handled} | {("site", "all")}
    return {
        scope: values([case for case in cases if scope in case.scopes])
        | (
            {("co_handled", ""): co_handled[scope[1]]}
            if scope[0] == "units" and co_handled[scope[1]]
            else {}
        )
        for scope in scopes
    }


def names_of(root: Path) -> Names:
    site = tomllib.loads((root / "site.toml").read_text(encoding="utf-8"))
    units = yaml.safe_load((root / "content/units.yaml").read_text(encoding="utf-8"))

    def spellings(entries: list[dict[str, object]]) -> dict[str, str]:
        found = {}
        for entry in entries:
            old = [former["name"] for former in entry.get("former_names", [])]  # type: ignore[attr-defined]
            own = (entry["slug"], entry["name"], entry.get("short_name"))
            for name in (*own, *entry.get("aliases", []), *old):  # type: ignore[misc]
                found[str(name)] = str(entry["slug"])
        return found

    return Names(
        spellings(site["categories"]),
        spellings(site["sessions"]),
        {each["slug"]: each["year"] for each in site["sessions"]},
        spellings(units),
        site.get("outcomes", {}).get("default", {}),
        {each["slug"] for each in site["categories"] if each["form"] == "reply"},
    )


def replies_of(root: Path, names: Names) -> Iterator[Reply]:
    for path in sorted((root / "content").rglob("*.md")):
        fields = front_matter(path.read_text(encoding="utf-8"))
        if "类别" not in fields or fields["状态"] != ["公开"]:
            continue
        category = names.categories[fields["类别"][0]]
        if category not in names.replies:
            continue
        sessions = [names.sessions[name] for name in fields.get("届次", [])]
        dated = [day(fields[key][0]) for key in ("成文日期", "发布日期") if key in fields]
        yield Reply(
            path.relative_to(root / "content").with_suffix("").as_posix(),
            fields,
            category,
            sessions,
            [names.units[name] for name in fields.get("主办单位", [])],
            [names.units[name] for name in fields.get("会办单位", [])],
            names.years[sessions[0]] if sessions else next(each.year for each in dated if each),
            "".join(
                f"{code}（{names.outcomes[code]}）" if code in names.outcomes else code
                for code in fields.get("答复类别", [])
            ),
        )


def front_matter(text: str) -> dict[str, list[str]]:
    """The fields with their values; lists are written one value a line."""
    fields: dict[str, list[str]] = {}
    for line in text.split("---\n")[1].splitlines():
        key, mark, value = line.partition(":")
        if line.startswith("  - "):
            fields[list(fields)[-1]].append(line[4:])
        elif mark and not line.startswith(" "):
            fields[key] = [value.strip()] if value.strip() else []
    return fields


def rows_of(root: Path) -> dict[int, list[dict[str, str]]]:
    found = {}
    for path in sorted((root / "content/ledger").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[int(path.stem)] = list(csv.DictReader(file))
    return found


def cases_of(root: Path, names: Names, replies: list[Reply]) -> Iterator[Case]:
    ledgers = rows_of(root)
    listed = set()
    for year, rows in ledgers.items():
        for row in rows:
            category, session = names.categories[row["类别"]], names.sessions[row["届次"]]
            units = [names.units[name] for name in row["承办单位"].split("、")]
            met: list[Reply] = [
                reply
                for reply in replies
                if (reply.category, reply.said("编号")) == (category, row["编号"])
                and session in reply.sessions
                and {*units} & {*reply.units}
            ]
            met = [r for r in replies if r.address == row.get("文件")] or met
            listed |= {reply.address for reply in met}
            for reply in [*met] or NO_REPLY:
                own = reply.units if reply and len(met) > 1 else units
                yield Case(
                    (category, session, row["编号"]),
                    year,
                    True,
                    scopes_of(year, category, [session], own),
                    row,
                    reply,
                    reply.is_public if reply else row.get("公开方式") in {"全文公开", "摘要公开"},
                )
    for reply in replies:
        if reply.address not in listed:
            session = [*reply.sessions, reply.address][0]
            yield Case(
                (reply.category, session, reply.said("编号") or reply.address),
                reply.year,
                reply.year in ledgers,
                scopes_of(reply.year, reply.category, reply.sessions, reply.units),
                {},
                reply,
                reply.is_public,
            )


def scopes_of(year: int, category: str, sessions: list[str], units: list[str]) -> set[Scope]:
    return {
        *(("site", "all"), ("years", str(year)), ("categories", category)),
        *(("sessions", session) for session in sessions),
        *(("units", unit) for unit in units),
    }


def values(cases: list[Case]) -> Values:
    """The figures of one scope's cases."""
    covered = [case for case in cases if case.has_ledger]
    told = [case for case in cases if case.has_ledger or case.public]
    replied = [case for case in told if case.replied or case.public]
    published = [case for case in told if case.public]
    withheld = [case for case in cases if case.withheld]
    documents = {case.public.address: case.public for case in published if case.public}
    terms = [(case.replied, due(case)) for case in told if is_in_order(case)]
    timed = [(given, last) for given, last in terms if given and last]
    in_time = sum(1 for given, last in timed if given <= last)
    ratings = Counter(case.said("满意度") for case in replied)
    rated = sum(ratings[name] for name in RATINGS)
    satisfied = ratings["满意"] + ratings["基本满意"]
    found: Values = {
        ("replied", ""): len(replied),
        ("replied_proposals", ""): proposals(replied),
        ("published", ""): len(documents),
        ("published_proposals", ""): proposals(published),
        ("withheld", ""): len(withheld),
        **parts("published_by_year", (str(reply.year) for reply in documents.values())),
        **parts("by_role", (case.said("办理方式") for case in told)),
        **parts("by_outcome", (reply.outcome for reply in documents.values())),
        **parts("by_rating", ratings.elements()),
        **parts("by_reason", (reason(case.said("不公开理由")) for case in withheld)),
    }
    if covered:
        found["received", ""], found["assigned", ""] = proposals(covered), len(covered)
    if timed:
        found |= {("timed", ""): len(timed), ("in_time", ""): in_time}
        found["in_time_rate", ""] = round(100 * in_time / len(timed), 1)
    if rated:
        found |= {("rated", ""): rated, ("satisfied", ""): satisfied}
        found["satisfied_rate", ""] = round(100 * satisfied / rated, 1)
    for name, spans in (
        ("days_to_reply", [(day(case.said("交办日期")), case.replied) for case in told]),
        (
            "days_to_publish",
            [(c.replied, day(c.public.said("发布日期"))) for c in published if c.public],
        ),
    ):
        days = [(end - start).days for start, end in spans if start and end and start <= end]
        if days:
            found[name, ""] = statistics.median(days)
    return found


def proposals(cases: Iterable[Case]) -> int:
    return len({case.proposal for case in cases})


def parts(figure: str, names: Iterable[str]) -> Values:
    return {(figure, name or "未注明"): count for name, count in Counter(names).items()}


def reason(written: str) -> str:
    named = [each for each in REASONS if each in written]
    return named[0] if named else "其他" if written else ""


def is_in_order(case: Case) -> bool:
    assigned = day(case.said("交办日期"))
    return not (assigned and case.replied and case.replied < assigned)


def due(case: Case) -> date | None:
    if case.row.get("办理期限"):
        return day(case.row["办理期限"])
    assigned = day(case.said("交办日期"))
    if not assigned:
        return None
    if case.said("办理方式") in {"会办", "协办"}:
        return months_after(assigned, 1)
    difficult = "是" in {case.row.get("疑难"), case.reply and case.reply.said("疑难")}
    return months_after(assigned, 6 if difficult else 3)


def day(text: str) -> date | None:
    if not text:
        return None
    for mark in "年月./":
        text = text.replace(mark, "-")
    year, month, rest = text.split(" ")[0].rstrip("日").split("-")
    return date(int(year), int(month), int(rest))


def months_after(start: date, months: int) -> date:
    month = start.month + months
    year, month = (start.year + 1, month - 12) if month > 12 else (start.year, month)
    for last in (start.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError
