"""Holds what stands in site.toml against the tables, and gathers the faults, each in its place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from ..errors import Fault
from ..likeness import did_you_mean, likely
from ..model import Place
from . import places
from .places import Path
from .tables import TABLES, Key
from .values import Kind, typed

FILE = "site.toml"


class Reader:
    """Reads parts of one text; ``faults`` is what was found wrong so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.faults: list[Fault] = []

    @cached_property
    def places(self) -> places.Places:
        """Where everything stands; asked only when something is wrong."""
        return places.places(self._text)

    def fault(self, place: Place, rule: str, message: str, hint: str) -> None:
        """Note a fault at ``place``."""
        self.faults.append(Fault(FILE, place.line, place.column, rule, message, hint))

    def unknown(self, data: Iterable[str], known: Iterable[str], path: Path) -> set[str]:
        """Note the names of ``data`` that nobody knows; those of ``known`` they may stand for.

        What a misspelt name stands for is there, if under another name: it is not missing, too.
        """
        meant = set()
        for name in data:
            if name not in known:
                hint = f"可用的有：{'、'.join(known)}"
                message = f"不认识的键“{name}”{did_you_mean(name, known)}"
                self.fault(self.places.name((*path, name)), "unknown-key", message, hint)
                meant.add(likely(name, known))
        return meant

    def table(self, data: Any, keys: tuple[Key, ...], path: Path) -> dict[str, Any]:
        """The values of a table by their names; what is wrong or absent is left out."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            heading = f"[{path[0]}]" if path[0] in TABLES else f"[[{path[0]}]]"
            place = self.places.value(path)
            self.fault(place, "wrong-type", f"“{path[0]}”应当是一节", f"写成 {heading}")
            return {}
        meant = self.unknown(data, [key.name for key in keys], path)
        values = {}
        for key in keys:
            if key.name in data:
                value = typed(data[key.name], key.kind)
                if value is None or (key.required and value == ""):
                    message = f"“{key.name}”的值{_shown(data[key.name])}不对"
                    place = self.places.value((*path, key.name))
                    self.fault(place, "wrong-value", message, f"应当是：{key.kind.value}")
                else:
                    values[key.name] = value
            elif key.required and key.name not in meant:
                hint = f"补上“{key.name} = ……”，值应当是：{key.kind.value}"
                self.fault(self.places.name(path), "missing-key", f"缺少“{key.name}”", hint)
        return values

    def array(self, data: Any, keys: tuple[Key, ...], path: Path) -> list[dict[str, Any]]:
        """The tables of an array, in order."""
        if not isinstance(data, list):
            place = self.places.value(path)
            self.fault(place, "wrong-type", f"“{path[0]}”应当可以有多个", f"写成 [[{path[0]}]]")
            return []
        return [self.table(entry, keys, (*path, index)) for index, entry in enumerate(data)]

    def schemes(self, data: Any) -> dict[str, dict[str, str]]:
        """The schemes of outcomes by name: codes with what they mean."""
        hint = '写成 [outcomes.default]，下面每行一个代码，如 A = "已解决或采纳"'
        if not isinstance(data, dict):
            place = self.places.value(("outcomes",))
            self.fault(place, "wrong-type", "答复类别的写法不对", hint)
            return {}
        schemes = {}
        for name, codes in data.items():
            if isinstance(codes, dict) and all(isinstance(v, str) for v in codes.values()):
                schemes[name] = codes
            else:
                place = self.places.value(("outcomes", name))
                self.fault(place, "wrong-type", f"答复类别“{name}”的写法不对", hint)
        return schemes

    def promising(
        self, data: Any, schemes: dict[str, dict[str, str]]
    ) -> dict[str, tuple[str, ...]]:
        """Of each scheme the codes that go with a promise."""
        hint = '写成 [promising]，下面每行一个方案，如 default = ["B"]'
        if not isinstance(data, dict):
            place = self.places.value(("promising",))
            self.fault(place, "wrong-type", "要有承诺事项的答复类别的写法不对", hint)
            return {}
        found = {}
        for name, value in data.items():
            path = ("promising", name)
            codes = typed(value, Kind.TEXTS)
            if name not in schemes:
                self.scheme(name, schemes, path)
            elif codes is None or not set(codes) <= schemes[name].keys():
                known = "、".join(schemes[name])
                message = f"“{name}”里要有承诺事项的答复类别不对"
                self.fault(
                    self.places.value(path), "wrong-value", message, f"可用的代码有：{known}"
                )
            else:
                found[name] = codes
        return found

    def scheme(self, name: str | None, schemes: Iterable[str], path: Path) -> None:
        """Note that there is no scheme called ``name``, if there is none."""
        if name is not None and name not in schemes:
            message = f"没有名为“{name}”的答复类别方案{did_you_mean(name, schemes)}"
            self.fault(
                self.places.value(path), "unknown-outcomes", message, f"先写 [outcomes.{name}] 一节"
            )

    def distinct(self, entries: list[dict[str, Any]], table: str) -> None:
        """No two entries may share a slug, nor a name or an alias."""
        for keys, word in ((("slug",), "slug"), (("name", "aliases"), "名称")):
            seen: set[str] = set()
            for index, entry in enumerate(entries):
                for key in keys:
                    for path, value in _texts(entry.get(key, ()), (table, index, key)):
                        if value in seen:
                            message = f"{word}“{value}”用了两次"
                            place = self.places.value(path)
                            self.fault(place, "duplicate-name", message, "每一项用不同的名称")
                        seen.add(value)


def _texts(value: str | tuple[str, ...], path: Path) -> list[tuple[Path, str]]:
    """The text at ``path``, or each one of a list with its own path."""
    if isinstance(value, str):
        return [(path, value)]
    return [((*path, index), text) for index, text in enumerate(value)]


def _shown(value: Any) -> str:
    """A text as it is quoted in a message; nothing for anything else."""
    return f"“{value}”" if isinstance(value, str) and value.strip() else ""
