"""docs/theming.md lists all that a template may use; what it says of some values holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest
from jinja2 import FileSystemLoader
from markupsafe import Markup
from msgspec import Struct

from gongkai import markdown, views
from gongkai.composition import Composed
from gongkai.model import Attachment, Place
from gongkai.pages import reply
from gongkai.templates import environment

REPOSITORY = Path(__file__).resolve().parent.parent
THEMING = (REPOSITORY / "docs/theming.md").read_text(encoding="utf-8")
TEMPLATES = REPOSITORY / "theme" / "templates"
PAGES = sorted(path.name for path in TEMPLATES.glob("*.html") if path.name[0] != "_")
VIEWS = [
    value for value in vars(views).values() if isinstance(value, type) and issubclass(value, Struct)
]

_CODE = re.compile(r"`(\w+)`")
_ASIDE = re.compile(r"\([^()]*\)")
_BLOCK = re.compile(r"{%-? block (\w+)")


TEMPLATE_VIEWS = dict(
    re.findall(
        r"^\| `([\w.-]+)` \| `(\w+)` \|",
        THEMING.partition("## Every template has three names")[2].partition("\n### ")[0],
        re.MULTILINE,
    )
)
"""The view of each template, as docs/theming.md lists them."""


def without_asides(text: str) -> str:
    """``text`` without what stands in brackets, brackets in brackets included."""
    while _ASIDE.search(text):
        text = _ASIDE.sub("", text)
    return text


def documented_fields(name: str) -> list[str]:
    """The fields of the view ``name``: a section with a table, or a row of the table of types."""
    section = re.search(rf"^### {name}\n(.*?)(?=^##)", THEMING, re.MULTILINE | re.DOTALL)
    if section:
        rows = re.findall(r"^\| (`[^|]*) \|", section[1], re.MULTILINE)
        return _CODE.findall(" ".join(rows))
    row = re.search(rf"^\| `{name}` \| (.*)\|$", THEMING, re.MULTILINE)
    assert row, f"no section and no row for {name}"
    return _CODE.findall(without_asides(row[1]).partition(";")[0])


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_view_is_listed_with_exactly_its_fields(view: type[Struct]) -> None:
    assert sorted(documented_fields(view.__name__)) == sorted(view.__struct_fields__)


def blocks_of(template: str) -> set[str]:
    return set(_BLOCK.findall((TEMPLATES / template).read_text(encoding="utf-8")))


@pytest.mark.parametrize("template", PAGES)
def test_every_block_of_a_template_is_listed(template: str) -> None:
    table = THEMING.partition("\n## Blocks\n")[2].partition("\n## ")[0]
    row = re.search(rf"^\| `{re.escape(template)}` \| (.*) \|$", table, re.MULTILINE)
    listed = set(_CODE.findall(without_asides(row[1]))) if row else set()
    inherited = set() if template == "base.html" else blocks_of("base.html")
    assert blocks_of(template) - inherited == listed


@pytest.mark.parametrize("file", ["_macros.html", "_frame.html"])
def test_every_macro_is_listed(file: str) -> None:
    macros = re.findall(r"{% macro (\w+)", (TEMPLATES / file).read_text("utf-8"))
    paragraph = THEMING.partition(f"`{file}` holds")[2].partition("\n\n")[0]
    assert sorted(_CODE.findall(paragraph)) == sorted(macros)


def test_every_template_of_a_page_and_its_view_are_listed() -> None:
    assert TEMPLATE_VIEWS.keys() == {*PAGES} - {"base.html", "search-app.html"}
    assert {*TEMPLATE_VIEWS.values()} <= {view.__name__ for view in VIEWS}


def test_every_style_sheet_is_listed() -> None:
    table = THEMING.partition("\n## The style sheets\n")[2]
    sheets = sorted(path.name for path in (REPOSITORY / "theme/assets/css").glob("*.css"))
    assert re.findall(r"^\| `([\w-]+\.css)` \|", table, re.MULTILINE) == sheets


def test_no_style_sheet_names_a_class_that_no_page_bears() -> None:
    theme = REPOSITORY / "theme"
    sheets = "".join(path.read_text("utf-8") for path in (theme / "assets/css").glob("*.css"))
    rules = re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)
    named = set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", rules))
    sources = [
        *(theme / "templates").glob("*.html"),
        *(theme / "assets").rglob("*.js"),
        *(REPOSITORY / "gongkai/markdown").glob("*.py"),
        REPOSITORY / "gongkai/typesetting.py",
    ]
    words = set(re.findall(r"[\w-]+", "".join(path.read_text("utf-8") for path in sources)))
    kinds = {f"kind-{template.removesuffix('.html')}" for template in PAGES}
    assert len(named) > 100
    assert named - words - kinds == set()


@pytest.mark.parametrize(("count", "folded"), [(0, False), (12, False), (13, True), (200, True)])
def test_more_than_twelve_pages_of_a_list_are_folded(count: int, folded: bool) -> None:
    links = [views.Link(f"第 {number} 页", f"{number}.html") for number in range(count - 1, 0, -1)]
    pages = (views.Link("最新"), *links) if count else ()
    older = "199.html" if count else ""
    view = views.ListView(
        "市教育局", "单位", 1, (), (), (), 0, "", "", older, pages, (), 0, "", None
    )
    template = environment(FileSystemLoader(TEMPLATES)).from_string(
        '{% import "_macros.html" as part %}{{ part.pager(view) }}'
    )
    html = template.render(view=view)
    assert (f"<summary>全部 {count} 页</summary>" in html) is folded
    assert html.count("<li>") == count + bool(older)
    if count:
        assert html.index("较早一页") < html.index("最新")


@pytest.mark.parametrize("printed", ["part.link(each)", "part.link | once(each)"])
def test_what_is_printed_once_is_what_the_macro_prints(printed: str) -> None:
    template = environment(FileSystemLoader(TEMPLATES)).from_string(
        '{% import "_macros.html" as part %}{% for each in links %}{{ PRINTED }};{% endfor %}'
        "{% for each in links %}{{ part.draft_banner | once(each.text) }}{% endfor %}"
        "{{ part.draft_banner | once(markup) }}".replace("PRINTED", printed)
    )
    links = [views.Link(text, href) for text in ("<b>", "甲", "<b>") for href in ("", "a.html")]
    one, other = "&lt;b&gt;;", "甲;"
    linked = [f'<a href="a.html">{each[:-1]}</a>;' for each in (one, other)]
    expected = one + linked[0] + other + linked[1] + one + linked[0]
    html = template.render(links=links, markup=Markup("<b>"))
    assert html.startswith(expected)
    assert html.endswith('<p class="draft" role="note"><b></p>\n')


def described(body: str) -> str:
    read = markdown.render(body)
    return reply._description(Composed(read.html, read.outline, read.texts, (), (), (), (), ()))


def test_a_description_begins_with_the_text_itself() -> None:
    body = "尊敬的李四代表：\n您提出的建议收悉。\n一、基本情况\n我局高度重视。"
    assert described(body) == "您提出的建议收悉。 我局高度重视。"
    assert described("") == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲" * 60 + "。" + "乙" * 60 + "。", "甲" * 60 + "。"),
        ("甲" * 60 + "，" + "乙" * 60 + "。", "甲" * 60 + "……"),
        ("甲" * 60 + "。" + "乙" * 20 + "1,000" + "丙" * 60, "甲" * 60 + "。"),
        ("甲" * 120, "甲" * 110),
    ],
)
def test_a_description_ends_with_a_clause(body: str, expected: str) -> None:
    assert described(body) == expected


@pytest.mark.parametrize(
    ("file", "label", "expected"),
    [
        ("汇总表.docx", "汇总表.docx", ("汇总表", "汇总表.docx", "DOCX")),
        ("汇总表.v2.pdf", "附件一", ("附件一", "汇总表.v2.pdf", "PDF")),
        ("图/说明.pdf", "图/说明.pdf", ("说明", "说明.pdf", "PDF")),
        ("说明", "说明", ("说明", "说明", "")),
    ],
)
def test_an_attachment_goes_by_its_name_and_type(
    file: str, label: str, expected: tuple[str, str, str]
) -> None:
    view = reply._attachment(Attachment(file, label, Place(1, 1)), "x", 2048)
    assert (view.label, view.name, view.type) == expected
    assert view.size == "2 KB"


class Documented:
    """A value of a view as docs/theming.md tells of it: only the fields that stand there."""

    def __init__(self, view: object) -> None:
        for name in documented_fields(type(view).__name__):
            setattr(self, name, documented(getattr(view, name)))


def documented(value: object) -> object:
    """``value`` with every view in it replaced by what the documentation tells of it."""
    if isinstance(value, tuple):
        return tuple(map(documented, value))
    return Documented(value) if isinstance(value, Struct) else value


def example(hint: object, depth: int = 3) -> object:
    """A value of the type ``hint`` of a view's field, with something in everything."""
    arguments = [each for each in get_args(hint) if each is not type(None)]
    if get_origin(hint) is tuple:
        return (example(arguments[0], depth - 1),) * 2 if depth else ()
    if arguments:
        return example(arguments[0], depth)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return filled(hint, depth)
    examples: dict[object, object] = {int: 7, float: 0.5, bool: True, Markup: Markup("<p>甲</p>")}
    return examples.get(hint, "2023-05-20")


def filled(view: type, depth: int = 3) -> object:
    hints = get_type_hints(view)
    return view(**{name: example(hint, depth) for name, hint in hints.items()})


def test_the_example_of_a_home_page_is_one() -> None:
    example = re.search(r"```html\n(.*?)```", THEMING, re.DOTALL)
    assert example
    shown = {"site": views.SiteView, "page": views.PageView, "view": views.HomeView}
    html = (
        environment(FileSystemLoader(TEMPLATES))
        .from_string(example[1])
        .render({name: documented(filled(each)) for name, each in shown.items()})
    )
    assert "已公开 7 件" in html
    assert html.count('<p class="entry-title">') == 2


@pytest.mark.parametrize("template", [page for page in PAGES if page in TEMPLATE_VIEWS])
def test_every_template_needs_no_more_than_the_documented_fields(template: str) -> None:
    view = getattr(views, TEMPLATE_VIEWS[template])
    shown = {"site": views.SiteView, "page": views.PageView, "view": view}
    html = (
        environment(FileSystemLoader(TEMPLATES))
        .get_template(template)
        .render({name: documented(filled(each)) for name, each in shown.items()})
    )
    assert html.strip().endswith("</html>")
