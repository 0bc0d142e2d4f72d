"""The published body of one document: rendered, with its links, images and numbers resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from posixpath import dirname
from urllib.parse import unquote

from . import markdown, urls
from .documents import SUMMARY_SECTION
from .errors import Fault, Severity
from .model import BodySource, Document, Place, SitePage
from .vocabulary import Openness

_ANCHOR = re.compile(r'<a href="(?P<href>[^"]*)"[^>]*>(?P<text>.*?)</a>', re.DOTALL)
_IDS = re.compile(r'\bid="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a body may refer to.

    ``addresses`` are all published pages, ``held_addresses`` those of sources that are held
    back, ``files`` the paths below content/ of all files that are no Markdown.  ``numbered``
    maps a session's slug to its numbers, and each to the published documents that carry it.
    """

    addresses: frozenset[str]
    held_addresses: frozenset[str]
    files: frozenset[str]
    numbered: Mapping[str, Mapping[str, tuple[str, ...]]]

    def page(self, address: str) -> str:
        """Whether a page is published, held back or not there: the answer that traces keep."""
        if address in self.addresses:
            return PUBLISHED
        return HELD if address in self.held_addresses else NOWHERE

    def address_of_number(
        self, sessions: Iterable[str], number: str, own_address: str
    ) -> str | None:
        """The document that a text means by ``number``, in a document of ``sessions``.

        There is one when exactly one published document of the sessions carries the number, and
        that is not the document itself.
        """
        found = {
            address
            for session in sessions
            for address in self.numbered.get(session, {}).get(number, ())
        }
        return found.pop() if len(found) == 1 and own_address not in found else None


PUBLISHED, HELD, NOWHERE = "公开", "未公开", "没有"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """An attachment or image: its path below content/ and its address."""

    below_content: str
    address: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A body ready for its page; ``texts`` are what search finds in it, block by block.

    ``attachments`` stand in the order of the field, ``images`` in the order of the text.
    ``numbers``, ``pages`` and ``files`` are what the body refers to, found or not: the numbers it
    mentions, the addresses it links to and the paths below content/ that it looked for.
    """

    html: str
    outline: tuple[markdown.Heading, ...]
    texts: tuple[str, ...]
    attachments: tuple[PublishedFile, ...]
    images: tuple[PublishedFile, ...]
    numbers: tuple[str, ...]
    pages: tuple[str, ...]
    files: tuple[str, ...]


def published_text(noun: Document | SitePage, body: BodySource) -> str:
    """The Markdown that the public may read: of a 摘要公开 document the section 摘要 alone."""
    if isinstance(noun, Document) and noun.openness is Openness.SUMMARY:
        return markdown.section(body.text, SUMMARY_SECTION) or ""
    return body.text


def compose(
    noun: Document | SitePage,
    source: BodySource,
    body: markdown.Body,
    surroundings: Surroundings,
) -> tuple[Composed, list[Fault]]:
    """Resolve what the rendered ``body`` of ``noun`` refers to; ``source`` places the faults."""
    references = _References(noun, source, body, surroundings)
    attachments = references.attachments()
    images = references.images(first_position=len(attachments) + 1)
    sessions = [session.slug for session in noun.sessions] if isinstance(noun, Document) else []
    numbers = {
        number: urls.relative(noun.address, address)
        for number in body.numbers
        if (address := surroundings.address_of_number(sessions, number, noun.address))
    }
    html = markdown.link_numbers(references.linked(body.html, attachments, images), numbers)
    composed = Composed(
        html=html,
        outline=body.outline,
        texts=body.texts,
        attachments=attachments,
        images=images,
        numbers=body.numbers,
        pages=tuple(references.pages),
        files=tuple(references.files),
    )
    return composed, references.faults


class _References:
    """Resolves what one body points at; what points at nothing is a fault."""

    def __init__(
        self,
        noun: Document | SitePage,
        source: BodySource,
        body: markdown.Body,
        surroundings: Surroundings,
    ) -> None:
        self._noun = noun
        self._source = source
        self._body = body
        self._surroundings = surroundings
        self._folder = noun.address.removesuffix(".html")
        self.faults: list[Fault] = []
        self._addresses: dict[str, str] = {}
        self.pages: dict[str, None] = {}
        self.files: dict[str, None] = {}

    def attachments(self) -> tuple[PublishedFile, ...]:
        """The files of the field 附件; a summary publishes none, for they are not the summary."""
        noun = self._noun
        if not isinstance(noun, Document) or noun.openness is not Openness.FULL:
            return ()
        found = []
        for position, attachment in enumerate(noun.attachments, start=1):
            path = f"{self._folder}/{attachment.file}"
            if self._has_file(path):
                found.append(self._published(path, attachment.file, position, attachment.place))
            else:
                place = attachment.place
                message = f"附件“{attachment.file}”不在文件夹 content/{self._folder}/ 里"
                hint = "把附件放进这个文件夹，文件名与“附件”里写的完全一致"
                self.faults.append(
                    Fault(noun.path, place.line, place.column, "attachment-missing", message, hint)
                )
        return tuple(found)

    def images(self, first_position: int) -> tuple[PublishedFile, ...]:
        """The images of the text, which lie in the folder named like the document."""
        found = []
        for position, target in enumerate(self._body.images, start=first_position):
            path = urls.resolve(self._noun.address, unquote(target))
            if path and self._has_file(path) and path.startswith(f"{self._folder}/"):
                name = path.removeprefix(f"{self._folder}/")
                found.append(self._published(path, name, position, self._place(target)))
            else:
                message = f"图片“{unquote(target)}”找不到"
                hint = f"把图片放进文件夹 content/{self._folder}/，正文里写 ![说明]({self._stem()}/文件名)"
                self._fault(target, "image-missing", message, hint)
        return tuple(found)

    def _published(self, path: str, name: str, position: int, place: Place) -> PublishedFile:
        """The file at ``path`` with its address, the same one however often it is named."""
        if path not in self._addresses:
            address = urls.attachment_address(self._noun.address, name, position)
            if address in self._addresses.values():
                message = f"“{name}”与另一个附件或图片的网址相同（{address}）"
                hint = "改一个文件名，使两者除大小写之外也不相同"
                self.faults.append(
                    Fault(
                        self._noun.path,
                        place.line,
                        place.column,
                        "duplicate-address",
                        message,
                        hint,
                    )
                )
            self._addresses[path] = address
        return PublishedFile(path, self._addresses[path])

    def linked(
        self,
        html: str,
        attachments: tuple[PublishedFile, ...],
        images: tuple[PublishedFile, ...],
    ) -> str:
        """``html`` with its relative links and images leading where they are published."""
        address = self._noun.address
        published = {file.below_content: file.address for file in (*attachments, *images)}
        targets: dict[str, str] = {}
        dead: set[str] = set()
        for target in (*self._body.links, *self._body.images):
            path, mark, fragment = target.partition("#")
            meant = urls.resolve(address, unquote(path)) if path else None
            if meant in published:
                targets[target] = urls.relative(address, published[meant])
            elif target in self._body.links:
                page = (
                    f"{meant.removesuffix('.md')}.html" if meant and meant[-3:] == ".md" else meant
                )
                if why := self._why_dead(html, page, fragment):
                    dead.add(target)
                    self._dead_link(target, why)
                elif page:
                    targets[target] = urls.relative(address, page) + mark + fragment
        return _without_links(markdown.rewrite_targets(html, targets), dead)

    def _why_dead(self, html: str, page: str | None, fragment: str) -> str:
        """Why a link leads nowhere; empty when it leads somewhere.

        Without a ``page`` the link is to a place on this one.
        """
        if page is None:
            return "" if unquote(fragment) in _IDS.findall(html) else "本文没有这个小标题"
        state = self._page(page)
        if state == HELD:
            return "对方尚未公开"
        return "" if state == PUBLISHED else "没有这个页面或附件"

    def _page(self, address: str) -> str:
        self.pages[address] = None
        return self._surroundings.page(address)

    def _has_file(self, path: str) -> bool:
        self.files[path] = None
        return path in self._surroundings.files

    def _dead_link(self, target: str, why: str) -> None:
        message = f"链接“{unquote(target)}”无处可去：{why}，页面上只显示文字"
        hint = "写对方相对于本文的路径，如 ../2022/20220001.md，或者删去链接"
        self._fault(target, "dead-link", message, hint, Severity.WARNING)

    def _fault(
        self,
        target: str,
        rule: str,
        message: str,
        hint: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        place = self._place(target)
        self.faults.append(
            Fault(self._noun.path, place.line, place.column, rule, message, hint, severity)
        )

    def _place(self, target: str) -> Place:
        """Where the source first names ``target``."""
        text = self._source.text
        position = max(text.find(f"({target}"), text.find(f"({unquote(target)}"), 0)
        line = self._source.first_line + text.count("\n", 0, position)
        return Place(line, position - text.rfind("\n", 0, position))

    def _stem(self) -> str:
        return self._folder.removeprefix(f"{dirname(self._folder)}/")


def _without_links(html: str, dead: set[str]) -> str:
    """``html`` with the links to ``dead`` targets reduced to their text."""
    if not dead:
        return html
    return _ANCHOR.sub(
        lambda match: match["text"] if match["href"].replace("&amp;", "&") in dead else match[0],
        html,
    )
