"""What every page says: of the site, and of itself."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct


class Link(Struct, frozen=True, array_like=True):
    """A text with the place that it leads to; ``href`` is empty where it leads nowhere."""

    text: str
    href: str = ""


class LabelledText(Struct, frozen=True, array_like=True):
    """A text under its label."""

    label: str
    text: str


class SharingView(Struct, frozen=True, array_like=True):
    """What the head of a page says to machines.

    ``type`` is Open Graph's, ``published`` and ``changed`` are ISO 8601 and empty but for
    documents, ``linked_data`` is schema.org as JSON that may stand in a script element.  ``feed``
    is the page's Atom feed, or empty.
    """

    type: str
    published: str
    changed: str
    linked_data: Markup
    feed: str


class FooterRow(Struct, frozen=True):
    """A line of the foot: its label, and its text with the place that it leads to, if any."""

    label: str
    value: Link


class MarkView(Struct, frozen=True):
    """An official mark of the foot: its name, where it leads, its picture among the assets."""

    text: str
    href: str
    image: str


class SiteView(Struct, frozen=True):
    """What every page says of the site; the same for all pages of one folder.

    ``icon`` is the address of the site's icon, or the drawing itself as a ``data:`` URL.
    ``scripts`` are classic scripts that are loaded deferred.  ``reload_script`` is the preview's
    client for live reload and empty in a publication; ``opensearch`` is empty without a base_url.
    """

    name: str
    organisation: str
    description: str
    home: str
    search: str
    opensearch: str
    sitemap: str
    data: str
    stylesheet: str
    icon: str
    assets: str
    scripts: tuple[str, ...]
    reload_script: str
    navigation: tuple[Link, ...]
    footer: tuple[FooterRow, ...]
    marks: tuple[MarkView, ...]


class PageView(Struct, frozen=True, array_like=True):
    """What every page says of itself.

    ``kind`` is the template's name without its suffix, ``breadcrumb`` leads from the home page to
    the page itself, whose entry has no ``href``.  ``canonical`` is the full address, or empty;
    without it there is no ``sharing``.
    ``labels`` are the page labels of 国办发〔2017〕47号 that have a value, by their names.
    """

    kind: str
    title: str
    description: str
    canonical: str
    breadcrumb: tuple[Link, ...]
    labels: tuple[LabelledText, ...]
    sharing: SharingView | None = None
