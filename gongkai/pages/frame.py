"""What all pages share: the site's own view, the page's title and breadcrumb, relative links."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from .. import urls
from ..labels import Article, page_labels
from ..model import Document
from ..settings import Settings
from ..views import Link, PageView, SiteView, View
from .foot import footer_rows, marks
from .linkeddata import Described, sharing

HOME_NAME = "首页"
COLUMN_NAME = "结果公开"

Linker = Callable[[str], str]
"""Turns an address into the link to it."""


class Page(Struct, frozen=True):
    """One page before it is rendered: where it goes, by which template, with which data."""

    address: str
    template: str
    site: SiteView
    page: PageView
    view: View


class Theme(Struct, frozen=True):
    """The theme's files as pages refer to them, by address; ``reload_script`` is the preview's.

    ``icon`` may be a ``data:`` URL in place of an address.
    """

    assets: str
    stylesheet: str
    scripts: tuple[str, ...]
    images: tuple[str, ...] = ()
    icon: str = ""
    reload_script: str = ""


class Frames:
    """Makes pages out of views: adds what the site and the page say of themselves."""

    def __init__(
        self, settings: Settings, theme: Theme, navigation: Iterable[tuple[str, str]]
    ) -> None:
        """``navigation`` holds texts and addresses, after the home page."""
        self._settings = settings
        self._theme = theme
        self._navigation = ((HOME_NAME, urls.HOME), *navigation)
        self._column = next(
            (address for _, address in self._navigation if address != urls.HOME), ""
        )
        # Pages of one folder share all links to the site's furniture.
        self._site_view = lru_cache(maxsize=1024)(self._make_site_view)
        # The steps above a page are the same for many.
        self._above = lru_cache(maxsize=1024)(self._steps_above)

    def page(
        self,
        address: str,
        template: str,
        title: str,
        view: View,
        *,
        trail: Iterable[tuple[str, str]] = (),
        description: str = "",
        canonical_of: str = "",
        document: Document | None = None,
        feed: str = "",
        article: Article | None = None,
    ) -> Page:
        """A page at ``address``; ``trail`` holds the steps between 结果公开 and the page.

        ``canonical_of`` is the address to cite where it is another than the page's own;
        ``document`` is what the page shows, if it is one; ``feed`` is the address of its feed.
        ``article`` is what the page labels say of a document.
        """
        folder = address.rpartition("/")[0]
        above, full = self._above(folder, tuple(trail)) if address != urls.HOME else ((), ())
        base_url = self._settings.site.base_url
        has_address = base_url and address != urls.NOT_FOUND
        canonical = urls.absolute(base_url, canonical_of or address) if has_address else ""
        description = description or self._settings.site.description
        crumbs = (*full, Link(title, canonical))
        feed = urls.relative(address, feed) if feed else ""
        described = Described(template, title, description, canonical, crumbs, feed)
        column = COLUMN_NAME if address == urls.HOME else title
        return Page(
            address=address,
            template=f"{template}.html",
            site=self._site_view(folder),
            page=PageView(
                kind=template,
                title=title,
                description=description,
                canonical=canonical,
                breadcrumb=(*above, Link(title)),
                sharing=sharing(self._settings.site, described, document),
                labels=page_labels(self._settings, column, description, canonical, article),
            ),
            view=view,
        )

    def site(self, address: str) -> SiteView:
        """The site as the page at ``address`` shows it."""
        return self._site_view(address.rpartition("/")[0])

    def page_from_root(self, address: str, template: str, title: str, view: View) -> Page:
        """A page shown at any address (404.html): its links start at the site's root."""
        root = self.root_path
        page = self.page(address, template, title, view)
        site = self._make_site_view("", lambda target: root + target)
        crumbs = (Link(HOME_NAME, root), *page.page.breadcrumb[1:])
        crumbs = tuple(
            Link(crumb.text, root + crumb.href) if crumb.href and index else crumb
            for index, crumb in enumerate(crumbs)
        )
        frame = replace(page.page, canonical="", breadcrumb=crumbs)
        return Page(address, page.template, site, frame, view)

    def _steps_above(
        self, folder: str, trail: tuple[tuple[str, str], ...]
    ) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        """The steps down to the pages of ``folder``: linked from there, and by full addresses."""
        steps = ((HOME_NAME, urls.HOME), (COLUMN_NAME, self._column), *trail)
        origin, base_url = _page_in(folder), self._settings.site.base_url
        return (
            tuple(Link(text, urls.relative(origin, to) if to else "") for text, to in steps),
            tuple(Link(text, urls.absolute(base_url, to) if to else "") for text, to in steps),
        )

    @property
    def root_path(self) -> str:
        """The path at which the site lies on its host: ``/`` unless base_url says otherwise."""
        base_url = self._settings.site.base_url
        return "/" + base_url.split("/", 3)[3] if base_url else "/"

    def _make_site_view(self, folder: str, link: Linker | None = None) -> SiteView:
        origin = _page_in(folder)
        to = link or (lambda target: urls.relative(origin, target))
        site, theme = self._settings.site, self._theme
        return SiteView(
            name=site.name,
            organisation=site.organisation,
            description=site.description,
            home=to(urls.HOME),
            search=to(urls.SEARCH),
            opensearch=to(urls.OPENSEARCH) if site.base_url else "",
            sitemap=to(urls.SITEMAP),
            data=to(urls.DATA),
            stylesheet=to(theme.stylesheet),
            icon=theme.icon if theme.icon.startswith("data:") else to(theme.icon),
            assets=to(theme.assets),
            scripts=tuple(to(script) for script in theme.scripts),
            reload_script=theme.reload_script,
            navigation=tuple(Link(text, to(target)) for text, target in self._navigation),
            footer=footer_rows(self._settings.footer),
            marks=marks(self._settings.footer, theme.images, to),
        )


def _page_in(folder: str) -> str:
    """An address in ``folder``: links are the same from all that lie there."""
    return f"{folder}/page" if folder else "page"
