"""The last look at what is about to be published: personal data in the finished files themselves.

Sources are looked through when they are read, and masked.  What is found here slipped by: a number
that marks part (``138<b>0013</b>8000``), HTML character references, a text of the theme's own.  So
that it costs little, a line that is known to hold nothing is not looked at again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from html import unescape
from itertools import chain
from posixpath import splitext
from typing import NamedTuple

from msgspec import Struct

from gongkai.errors import Fault
from gongkai.model import Exemption, Place
from gongkai.patterns import pattern
from gongkai.privacy.detection import find
from gongkai.privacy.findings import Finding, Kind, canonical
from gongkai.privacy.guard import is_acknowledged, is_let_by
from gongkai.privacy.tracing import Origin
from gongkai.settings import Privacy

_RULE = "published-personal-data"
_THERE_IS = "里有"
_PAGE = f".html {_THERE_IS}"
_TOLD = 3

_INLINE = pattern(
    r"<!--.*?-->|</?(?:a|abbr|b|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b[^>]*>"
)
_LABEL_END = pattern(r"</(?:dt>\s*<dd|th>\s*<td)\b[^>]*>\s*")
_TAGS = pattern(r"<[^>]*>(?:\s*<[^>]*>)*")
_ATTRIBUTE = pattern(
    r" (?:(?:content|alt|title|aria-label|data-[a-z-]+)=\"([^\"]+)\"|href=\"(?:tel|mailto):([^\"]+)\")"
)
"""Where every white space is a space: a pattern that begins with one sign is found much sooner."""
_WHITE = ("\n", "\t", "\r", "\f")
_KEYWORD = '"@'
"""How JSON-LD begins its keywords; no mailbox ends so before its ``@``."""
_WHOLE_TAGS = pattern(rb"(?:<[^<>]+>[^<>]*)+")
_LABELS, _LABELLED = (b"</dt", b"</th"), (b"<dd", b"<td")
_KNOWN = b"<hr>"
"""Stands for a line of HTML that need not be read, where those beside it would else meet."""
_WHOLE_LABELS = (b"</dt>", b"</th>")
_BEGINNING = 64
_LONGEST_MEMORY = 50_000
"""How many lines are remembered to hold nothing before they are forgotten again."""


def _of_html(text: str) -> str:
    """What a page says, a line for each block; the values of attributes that are read come last.

    A label and what stands beside it make one line, for it may say that a number is none of a
    person.
    """
    on_one_line = text
    for sign in _WHITE:
        on_one_line = on_one_line.replace(sign, " ")
    told = "\n".join(value or other for value, other in _ATTRIBUTE.findall(on_one_line))
    plain = _TAGS.sub("\n", _LABEL_END.sub("：", _INLINE.sub("", text)))
    return unescape(f"{plain}\n{told}".replace(_KEYWORD, '"'))


def _as_it_is(text: str) -> str:
    return text


def _of_json(text: str) -> str:
    """A line for each text, so that those which intake has seen are known again."""
    return text.replace("\\n", "\n").replace('","', "\n")


_READERS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys((".html", ".htm", ".xml"), _of_html),
    **dict.fromkeys((".json", ".jsonl"), _of_json),
    **dict.fromkeys((".csv", ".md", ".txt"), _as_it_is),
}
"""How the text of a file is had, by the suffix of its address; other files hold no text."""


def holds_text(address: str) -> bool:
    """Whether the file at ``address`` is of a kind whose text is looked through."""
    return splitext(address)[1].lower() in _READERS


def text_of(address: str, data: bytes) -> str:
    """The text that the file at ``address`` says; empty where it holds none."""
    read = _READERS.get(splitext(address)[1].lower())
    if read is None:
        return ""
    try:
        return read(data.decode())
    except UnicodeDecodeError:
        # An attachment that a spreadsheet saved.
        return read(data.decode("gb18030", "replace"))


class Clearance(Struct, frozen=True):
    """What may be published although it looks like personal data.

    ``privacy`` is the site's policy, ``exemptions`` are those of all documents that are published,
    for lists show their titles.  ``numbers`` are the canonical numbers of papers, ``stated`` is
    what site.toml itself says at the foot of every page.
    """

    privacy: Privacy
    exemptions: tuple[Exemption, ...] = ()
    numbers: frozenset[str] = frozenset()
    stated: str = ""

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that are not let by as such."""
        return frozenset(kind for kind in Kind if not is_let_by(_any(kind), self.privacy, ()))

    def lets_by(self, finding: Finding) -> bool:
        """Whether ``finding`` may be published."""
        return (
            is_let_by(finding, self.privacy, self.exemptions)
            or canonical(finding.value) in self.numbers
            or finding.value in self.stated
        )

    def leans(self, finding: Finding) -> bool:
        """Whether ``finding`` may be published for what some document says: 例外, a number."""
        return is_acknowledged(finding, self.exemptions) or canonical(finding.value) in self.numbers


class Look(NamedTuple):
    """What was found in a text, each value once: what is not let by, and what is for a document.

    The latter are those for which :meth:`Clearance.leans`: they are let by as long as it says so.
    """

    held: tuple[Finding, ...] = ()
    leaning: tuple[Finding, ...] = ()


class Text(NamedTuple):
    """The lines that a file says; of a page those of its HTML that were not yet known, too."""

    lines: Iterable[str]
    html: Sequence[bytes] = ()


class Lookout:
    """Looks through one file after another."""

    def __init__(self, clearance: Clearance) -> None:
        self._clearance = clearance
        self._kinds = clearance.kinds
        self._innocent: set[str] = set()
        self._frame: set[bytes] = set()
        self._last: set[bytes] = set()

    def look(
        self, address: str, data: bytes, innocent: Collection[str] = (), clear: bytes = b""
    ) -> Look:
        """Look through the file at ``address``.

        ``innocent`` are lines known to hold nothing, ``clear`` is a stretch of the file of which
        the same is known.
        """
        (look,) = self.look_at([self.text(address, data, clear)], innocent)
        return look

    def look_in(self, lines: Iterable[str], innocent: Collection[str] = ()) -> Look:
        """Look through ``lines``."""
        (look,) = self.look_at([Text(lines)], innocent)
        return look

    def text(self, address: str, data: bytes, clear: bytes = b"", before: bytes = b"") -> Text:
        """What of the file at ``address`` is to be looked at, less the stretch that is ``clear``.

        ``before`` is the page that was there, and was looked through.
        """
        data = _without(data, clear)
        if not address.endswith(".html"):
            return Text(text_of(address, data).split("\n"))
        lines = data.split(b"\n")
        html = [line for line in lines if line not in self._frame]
        again = {*before.split(b"\n")}.intersection(html) if before else set()
        known = {line for line in again if _stands_alone(line)}
        new = [line for line in html if line not in known]
        if any(map(_leads_on, new)):
            known |= self._frame
            new = [_KNOWN if line in known else line for line in lines]
        return Text(text_of(address, b"\n".join(new)).split("\n"), html)

    def look_at(self, texts: Sequence[Text], innocent: Collection[str] = ()) -> list[Look]:
        """Look through the texts of one product; ``innocent`` are lines known to hold nothing.

        They say much the same, and nearly always nothing is found: then it is so in one search
        through what all of them say.
        """
        unseen = [self._unseen(text.lines, innocent) for text in texts]
        together = unseen[0] if len(unseen) == 1 else dict.fromkeys(chain.from_iterable(unseen))
        if not together or not find("\n".join(together), self._kinds):
            self._know(together)
            looks = [_NOTHING_FOUND] * len(texts)
        else:
            looks = [self._found(self._unseen(text.lines, innocent)) for text in texts]
        for text, look in zip(texts, looks, strict=True):
            if text.html and look == _NOTHING_FOUND:
                self._remember(text.html)
        return looks

    def _unseen(self, lines: Iterable[str], innocent: Collection[str]) -> list[str]:
        """Those of ``lines`` that are not known to hold nothing, each once."""
        stripped = dict.fromkeys(map(str.strip, lines))
        known = self._innocent
        return [line for line in stripped if line not in known and line not in innocent]

    def _found(self, unseen: Collection[str]) -> Look:
        """What is found in the ``unseen`` lines of one file."""
        findings = find("\n".join(unseen), self._kinds) if unseen else ()
        if not findings:
            self._know(unseen)
            return _NOTHING_FOUND
        clearance = self._clearance
        known = {(finding.kind, finding.value): finding for finding in findings}.values()
        return Look(
            tuple(each for each in known if not clearance.lets_by(each)),
            tuple(each for each in known if clearance.leans(each)),
        )

    def _know(self, lines: Iterable[str]) -> None:
        """Remember that ``lines`` hold nothing."""
        if len(self._innocent) > _LONGEST_MEMORY:
            self._innocent.clear()
        self._innocent.update(lines)

    def _remember(self, lines: Sequence[bytes]) -> None:
        """Know those of a page's ``lines``, which hold nothing, that the page before has as well.

        They are of the frame around all pages, which need not be read from its tags each time.
        """
        again = self._last.intersection(lines)
        if len(self._frame) > _LONGEST_MEMORY:
            self._frame.clear()
        self._frame.update(line for line in again if _stands_alone(line))
        self._last = {*lines}


_NOTHING_FOUND = Look()


def new_lines(data: bytes, before: bytes) -> bytes:
    """The lines of ``data`` that ``before``, a file that was looked through, does not have."""
    seen = set(before.split(b"\n"))
    return b"\n".join([line for line in data.split(b"\n") if line not in seen])


def _stands_alone(line: bytes) -> bool:
    """Whether a line of HTML is read in the same way without the lines beside it.

    So one of whole tags, that neither ends with a label nor begins with what belongs to one.
    """
    last = line[line.rfind(b"<") :]
    return (
        _WHOLE_TAGS.fullmatch(line) is not None
        and not line.startswith(_LABELLED)
        and not last.startswith((*_LABELLED, *_LABELS))
    )


def _leads_on(line: bytes) -> bool:
    """Whether a line of HTML may be read together with the next one: it ends in a label or a tag."""
    return line.rstrip().endswith(_WHOLE_LABELS) or line.rfind(b"<") > line.rfind(b">")


def _without(data: bytes, clear: bytes) -> bytes:
    """``data`` less ``clear``, where it stands there as it is."""
    # Python prepares a search for kilobytes at length; most of them begin but once.
    start = data.find(clear[:_BEGINNING]) if clear else -1
    if start < 0 or not data.startswith(clear, start):
        return data
    return data[:start] + b"\n" + data[start + len(clear) :]


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


def _any(kind: Kind) -> Finding:
    return Finding(kind, 0, "")
