"""The page labels (网页标签) of 国办发〔2017〕47号 政府网站发展指引, as ``meta`` elements carry them.

The site's labels and the column's stand on every page; an article's stand on documents and on
the site's own pages.  Ours add nothing that is not so: an index page has no PubDate.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct

from .dates import Moment
from .settings import Settings
from .views import LabelledText


class Article(Struct, frozen=True):
    """What the labels say of one document; ``image`` is an address, all but ``title`` may be empty.

    ``column`` is the name of its category.
    """

    title: str
    column: str
    published: Moment | None
    source: str
    keywords: tuple[str, ...] = ()
    author: str = ""
    image: str = ""


def page_labels(
    settings: Settings, column: str, description: str, url: str, article: Article | None
) -> tuple[LabelledText, ...]:
    """The labels of a page that have a value, in the order of the standard.

    ``column`` names an index page; a document's column is its category.  ``url`` is the full
    address, empty where the site has none.
    """
    rows = [*_site(settings), *_column(settings, article.column if article else column)]
    if article:
        rows += _article(settings, article)
        rows.append(("Description", description))
    rows.append(("Url", url))
    return tuple(LabelledText(name, text) for name, text in rows if text)


def missing(settings: Settings) -> list[tuple[str, str]]:
    """Each label that the site leaves empty though ``labels.required``, with its remedy."""
    if not settings.labels.required:
        return []
    found = dict([*_site(settings), *_column(settings, settings.site.name)])
    found["ContentSource"] = settings.site.organisation
    return [(name, remedy) for name, remedy in _REMEDIES.items() if not found[name]]


_REMEDIES = {
    "SiteDomain": '在 [labels] 里写 site_domain = "www.example.gov.cn"，或者在 [site] 里写 base_url',
    "SiteIDCode": '在 [labels] 里写 site_id_code = "十位网站标识码"',
    "ColumnDescription": '在 [labels] 里写 column_description = "栏目的一句话说明"',
    "ColumnKeywords": '在 [labels] 里写 column_keywords = "建议,提案,答复"',
    "ColumnType": '在 [labels] 里写 column_type = "政务公开"',
    "ContentSource": '在 [site] 里写 organisation = "主办机关的名称"；没有写信息来源和单位的文件用它',
}

Rows = Iterable[tuple[str, str]]


def _site(settings: Settings) -> Rows:
    site, labels = settings.site, settings.labels
    return (
        ("SiteName", site.name),
        ("SiteDomain", labels.site_domain or urlsplit(site.base_url).netloc),
        ("SiteIDCode", labels.site_id_code or settings.footer.site_id_code),
    )


def _column(settings: Settings, name: str) -> Rows:
    labels = settings.labels
    return (
        ("ColumnName", name),
        ("ColumnDescription", labels.column_description or settings.site.description),
        ("ColumnKeywords", labels.column_keywords),
        ("ColumnType", labels.column_type),
    )


def _article(settings: Settings, article: Article) -> Rows:
    base_url = settings.site.base_url
    return (
        ("ArticleTitle", article.title),
        ("PubDate", article.published.at.isoformat(" ", "minutes") if article.published else ""),
        ("ContentSource", article.source or settings.site.organisation),
        ("Keywords", ",".join(article.keywords)),
        ("Author", article.author),
        ("Image", base_url + article.image if base_url and article.image else ""),
    )
