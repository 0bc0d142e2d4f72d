"""The faults of what the last look finds: one for each value and each place where it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from gongkai.errors import Fault
from gongkai.model import Place
from gongkai.privacy.findings import Finding
from gongkai.privacy.tracing import Origin

_RULE = "published-personal-data"
_THERE_IS = "里有"
_PAGE = f".html {_THERE_IS}"
_TOLD = 3


def fault(address: str, finding: Finding, origin: Origin | None = None) -> Fault:
    """The fault of a ``finding`` in the file at ``address``, written at ``origin`` if that is known."""
    path, place = origin or Origin(address, Place(1, 1))
    label = finding.kind.label
    message = f"{_of_file(address)}{_THERE_IS}{label}“{finding.masked}”，不能公开"
    hint = (
        "多半是被标记隔开的数字、HTML 代码，或者模板里写的；删去或改写；确需公开的，"
        f"在“例外”里写“规则: {label}”“对象: 这个值的最后四位（字）”和“理由”"
    )
    return Fault(path, place.line, place.column, "published-personal-data", message, hint)


def _of_file(address: str) -> str:
    return f"要发布的 {address} "


def without_repetitions(faults: Iterable[Fault]) -> Iterator[Fault]:
    """``faults`` in their order; of those of :func:`fault` one for each place of a value.

    Where no place is known, which stands on every page perhaps, three files are told of.
    """
    alike: dict[str, list[Fault]] = defaultdict(list)
    for each in faults:
        if each.rule == _RULE:
            alike[each.message.partition(_THERE_IS)[2]].append(each)
        else:
            yield each
    for repeated in alike.values():
        # A reader knows pages, not the files beside them.
        repeated.sort(key=lambda each: (_PAGE not in each.message, each))
        written: dict[tuple[str, int, int], Fault] = {}
        for each in repeated:
            if not each.message.startswith(_of_file(each.path)):
                written.setdefault((each.path, each.line, each.column), each)
        told = sorted(written.values()) or repeated[:_TOLD]
        yield from told[:-1]
        more = len(repeated) - len(told)
        yield told[-1]._replace(message=told[-1].message + _note(more, bool(written)))


def _note(more: int, has_place: bool) -> str:
    """What is added about ``more`` files that say the same."""
    if not more:
        return ""
    why = "" if has_place else "，多半写在模板或者 site.toml 里"
    return f"；另有 {more} 个文件里也有{why}"
