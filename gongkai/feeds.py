"""Atom feeds (RFC 4287): the newest documents of the whole site, and of one term.

Everything that an entry says stands on the document's card, so that a feed is a pure function of
the catalog; its ``updated`` is the newest publication or correction in it, never a build's.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from zoneinfo import ZoneInfo

from msgspec import Struct

from . import urls
from .catalog import Catalog
from .dates import UNDATED, Moment
from .deck import Deck
from .model import Card
from .settings import SiteIdentity
from .taxonomy import CATEGORIES, TOPICS, UNITS, YEARS

NEWEST = 50
"""The most documents that a feed holds."""

ALL = "feeds/all.xml"
"""The address of the feed of the whole site."""

MEDIA_TYPE = "application/atom+xml"

_KINDS = (CATEGORIES, UNITS, TOPICS, YEARS)
_WITH_FEEDS = frozenset(kind.slug for kind in _KINDS)


class Feed(Struct, frozen=True):
    """A feed before it is written; ``page`` is the page it belongs to.

    ``documents`` stand newest first; there is at least one.
    """

    address: str
    page: str
    title: str
    documents: Deck


def term_feed(kind: str, slug: str) -> str:
    """The address of a term's feed; empty where terms of its kind have none."""
    return f"feeds/{kind}/{slug}.xml" if kind in _WITH_FEEDS else ""


def feeds(catalog: Catalog, site: SiteIdentity) -> Iterator[Feed]:
    """Every feed of the site; none without documents."""
    if newest := _newest(catalog.documents):
        yield Feed(ALL, urls.HOME, site.name, newest)
    for kind in _KINDS:
        for listing in catalog.listings[kind.slug]:
            slug, name = listing.term
            if newest := _newest(listing.documents):
                page = urls.term_address(kind.slug, slug)
                yield Feed(term_feed(kind.slug, slug), page, f"{name} - {site.name}", newest)


class FeedWriter:
    """Writes feeds; a document that stands in several is written once."""

    def __init__(self, site: SiteIdentity) -> None:
        """``site`` has a base_url."""
        self._site = site
        self._zone = ZoneInfo(site.timezone)
        self._entry = lru_cache(maxsize=None)(self._make_entry)

    def atom(self, feed: Feed) -> bytes:
        """``feed`` as Atom 1.0; its id is its permanent address."""
        own = urls.absolute(self._site.base_url, feed.address)
        page = urls.absolute(self._site.base_url, feed.page)
        newest = max((card.changed for card in feed.documents if card.changed), default=None)
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
            _element("id", own),
            _element("title", feed.title),
            _element("updated", self._stamp(newest)),
            _person(self._site.organisation or self._site.name),
            _link("self", MEDIA_TYPE, own),
            _link("alternate", "text/html", page),
            *map(self._entry, feed.documents),
            "</feed>",
            "",
        ]
        return "\n".join(lines).encode()

    def _make_entry(self, card: Card) -> str:
        address = urls.absolute(self._site.base_url, card.address)
        terms = (*filter(None, [card.category]), *card.topics)
        lines = [
            "<entry>",
            _element("id", address),
            _element("title", card.title),
            _link("alternate", "text/html", address),
            _element("published", self._stamp(card.published)),
            _element("updated", self._stamp(card.changed)),
            *([_person(card.unit)] if card.unit else []),
            *(
                f'<category term="{escape(_text(slug))}" label="{escape(_text(name))}"/>'
                for slug, name in terms
            ),
            _element("summary", summary(card)),
            "</entry>",
        ]
        return "\n".join(lines)

    def _stamp(self, moment: Moment | None) -> str:
        """RFC 3339; a day without a time is its midnight in the site's time zone."""
        assert moment, "what is published has a date"
        return moment.at.replace(tzinfo=self._zone).isoformat()


def summary(card: Card) -> str:
    """What a reader of a feed is told of a document besides its title, as one line."""
    parts = [
        card.category.name if card.category else "",
        f"编号：{card.number}" if card.number else "",
        f"届次：{'、'.join(session.name for session in card.sessions)}" if card.sessions else "",
        f"主办单位：{card.unit}" if card.unit else "",
        f"会办单位：{'、'.join(unit.name for unit in card.co_units)}" if card.co_units else "",
        f"答复类别：{card.outcome}" if card.outcome else "",
    ]
    return "；".join(part for part in parts if part)


def _newest(documents: Deck) -> Deck:
    """The newest of ``documents``; in a preview those without a date are left out."""
    newest = documents[-NEWEST:]
    if UNDATED in newest.ranks:
        newest = documents.where(documents.ranks != UNDATED)[-NEWEST:]
    return newest[::-1]


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_text(text), quote=False)}</{name}>"


def _person(name: str) -> str:
    return f"<author>{_element('name', name)}</author>"


def _link(relation: str, media_type: str, address: str) -> str:
    return f'<link rel="{relation}" type="{media_type}" href="{escape(address)}"/>'


def _text(text: str) -> str:
    """``text`` without the characters that XML 1.0 cannot hold."""
    # Whatever can be printed XML can hold, and nearly every text is that.
    if text.isprintable():
        return text
    return "".join(
        sign
        for sign in text
        if sign in "\t\n\r"
        or " " <= sign <= "\ud7ff"
        or "\ue000" <= sign <= "\ufffd"
        or sign >= "\U00010000"
    )
