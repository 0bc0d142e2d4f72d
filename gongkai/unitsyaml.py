"""content/units.yaml read into units, with every fault of it.

The file is a list; each entry has ``slug`` and ``name`` and may have ``short_name``,
``outcomes`` and ``former_names`` (a list of ``name`` and ``until``, oldest first).
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from . import dates, urls, yamltree
from .errors import Fault, has_errors
from .likeness import did_you_mean, likely
from .model import Place
from .settings import FormerName, Unit

FILE = "content/units.yaml"

_UNIT_KEYS = ("slug", "name", "short_name", "outcomes", "former_names")
_FORMER_KEYS = ("name", "until")
_TRANSLATED = {"名称": "name", "全称": "name", "简称": "short_name", "旧名": "former_names"}
"""What is written for a key by those who know the front matter, whose keys are Chinese."""


def parse(text: str, schemes: Iterable[str]) -> tuple[tuple[Unit, ...], list[Fault]]:
    """Read the units; ``schemes`` are the names of the outcome schemes of site.toml."""
    node, faults = yamltree.parse(text, FILE, keys={*_UNIT_KEYS, *_FORMER_KEYS})
    reader = _Reader(tuple(schemes))
    located = []
    if isinstance(node, yamltree.Sequence):
        located = [unit for item in node.items if (unit := reader.unit(item))]
    elif node is not None and not has_errors(faults):
        hint = "每个单位以“- slug: ……”开头，下一行缩进写“name: ……”"
        reader.fault(node.place, "wrong-type", "这里应当是单位的列表", hint)
    reader.distinct(located)
    return tuple(each.unit for each in located), faults + reader.faults


class _LocatedName(Struct, frozen=True):
    name: str
    place: Place


class _LocatedUnit(Struct, frozen=True):
    """A unit with the places of its slug and of each of its names."""

    unit: Unit
    slug_place: Place
    names: tuple[_LocatedName, ...]


class _Reader:
    def __init__(self, schemes: tuple[str, ...]) -> None:
        self._schemes = schemes
        self.faults: list[Fault] = []

    def fault(self, place: Place, rule: str, message: str, hint: str) -> None:
        self.faults.append(Fault(FILE, place.line, place.column, rule, message, hint))

    def unit(self, node: yamltree.Node) -> _LocatedUnit | None:
        entries = self._entries(node, _UNIT_KEYS, ("slug", "name"))
        if entries is None:
            return None
        slug, name = self._text(entries, "slug"), self._text(entries, "name")
        if slug and not urls.is_slug(slug):
            hint = "只用小写字母、数字和连字符，如 shi-jiaoyu-ju"
            self.fault(entries["slug"].value.place, "wrong-value", f"slug“{slug}”的写法不对", hint)
        outcomes = self._text(entries, "outcomes")
        if outcomes and outcomes not in self._schemes:
            message = f"没有名为“{outcomes}”的答复类别方案{did_you_mean(outcomes, self._schemes)}"
            hint = f"先在 site.toml 里写 [outcomes.{outcomes}] 一节"
            self.fault(entries["outcomes"].value.place, "unknown-outcomes", message, hint)
        former = self._former_names(entries.get("former_names"))
        short_name = self._text(entries, "short_name")
        if not slug or not name:
            return None
        located = [
            _LocatedName(text, entries[key].value.place)
            for key, text in (("name", name), ("short_name", short_name))
            if text
        ]
        return _LocatedUnit(
            Unit(slug, name, short_name, tuple(each for each, _ in former), outcomes),
            entries["slug"].value.place,
            (*located, *(_LocatedName(each.name, place) for each, place in former)),
        )

    def distinct(self, units: list[_LocatedUnit]) -> None:
        """No slug twice, and no name that means two units."""
        owners: dict[str, _LocatedUnit] = {}
        slugs: set[str] = set()
        for located in units:
            slug = located.unit.slug
            if slug in slugs:
                message = f"slug“{slug}”用了两次"
                self.fault(located.slug_place, "duplicate-name", message, "每个单位用不同的 slug")
            slugs.add(slug)
            for each in located.names:
                owner = owners.setdefault(each.name, located)
                if owner is not located:
                    message = f"“{each.name}”已经是“{owner.unit.slug}”的名称，不能又指“{slug}”"
                    hint = "改用全称，或者删去其中一个，使每个名称只指一个单位"
                    self.fault(each.place, "duplicate-name", message, hint)

    def _entries(
        self, node: yamltree.Node, known: tuple[str, ...], required: tuple[str, ...]
    ) -> dict[str, yamltree.Entry] | None:
        if not isinstance(node, yamltree.Mapping):
            hint = f"写成“键: 值”，可用的键有：{'、'.join(known)}"
            self.fault(node.place, "wrong-type", "这一项不是“键: 值”的形式", hint)
            return None
        entries, meant = {}, set()
        for entry in node.entries:
            if entry.key in known:
                entries[entry.key] = entry
            else:
                # What it stands for is there, if misspelt: it is not missing, too.
                key = _TRANSLATED.get(entry.key, entry.key)
                meant.add(likely(key, known))
                message = f"不认识的键“{entry.key}”{did_you_mean(key, known)}"
                hint = f"可用的有：{'、'.join(known)}"
                self.fault(entry.place, "unknown-key", message, hint)
        for key in required:
            if key in meant and key not in entries:
                continue
            value = entries[key].value if key in entries else None
            if value is None or (isinstance(value, yamltree.Scalar) and not value.text.strip()):
                self.fault(node.place, "missing-key", f"缺少“{key}”", f"补上“{key}: ……”")
        return entries

    def _text(self, entries: dict[str, yamltree.Entry], key: str) -> str:
        if key not in entries:
            return ""
        value = entries[key].value
        if isinstance(value, yamltree.Scalar):
            return value.text.strip()
        self.fault(value.place, "wrong-type", f"“{key}”只能有一个值", f"写成“{key}: ……”")
        return ""

    def _former_names(self, entry: yamltree.Entry | None) -> tuple[tuple[FormerName, Place], ...]:
        """The former names, oldest first, each with its place."""
        if entry is None:
            return ()
        if not isinstance(entry.value, yamltree.Sequence):
            hint = "每个旧名占一项：“- name: ……”，下一行写“until: 2024-03-31”"
            self.fault(entry.value.place, "wrong-type", "former_names 应当是列表", hint)
            return ()
        former = [name for item in entry.value.items if (name := self._former_name(item))]
        return tuple(sorted(former, key=lambda pair: pair[0].until))

    def _former_name(self, node: yamltree.Node) -> tuple[FormerName, Place] | None:
        entries = self._entries(node, _FORMER_KEYS, _FORMER_KEYS)
        if entries is None:
            return None
        name, until = self._text(entries, "name"), self._text(entries, "until")
        moment = dates.parse(until)
        if until and moment is None:
            message = f"“{until}”不是日期"
            self.fault(entries["until"].value.place, "wrong-date", message, "写成 2024-03-31")
        if not name or moment is None:
            return None
        return FormerName(name, moment.at.date()), entries["name"].value.place


def names(unit: Unit) -> tuple[str, ...]:
    """Every name under which a unit may be written: full, short and former."""
    former = tuple(name.name for name in unit.former_names)
    return tuple(name for name in (unit.name, unit.short_name, *former) if name)
