"""What a page says of itself to machines, as schema.org in JSON-LD 1.1, and to Open Graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec import Struct, json

from .. import urls
from ..dates import Moment
from ..model import Document
from ..settings import SiteIdentity
from ..views import Link, SharingView

_LANGUAGE = "zh-CN"
_TYPES = {"home": "WebSite", "list": "CollectionPage", "terms": "CollectionPage"}
_TYPES |= {"data": "Dataset", "search": "SearchResultsPage", "document": "Article"}
#: In a script element no text may look like markup (HTML 4.12.1.3).
_ESCAPES = tuple((sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029")

Data = Mapping[str, object]


class Described(Struct, frozen=True):
    """A page as machines are told of it; ``crumbs`` are its steps with full addresses.

    ``feed`` is the link to its Atom feed, or empty.
    """

    kind: str
    title: str
    description: str
    canonical: str
    crumbs: Sequence[Link]
    feed: str = ""


def sharing(
    site: SiteIdentity, page: Described, document: Document | None = None
) -> SharingView | None:
    """What the head of ``page`` says to machines; nothing without a full address.

    ``document`` is the one that the page shows, if it shows one.
    """
    if not page.canonical:
        return None
    data = {"@context": "https://schema.org", **_page(site, page)}
    published = changed = ""
    if document:
        published = stamp(document.published, site.timezone)
        # Most were never changed, and to tell a time with its offset takes a while.
        last = document.changed
        changed = stamp(last, site.timezone) if last != document.published else published
        data |= _document(site, document, published, changed)
    kind = "article" if document else "website"
    return SharingView(kind, published, changed, script_text(data), page.feed)


def stamp(moment: Moment | None, timezone: str) -> str:
    """A date as ISO 8601: with time and offset where the paper states a time; empty for none."""
    if moment is None or not moment.has_time:
        return moment.iso if moment else ""
    return moment.at.replace(tzinfo=ZoneInfo(timezone)).isoformat()


def script_text(data: Data) -> Markup:
    """``data`` as JSON that may stand in a script element."""
    text = json.format(json.encode(data), indent=0).decode()
    for sign, escaped in _ESCAPES:
        if sign in text:
            text = text.replace(sign, escaped)
    return Markup(text)


def _page(site: SiteIdentity, page: Described) -> dict[str, object]:
    is_home = page.kind == "home"
    data: dict[str, object] = {
        "@type": _TYPES.get(page.kind, "WebPage"),
        "headline" if page.kind == "document" else "name": site.name if is_home else page.title,
        "url": page.canonical,
        "inLanguage": _LANGUAGE,
    }
    if page.description:
        data["description"] = page.description
    if publisher := _organisation(site.organisation):
        data["publisher"] = publisher
    if is_home:
        data["potentialAction"] = {
            "@type": "SearchAction",
            "target": f"{urls.absolute(site.base_url, urls.SEARCH)}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        }
    else:
        data["isPartOf"] = {"@type": "WebSite", "name": site.name, "url": site.base_url}
        data["breadcrumb" if page.kind != "document" else "mainEntityOfPage"] = (
            _breadcrumb(page.crumbs)
            if page.kind != "document"
            else {
                "@type": "WebPage",
                "@id": page.canonical,
                "breadcrumb": _breadcrumb(page.crumbs),
            }
        )
    return data


def _document(
    site: SiteIdentity, document: Document, published: str, changed: str
) -> dict[str, object]:
    data: dict[str, object] = {
        "identifier": [text for text in (document.number, document.doc_number) if text],
        "datePublished": published,
        "dateModified": changed,
        "dateCreated": stamp(document.signed, site.timezone),
        "author": [_organisation(name) for name in document.unit_names()],
        "articleSection": document.category.name,
        "keywords": [topic.name for topic in document.topics],
    }
    return {key: value for key, value in data.items() if value}


def _organisation(name: str) -> Data | None:
    return {"@type": "GovernmentOrganization", "name": name} if name else None


def _breadcrumb(crumbs: Sequence[Link]) -> Data:
    steps = [
        {"@type": "ListItem", "position": position, "name": crumb.text, "item": crumb.href}
        for position, crumb in enumerate((crumb for crumb in crumbs if crumb.href), start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
