"""The pages of the site itself: site map, search, 404, 关于 and redirects."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from .. import urls
from ..catalog import Catalog
from ..composition import Composed
from ..labels import Article
from ..model import SitePage
from ..promises import Promises
from ..settings import Unit
from ..taxonomy import KINDS
from ..views import (
    Link,
    NotFoundView,
    RedirectView,
    SearchView,
    SitemapView,
    SitePageView,
)
from .data import TITLE as DATA_TITLE
from .entries import link_groups, term_groups
from .frame import Frames, Page
from .indexes import overview_title
from .promises import LABEL as PROMISES_LABEL
from .reply import outline
from .statistics import LABEL as STATISTICS_LABEL
from .statistics import TITLE as STATISTICS_TITLE

FURNITURE = (urls.HOME, urls.SITEMAP, urls.STATISTICS, urls.DATA, urls.SEARCH, urls.NOT_FOUND)
"""The addresses of the pages that every site has."""


def navigation(catalog: Catalog, promises: Promises) -> tuple[tuple[str, str], ...]:
    """Texts and addresses of the main navigation.

    Every index that exists, the promises if there are any, the statistics, and the site's pages.
    """
    indexes = [
        (kind.label, urls.overview_address(kind.slug))
        for kind in KINDS
        if catalog.listings[kind.slug]
    ]
    if promises.every:
        indexes.append((PROMISES_LABEL, urls.PROMISES))
    indexes.append((STATISTICS_LABEL, urls.STATISTICS))
    return (*indexes, *((page.title, page.address) for page in catalog.pages))


def sitemap_page(catalog: Catalog, frames: Frames, units: Mapping[str, Unit]) -> Page:
    """The site map for readers."""
    own = [(STATISTICS_TITLE, urls.STATISTICS), (DATA_TITLE, urls.DATA)]
    own += [(page.title, page.address) for page in catalog.pages]
    pages = tuple(Link(text, urls.relative(urls.SITEMAP, target)) for text, target in own)
    view = SitemapView(pages, term_groups(catalog, urls.SITEMAP, units))
    return frames.page(urls.SITEMAP, "sitemap", "网站地图", view)


def search_page(catalog: Catalog, frames: Frames) -> Page:
    """The search page."""
    return frames.page(urls.SEARCH, "search", "搜索", SearchView(link_groups(catalog, urls.SEARCH)))


def not_found_page(catalog: Catalog, frames: Frames) -> Page:
    """The page for an address that is not there."""
    links = (
        Link(overview_title(kind), frames.root_path + urls.overview_address(kind.slug))
        for kind in KINDS
        if catalog.listings[kind.slug]
    )
    view = NotFoundView(tuple(links))
    return frames.page_from_root(urls.NOT_FOUND, "404", "没有这个页面", view)


def site_page(page: SitePage, composed: Composed, frames: Frames, draft_notice: str = "") -> Page:
    """A page of content/pages/."""
    view = SitePageView(page.title, Markup(composed.html), outline(composed.outline), draft_notice)
    article = Article(page.title, page.title, page.published, source="")
    return frames.page(page.address, "page", page.title, view, article=article)


def redirect_page(old: str, present: str, title: str, frames: Frames) -> Page:
    """The page at the address ``old`` that leads to ``present``."""
    view = RedirectView(title, urls.relative(old, present))
    return frames.page(old, "redirect", title, view, canonical_of=present)
