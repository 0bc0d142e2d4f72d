"""A tree of located texts built from the events of PyYAML's parser.

So an alias is refused before anything is expanded.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import pairwise
from typing import Any

import yaml

from . import yamlslips
from .errors import Fault, has_errors
from .model import Place
from .yamlnodes import Entry, Mapping, Node, Scalar, Sequence
from .yamlslips import Slip

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_DEPTH = 8
"""Deeper than any field goes; what nests further is a slip or an attack on the stack."""


class _UnreadableError(Exception):
    """Carries one fault out of the recursive builder."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.message)


def parse(
    text: str, path: str, first_line: int, keys: Container[str]
) -> tuple[Node | None, list[Fault]]:
    """What :func:`.yamltree.parse` gives."""
    slips = [_at(slip, path, first_line + number) for number, slip in yamlslips.slips(text, keys)]
    whole: list[Fault] = []
    if not slips:
        try:
            return _Builder(text, path, first_line).document()
        except _UnreadableError as unreadable:
            whole = [unreadable.fault]
    node, faults = _by_chunks(text, path, first_line, {slip.line for slip in slips})
    # A slip that no chunk shows by itself (a list among the fields, say) is still a slip.
    found = [*slips, *faults]
    return node, found if has_errors(found) else [*found, *whole]


def _by_chunks(
    text: str, path: str, first_line: int, faulty_lines: set[int]
) -> tuple[Node, list[Fault]]:
    """What can be read of the top-level entries that have no line among ``faulty_lines``."""
    entries: list[Entry] = []
    items: list[Node] = []
    faults: list[Fault] = []
    after_plain_text = False
    for line, chunk in _chunks(text, first_line):
        follows_plain_text, after_plain_text = after_plain_text, False
        if any(line <= faulty < line + chunk.count("\n") for faulty in faulty_lines):
            entries += () if line in faulty_lines else _first_entry(chunk, path, line)
            continue
        try:
            node, chunk_faults = _Builder(chunk, path, line).document()
        except _UnreadableError as unreadable:
            faults.append(unreadable.fault)
            entries += _first_entry(chunk, path, line)
            continue
        faults += chunk_faults
        if isinstance(node, Mapping):
            entries += node.entries
        elif isinstance(node, Sequence):
            items += node.items
        elif isinstance(node, Scalar):
            after_plain_text = True
            # A body that slipped in among the fields is said once, not line by line.
            if not follows_plain_text:
                faults.append(_at(yamlslips.plain_text(node.place.column), path, node.place.line))
    place = Place(first_line, 1)
    return (Sequence(tuple(items), place) if items else Mapping(tuple(entries), place)), faults


def _chunks(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    """The top-level entries: a line at the left margin with the indented ones below it.

    In a list each item is an entry; among fields, an item at the margin belongs to the field
    above it.
    """
    lines = [line + "\n" for line in text.split("\n")]
    written = [
        number
        for number, line in enumerate(lines)
        if line.strip() and not line.startswith(("#", "---", "..."))
    ]
    margin = [number for number in written if not lines[number][0].isspace()]
    is_list = bool(margin) and _is_item(lines[margin[0]])
    starts = [number for number in margin if is_list or not _is_item(lines[number])]
    if written and written[0] not in starts:
        starts.insert(0, written[0])
    for start, end in pairwise([*starts, len(lines)]):
        yield first_line + start, "".join(lines[start:end])


def _first_entry(chunk: str, path: str, line: int) -> tuple[Entry, ...]:
    """The field in the first line of ``chunk``, whose value stands in that line; else nothing.

    The line below it, which cannot be read, is likely no part of it but indented by mistake.
    """
    try:
        node, _ = _Builder(chunk.partition("\n")[0], path, line).document()
    except _UnreadableError:
        return ()
    entries = node.entries if isinstance(node, Mapping) else ()
    return tuple(entry for entry in entries if isinstance(entry.value, Scalar) and entry.value.text)


def _is_item(line: str) -> bool:
    return line.startswith(("- ", "-\n"))


def _at(slip: Slip, path: str, line: int) -> Fault:
    return Fault(path, line, slip.column, slip.rule, slip.message, slip.hint, slip.severity)


class _Builder:
    """Builds the tree of one text from the events of PyYAML's C parser."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._lines = text.split("\n")
        self._path = path
        self._first_line = first_line
        self._events = yaml.parse(text, Loader=_Loader)
        self._faults: list[Fault] = []

    def document(self) -> tuple[Node | None, list[Fault]]:
        node: Node | None = None
        for event in self._stream():
            if isinstance(event, yaml.DocumentEndEvent):
                continue
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    raise self._fault(
                        event,
                        "yaml-syntax",
                        "“---”把字段分成了两份",
                        "删去多余的“---”，所有字段写在同一份里",
                    )
            elif isinstance(event, yaml.NodeEvent):
                node = self._node(event)
        return node, self._faults

    def _stream(self) -> Iterator[Any]:
        try:
            yield from self._events
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from None

    def _next(self) -> Any:
        # A generator cannot be resumed after it raised, so each pull translates its own error.
        try:
            return next(self._events)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from None

    def _node(self, event: Any, depth: int = 0) -> Node:
        if depth > _DEPTH:
            raise self._fault(event, "yaml-syntax", "括号或列表嵌套太深", "去掉多余的括号和缩进")
        place = self._place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            raise self._fault(
                event, "yaml-alias", f"不能使用 YAML 引用“*{event.anchor}”", "把内容直接写在这里"
            )
        if event.anchor:
            raise self._fault(
                event, "yaml-alias", f"不能使用 YAML 锚点“&{event.anchor}”", "删去“&”和它的名字"
            )
        if event.tag is not None:
            raise self._fault(
                event, "yaml-tag", "不能使用 YAML 标签（“!”开头）", "删去“!”开头的标签，只写内容"
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := self._next(), yaml.SequenceEndEvent):
                items.append(self._node(inner, depth + 1))
            return Sequence(tuple(items), place)
        return self._mapping(place, depth)

    def _scalar(self, event: Any, place: Place) -> Scalar:
        # An escape in double quotes can spell what the line itself does not show.
        if event.style == '"' and (found := yamlslips.INVISIBLE.search(event.value)):
            slip = yamlslips.invisible(found[0], place.column)
            raise _UnreadableError(_at(slip, self._path, place.line))
        quoted = event.style in {"'", '"'}
        if not quoted and (cut := self._cut_short(event)):
            self._faults.append(_at(cut, self._path, self._first_line + event.end_mark.line))
        return Scalar(event.value, *place, quoted)

    def _cut_short(self, event: Any) -> Slip | None:
        """The slip of a plain text that a comment follows in the line where it ends."""
        start, end = event.start_mark, event.end_mark
        if event.style in {"|", ">"} or end.line >= len(self._lines):
            return None
        first = start.column if start.line == end.line else 0
        return yamlslips.cut_short(self._lines[end.line], first, end.column)

    def _mapping(self, place: Place, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, Scalar):
                raise self._fault(
                    event, "yaml-syntax", "字段名只能是文字", "含有括号的值要用引号括起来"
                )
            if first := entries.get(key.text):
                self._faults.append(
                    Fault(
                        self._path,
                        key.place.line,
                        key.place.column,
                        "duplicate-key",
                        f"“{key.text}”写了两次（第一次在第 {first.place.line} 行）",
                        "只保留一个；有多个值时写成列表",
                    )
                )
            else:
                entries[key.text] = Entry(key.text, key.line, key.column, value)
        return Mapping(tuple(entries.values()), place)

    def _place(self, mark: Any) -> Place:
        return Place(self._first_line + mark.line, mark.column + 1)

    def _fault(self, event: Any, rule: str, message: str, hint: str) -> _UnreadableError:
        place = self._place(event.start_mark)
        return _UnreadableError(Fault(self._path, place.line, place.column, rule, message, hint))

    def _syntax(self, error: yaml.MarkedYAMLError) -> _UnreadableError:
        """Say in the author's terms what YAML stumbled over, as far as the line shows it."""
        # An open quote or bracket is missed at the end of the text; the slip is where it opens.
        marks = [
            mark
            for mark in (error.problem_mark, error.context_mark)
            if mark and mark.line < len(self._lines) and self._lines[mark.line].strip()
        ]
        number, column = (marks[0].line, marks[0].column + 1) if marks else (0, 1)
        slip = yamlslips.explain(self._lines[number], column, error.problem or "")
        return _UnreadableError(_at(slip, self._path, self._first_line + number))
