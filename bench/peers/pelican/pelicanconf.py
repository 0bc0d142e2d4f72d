"""The smallest Pelican site that does the same work.

The bench writes site.json, content/ and theme/static/ beside this file.  Lists of every kind are
tags with a folder in their name, because Pelican knows no taxonomies but its own.
"""

import json
from pathlib import Path

_HERE = Path(__file__).parent

SITE = json.loads((_HERE / "site.json").read_text(encoding="utf-8"))
NAMES = {
    f"{kind}/{slug}": name for kind, terms in SITE["terms"].items() for slug, name in terms.items()
}
SITENAME = SITE["name"]
SITEURL = ""
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_DIR = ""
CACHE_PATH = ".cache"

# What was read is kept for the next build: the nearest that Pelican has to building in part.
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True

PATH_METADATA = r"(?P<address>.*)\.md"
ARTICLE_URL = ARTICLE_SAVE_AS = "{address}.html"
TAG_URL = TAG_SAVE_AS = "{slug}.html"
TAG_REGEX_SUBSTITUTIONS: list[tuple[str, str]] = []
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"tag": 20}
PAGINATION_PATTERNS = (
    (1, "{name}{extension}", "{name}{extension}"),
    (2, "{name}/{number}{extension}", "{name}/{number}{extension}"),
)

MARKDOWN = {
    "extension_configs": {"markdown.extensions.meta": {}, "markdown.extensions.tables": {}},
    "output_format": "html5",
}
FORMATTED_FIELDS: list[str] = []
