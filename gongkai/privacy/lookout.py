"""The last look at what is about to be published: personal data in the finished files themselves.

Sources are looked through when they are read, and masked.  What is found here slipped by: a number
that marks part (``138<b>0013</b>8000``), HTML character references, a text of the theme's own.  So
that it costs little, a line that is known to hold nothing is not looked at again, unless it
reaches out to those around it, as a label does that stands above what it labels.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from gongkai.model import Exemption
from gongkai.patterns import pattern
from gongkai.privacy.detection import find, may_be_found, reaches_out
from gongkai.privacy.findings import Finding, Kind, canonical
from gongkai.privacy.guard import is_acknowledged, is_let_by
from gongkai.privacy.saidtexts import glimpse_of, text_of
from gongkai.settings import Privacy

_WHOLE_TAGS = pattern(rb"(?:<(?:(?!!--)[^<>]+|!--[^<>]*--)>[^<>]*)+")
"""And whole comments."""
_TAG_ABOVE, _TAG_BELOW = b">\n", b"\n<"
_LABELS, _LABELLED = (b"</dt", b"</th"), (b"<dd", b"<td")
_KNOWN = b"<hr>"
"""Stands for a line of HTML that need not be read, where those beside it would else meet."""
_WHOLE_LABELS = (b"</dt>", b"</th>")
_PAGE = ".html"
_BEGINNING = 64
_LONGEST_MEMORY = 50_000
"""How many lines are remembered to hold nothing before they are forgotten again."""


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
    Of some texts a glimpse told that they hold nothing, whoever allows what.
    """

    held: tuple[Finding, ...] = ()
    leaning: tuple[Finding, ...] = ()
    at_a_glimpse: bool = False


class Text(NamedTuple):
    """What a file says: its lines, read when they are wanted, and a glimpse of them.

    The latter is as in :mod:`.saidtexts`.  Of a page there are the lines of its ``html`` that were
    not yet known, too.
    """

    glimpse: str | None
    lines: Callable[[], Sequence[str]]
    html: Sequence[bytes] = ()

    @classmethod
    def of_lines(cls, lines: Iterable[str]) -> Text:
        """The text of ``lines``."""
        lines = tuple(lines)
        return cls("\n".join(lines), lambda: lines)


class Lookout:
    """Looks through one file after another."""

    def __init__(self, clearance: Clearance) -> None:
        self._clearance = clearance
        self._kinds = clearance.kinds
        self._innocent: set[str] = set()
        self._frame: set[bytes] = set()
        self._known: set[bytes] = set()
        self._last: set[bytes] = set()

    def look(self, address: str, data: bytes, clear: bytes = b"", before: bytes = b"") -> Look:
        """Look through the file at ``address``; ``clear`` and ``before`` are as in :meth:`text`."""
        (look,) = self.look_at([self.text(address, data, clear, before)])
        return look

    def look_in(self, lines: Iterable[str], innocent: Collection[str] = ()) -> Look:
        """Look through ``lines``."""
        (look,) = self.look_at([Text.of_lines(lines)], innocent)
        return look

    def text(self, address: str, data: bytes, clear: bytes = b"", before: bytes = b"") -> Text:
        """What of the file at ``address`` is to be looked at.

        That is all but a stretch of it that is ``clear``, of which it is known that it holds nothing.
        ``before`` may be a page of which a glimpse, less that stretch, has told that it holds
        nothing: only the :func:`new_stretch` is glimpsed at then.
        """
        if not address.endswith(".html"):
            data = _without(data, clear)
            return Text(glimpse_of(address, data), lambda: text_of(address, data).split("\n"))
        new = _without(new_stretch(data, before) if before else data, clear)
        known = self._known
        html = [line for line in new.split(b"\n") if line not in known]
        glimpse = glimpse_of(address, b"\n".join(html))
        return Text(glimpse, lambda: self._said(address, _without(data, clear)), html)

    def _said(self, address: str, page: bytes) -> Sequence[str]:
        """What those lines of a ``page`` say that are not of the frame."""
        lines = page.split(b"\n")
        new = [line for line in lines if line not in self._frame]
        if any(map(_is_torn, new)):
            new = [*lines]
        elif any(map(_labels_next, new)):
            new = [_KNOWN if line in self._frame else line for line in lines]
        said = text_of(address, b"\n".join(new)).split("\n")
        if new != lines and reaches_out(*said):
            return text_of(address, page).split("\n")
        return said

    def look_at(self, texts: Sequence[Text], innocent: Collection[str] = ()) -> list[Look]:
        """Look through the texts of one product; ``innocent`` are lines known to hold nothing.

        Nearly always nothing is found, and most often a glimpse tells so.  They say much the same,
        so what remains is looked for in one search through what all of them say.
        """
        if not _may_hold(texts):
            again = self._again(texts)
            self._remember([*filter(_stands_alone, again)], filter(_is_closed, again))
            return [_NOTHING_TOLD] * len(texts)
        unseen = [self._unseen(text.lines(), innocent) for text in texts]
        together = dict.fromkeys(chain.from_iterable(unseen))
        if reaches_out(*together) or find("\n".join(together), self._kinds):
            looks = [self._found(text.lines(), innocent) for text in texts]
        else:
            looks = [_NOTHING_FOUND] * len(texts)
            self._know(together)
        again = self._again(compress(texts, map(_NOTHING_FOUND.__eq__, looks)))
        self._remember([*filter(_stands_alone, again)])
        return looks

    def _unseen(self, lines: Iterable[str], innocent: Collection[str]) -> list[str]:
        """Those of ``lines`` that are not known to hold nothing, each once."""
        stripped = dict.fromkeys(map(str.strip, lines))
        known = self._innocent
        return [
            line
            for line in stripped
            if line not in known and (line not in innocent or reaches_out(line))
        ]

    def _found(self, lines: Sequence[str], innocent: Collection[str]) -> Look:
        """What is found in those ``lines`` of one file that are not known to hold nothing.

        If one of these reaches out, all are looked at as they stand.
        """
        unseen = self._unseen(lines, innocent)
        if reaches_out(*unseen):
            unseen = [*map(str.strip, lines)]
        findings = find("\n".join(unseen), self._kinds) if unseen else ()
        if not findings:
            self._know(line for line in unseen if not reaches_out(line))
            return _NOTHING_FOUND
        clearance = self._clearance
        known = {(finding.kind, finding.value): finding for finding in findings}.values()
        return Look(
            tuple(each for each in known if not clearance.lets_by(each)),
            tuple(each for each in known if clearance.leans(each)),
        )

    def _know(self, lines: Iterable[str]) -> None:
        """Remember that ``lines``, none of which reaches out, hold nothing."""
        if len(self._innocent) > _LONGEST_MEMORY:
            self._innocent.clear()
        self._innocent.update(lines)

    def _again(self, texts: Iterable[Text]) -> set[bytes]:
        """The lines of pages, not yet known, that the page before each of them has as well."""
        again: set[bytes] = set()
        for text in texts:
            if text.html:
                shared = self._last.intersection(text.html)
                # What stands within a tag is not read, and holds nothing there alone.
                if shared and not any(map(_is_torn, text.html)):
                    again |= shared
                self._last = {*text.html}
        return again

    def _remember(self, frame: Collection[bytes], glimpsed: Iterable[bytes] = ()) -> None:
        """Know some lines of pages.

        One of the ``frame`` around all pages need not be read from its tags each time.  One that
        begins and ends with a tag, and of which a glimpse at its page told that it holds nothing,
        need not be ``glimpsed`` at again, whatever stands beside it.
        """
        if len(self._known) > _LONGEST_MEMORY:
            self._known.clear()
            self._frame.clear()
        self._frame.update(frame)
        self._known.update(frame, glimpsed)


_NOTHING_FOUND, _NOTHING_TOLD = Look(), Look(at_a_glimpse=True)


def _may_hold(texts: Sequence[Text]) -> bool:
    """Whether there may be personal data in any of ``texts``, as far as a glimpse of them tells."""
    glimpses = [text.glimpse for text in texts]
    if None in glimpses:
        return True
    said = "\n".join(filter(None, glimpses))
    return bool(said) and may_be_found(said)


def new_lines(data: bytes, before: bytes) -> bytes:
    """The lines of ``data`` that ``before``, a file that was looked through, does not have."""
    seen = set(before.split(b"\n"))
    return b"\n".join([line for line in data.split(b"\n") if line not in seen])


def new_stretch(page: bytes, before: bytes) -> bytes:
    """What of ``page`` stands between the lines with which ``before`` begins and ends as well.

    It lies between tags, for the line above it ends with one and that below begins with one.  If a
    glimpse at ``before`` told nothing, no tag is torn in those lines and no comment open.  So then
    one at this stretch tells what one at the ``page`` would.
    """
    new, old = np.frombuffer(page, np.uint8), np.frombuffer(before, np.uint8)
    shared = min(len(page), len(before))
    unlike = (new[:shared] != old[:shared]).tobytes().find(True)
    above = page.rfind(_TAG_ABOVE, 0, unlike if unlike >= 0 else shared)
    start = above + len(_TAG_ABOVE) if above >= 0 else 0
    shared -= start
    unlike = (new[len(page) - shared :] != old[len(before) - shared :]).tobytes().rfind(True)
    below = page.find(_TAG_BELOW, len(page) - shared + unlike + 1)
    return page[start:below] if below >= 0 else page[start:]


def _stands_alone(line: bytes) -> bool:
    """Whether a line of HTML is read in the same way without the lines beside it.

    So one of whole tags, that neither ends with a label nor begins with what belongs to one, and
    says nothing that reaches out.
    """
    last = line[line.rfind(b"<") :]
    return (
        _WHOLE_TAGS.fullmatch(line) is not None
        and not line.startswith(_LABELLED)
        and not last.startswith((*_LABELLED, *_LABELS))
        and not reaches_out(text_of(_PAGE, line))
    )


def _is_closed(line: bytes) -> bool:
    """Whether a line of HTML is empty or has a tag at either end."""
    return not line or (line.startswith(b"<") and line.endswith(b">"))


def _labels_next(line: bytes) -> bool:
    """Whether a line of HTML ends in a label, which is read together with what is on the next one."""
    return line.rstrip().endswith(_WHOLE_LABELS)


def _is_torn(line: bytes) -> bool:
    """Whether a line of HTML ends within a tag, which goes on in the next one."""
    return line.rfind(b"<") > line.rfind(b">")


def _without(data: bytes, clear: bytes) -> bytes:
    """``data`` less ``clear``, where it stands there as it is."""
    # Python prepares a search for kilobytes at length; most of them begin but once.
    start = data.find(clear[:_BEGINNING]) if clear else -1
    if start < 0 or not data.startswith(clear, start):
        return data
    return data[:start] + b"\n" + data[start + len(clear) :]


def _any(kind: Kind) -> Finding:
    return Finding(kind, 0, "")
