"""The published body of one document: rendered, with its links, images and numbers resolved."""

from __future__ import annotations

from posixpath import dirname
from urllib.parse import unquote

from msgspec import Struct

from . import markdown, urls
from .documents import SUMMARY_SECTION
from .errors import Fault, FileFaults, Severity
from .model import BodySource, Document, Place, SitePage
from .patterns import pattern
from .surroundings import HELD, PUBLISHED, Surroundings
from .vocabulary import Openness, Status

_IDS = pattern(r'\bid="([^"]*)"')


_NOT_YET = "对方尚未公开"
#: An image written into the text itself (data:) is longer than a line.
_LONGEST_SHOWN = 60


class PublishedFile(Struct, frozen=True):
    """An attachment or image: its path below content/ and its address."""

    below_content: str
    address: str


class Composed(Struct, frozen=True):
    """A body ready for its page; ``texts`` are what search finds in it, block by block.

    ``attachments`` stand in the order of the field, ``images`` in the order of the text.
    ``numbers``, ``pages`` and ``files`` are what the body refers to, found or not: the numbers it
    mentions besides the document's own, which leads nowhere, the addresses it links to and the
    paths below content/ that it looked for.
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
) -> tuple[Composed, tuple[Fault, ...]]:
    """Resolve what the rendered ``body`` of ``noun`` refers to; ``source`` places the faults."""
    references = _References(noun, source, body, surroundings)
    attachments = references.attachments()
    images = references.images(first_position=len(attachments) + 1)
    references.refuse_images()
    references.say_what_is_hidden()
    sessions, own = _whose_number(noun)
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
        numbers=tuple(number for number in body.numbers if number != own),
        pages=tuple(references.pages),
        files=tuple(references.files),
    )
    return composed, references.faults


def _whose_number(noun: Document | SitePage) -> tuple[list[str], str]:
    """The slugs of the sessions whose numbers a text means, and its own number."""
    if isinstance(noun, Document):
        return [session.slug for session in noun.sessions], noun.number
    return [], ""


class _References(FileFaults):
    """Resolves what one body points at; what points at nothing is a fault."""

    def __init__(
        self,
        noun: Document | SitePage,
        source: BodySource,
        body: markdown.Body,
        surroundings: Surroundings,
    ) -> None:
        super().__init__(noun.path)
        self._noun = noun
        self._source = source
        self._body = body
        self._surroundings = surroundings
        self._folder = noun.address.removesuffix(".html")
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
                message = f"附件“{attachment.file}”不在文件夹 content/{self._folder}/ 里"
                hint = "把附件放进这个文件夹，文件名与“附件”里写的完全一致"
                self.fault(attachment.place, "attachment-missing", message, hint)
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
                message, hint = f"图片“{unquote(target)}”找不到", self._how_to_show_images()
                self.fault(self._place(target), "image-missing", message, hint)
        return tuple(found)

    def refuse_images(self) -> None:
        """Say which images can be no file of the site; the text has their words instead."""
        for target in self._body.refused:
            shown = target if len(target) <= _LONGEST_SHOWN else f"{target[:_LONGEST_SHOWN]}……"
            message = f"图片“{shown}”不会显示：图片只能用本站的文件"
            self.fault(self._place(target), "image-missing", message, self._how_to_show_images())

    def say_what_is_hidden(self) -> None:
        """Say that a comment hides the rest of the text, and that nothing is left to read."""
        noun, source = self._noun, self._source
        if isinstance(noun, Document) and noun.openness is not Openness.FULL:
            return
        position = markdown.unclosed_comment(source.text)
        if position is not None:
            message = "注释“<!--”没有结束，从这里到文末都不显示"
            hint = "在注释的末尾写“-->”；不是注释的，删去“<!--”"
            self.fault(self._at(position), "comment-not-closed", message, hint, Severity.WARNING)
        body = self._body
        if not isinstance(noun, Document) or noun.status is not Status.PUBLIC:
            return
        if not (body.texts or body.images or body.refused or noun.attachments):
            message = "正文是空的，公开的页面上没有内容"
            hint = "在字段后面的“---”下面写正文；还没有写好的，把“状态”改成“草稿”"
            # An empty text may have no line of its own: then the dashes before it are meant.
            place = Place(max(1, source.first_line - (not source.text)), 1)
            self.fault(place, "empty-body", message, hint, Severity.WARNING)

    def _how_to_show_images(self) -> str:
        stem = self._folder.removeprefix(f"{dirname(self._folder)}/")
        return f"把图片放进文件夹 content/{self._folder}/，正文里写 ![说明]({stem}/文件名)"

    def _published(self, path: str, name: str, position: int, place: Place) -> PublishedFile:
        """The file at ``path`` with its address, the same one however often it is named."""
        if path not in self._addresses:
            address = urls.attachment_address(self._noun.address, name, position)
            if address in self._addresses.values():
                message = f"“{name}”与另一个附件或图片的网址相同（{address}）"
                hint = "改一个文件名，使两者除大小写之外也不相同"
                self.fault(place, "duplicate-address", message, hint)
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
        return markdown.without_links(markdown.rewrite_targets(html, targets), dead)

    def _why_dead(self, html: str, page: str | None, fragment: str) -> str:
        """Why a link leads nowhere; empty when it leads somewhere.

        Without a ``page`` the link is to a place on this one.
        """
        if page is None:
            return "" if unquote(fragment) in _IDS.findall(html) else "本文没有这个小标题"
        state = self._page(page)
        if state == HELD:
            return _NOT_YET
        return "" if state == PUBLISHED else "没有这个页面或附件"

    def _page(self, address: str) -> str:
        self.pages[address] = None
        return self._surroundings.page(address)

    def _has_file(self, path: str) -> bool:
        self.files[path] = None
        return path in self._surroundings.files

    def _dead_link(self, target: str, why: str) -> None:
        message = f"链接“{unquote(target)}”无处可去：{why}，页面上只显示文字"
        hint = (
            "等它公开后自然恢复，或者删去链接"
            if why == _NOT_YET
            else "写对方相对于本文的路径，如 ../2022/20220001.md，或者删去链接"
        )
        self.fault(self._place(target), "dead-link", message, hint, Severity.WARNING)

    def _place(self, target: str) -> Place:
        """Where the source first names ``target``, as a rule in brackets."""
        text, plain = self._source.text, unquote(target)
        position = max(text.find(f"({target}"), text.find(f"({plain}"))
        return self._at(position if position >= 0 else max(text.find(target), text.find(plain), 0))

    def _at(self, position: int) -> Place:
        text = self._source.text
        line = self._source.first_line + text.count("\n", 0, position)
        return Place(line, position - text.rfind("\n", 0, position))
