"""What a publication changes at its target: pure, from two manifests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from ..manifest import MANIFEST
from ..staging import Stage
from ..urls import NOT_FOUND, data_address, is_reserved

_STAGES = {"assets": Stage.ASSET, "search": Stage.SEARCH}


class Difference(Struct, frozen=True):
    """The addresses that are new, changed and gone at the target, each in sorted order."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the target holds the site already."""
        return not (self.added or self.changed or self.removed)

    @property
    def sent(self) -> tuple[str, ...]:
        """What must be sent, in sorted order."""
        return tuple(sorted((*self.added, *self.changed)))


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """Compare two manifests, which map addresses to fingerprints."""
    return Difference(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(each for each in after if each in before and after[each] != before[each])),
        tuple(sorted(before.keys() - after.keys())),
    )


def documents(addresses: Iterable[str]) -> tuple[str, ...]:
    """Those of ``addresses`` that are pages of documents, or of the site's own sources."""
    return tuple(each for each in addresses if each.endswith(".html") and not is_reserved(each))


def stage_of(address: str) -> Stage:
    """When a file is put in place: what is pointed at comes before what points at it."""
    folder, below, _ = address.partition("/")
    if below and folder in _STAGES:
        return _STAGES[folder]
    if is_reserved(address) or not below:
        return Stage.LIST
    if address.endswith(_DATA):
        return Stage.DATA
    return Stage.PAGE if address.endswith(".html") else Stage.ASSET


def in_stages(addresses: Iterable[str]) -> dict[Stage, tuple[str, ...]]:
    """``addresses`` by stage, in the order of the stages; none is empty."""
    stages: dict[Stage, list[str]] = {}
    for address in sorted(addresses, key=lambda each: (stage_of(each), each)):
        stages.setdefault(stage_of(address), []).append(address)
    return {stage: tuple(each) for stage, each in stages.items()}


def emptied_folders(removed: Iterable[str], after: Iterable[str]) -> list[str]:
    """The folders of ``removed`` in which nothing of ``after`` lies, the deepest first."""
    kept = {folder for address in after for folder in _folders_of(address)}
    gone = {folder for address in removed for folder in _folders_of(address)} - kept
    return sorted(gone, key=lambda folder: (-folder.count("/"), folder))


def _folders_of(address: str) -> Iterator[str]:
    while address := address.rpartition("/")[0]:
        yield address


def withdrawn(change: Difference) -> tuple[str, ...]:
    """The documents whose page says now that they were withdrawn: their data is gone."""
    gone = frozenset(change.removed)
    return tuple(page for page in documents(change.changed) if data_address(page) in gone)


def brought_back(change: Difference) -> tuple[str, ...]:
    """What was withdrawn or taken down, and going back by ``change`` shows: documents, attachments."""
    new = frozenset(change.added)
    shown = (page for page in documents(change.changed) if data_address(page) in new)
    attached = (each for each in change.added if kind_of(each) == _ATTACHMENT)
    return tuple(sorted((*shown, *documents(change.added), *attached)))


def by_kind(addresses: Iterable[str]) -> dict[str, list[str]]:
    """``addresses`` by the kind of file, both in sorted order."""
    kinds: dict[str, list[str]] = {}
    for kind, address in sorted((kind_of(each), each) for each in addresses):
        kinds.setdefault(kind, []).append(address)
    return kinds


def kind_of(address: str) -> str:
    """The kind of a file, as the list of what is sent names it."""
    if address in {NOT_FOUND, MANIFEST}:
        return "网站自己的页面"
    folder, below, _ = address.partition("/")
    if below and folder in _KINDS:
        return _KINDS[folder]
    if documents([address]):
        return "文件页面"
    if address.endswith(_DATA):
        return "单篇数据"
    if not address.endswith(".html"):
        return _ATTACHMENT if below else "网站地图和清单"
    return "列表页面" if below else "网站自己的页面"


_ATTACHMENT = "附件"
_DATA = (".json", ".md")
SEARCH_INDEX = "检索索引"
"""The kind of the files that the search is made of."""

_KINDS = {"assets": "版式资源", "search": SEARCH_INDEX, "data": "全站数据", "feeds": "订阅源"}
