"""site.toml: what it becomes, and every fault at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import sitetoml
from gongkai.settings import Category, Footer, Form, Labels, Limits, Session, SiteIdentity, Topic

SITE = '[site]\nname = "甲"\n'
CATEGORY = '[[categories]]\nslug = "a"\nname = "建议"\nform = "reply"\n'
GOOD = SITE + CATEGORY


def test_least() -> None:
    settings, faults = sitetoml.parse(GOOD)
    assert not faults
    assert settings is not None
    assert settings.site == SiteIdentity("甲")
    assert settings.categories == (Category("a", "建议", Form.REPLY),)
    assert settings.review_required
    assert settings.page_size == 20
    assert (settings.labels, settings.footer, settings.limits) == (Labels(), Footer(), Limits())


def test_most() -> None:
    text = (
        GOOD
        + """
aliases = ["人大建议"]
[labels]
required = false
site_id_code = "1234567890"
[footer]
sponsor = "办公厅"
[review]
required = false
[[topics]]
slug = "jiaoyu"
name = "教育"
[[sessions]]
slug = "r-7-4"
name = "七届四次"
year = 2023
aliases = ["第七届第四次"]
outcomes = "jia-yi"
[outcomes.default]
A = "已解决"
[outcomes.jia-yi]
"甲" = "已解决"
[lists]
page_size = 5
[limits]
document_bytes = 100
"""
    )
    settings, faults = sitetoml.parse(text)
    assert not faults
    assert settings is not None
    assert settings.categories[0].aliases == ("人大建议",)
    assert settings.labels == Labels(False, "1234567890")
    assert settings.footer == Footer("办公厅")
    assert not settings.review_required
    assert settings.topics == (Topic("jiaoyu", "教育"),)
    assert settings.sessions == (Session("r-7-4", "七届四次", 2023, ("第七届第四次",), "jia-yi"),)
    assert settings.outcomes == {"default": {"A": "已解决"}, "jia-yi": {"甲": "已解决"}}
    assert (settings.page_size, settings.limits.document_bytes) == (5, 100)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, 1, "missing-key")]),
        (SITE, [(1, 1, "missing-key")]),
        (CATEGORY, [(1, 1, "missing-key")]),
        ("[site]\n" + CATEGORY, [(1, 1, "missing-key")]),
        ('[site]\nname = ""\n' + CATEGORY, [(2, 8, "wrong-value")]),
        ("[site]\nname = 5\n" + CATEGORY, [(2, 8, "wrong-value")]),
        ('site = "甲"\n' + CATEGORY, [(1, 8, "wrong-type")]),
        ('[[site]]\nname = "甲"\n' + CATEGORY, [(1, 1, "wrong-type")]),
        ('site.name = "甲"\nsite.nam = "乙"\n' + CATEGORY, [(2, 1, "unknown-key")]),
        ('site = {name = "甲", nam = "乙"}\n' + CATEGORY, [(1, 21, "unknown-key")]),
        (GOOD + "[sites]\n", [(7, 1, "unknown-key")]),
        (GOOD + "[[topic]]\n", [(7, 1, "unknown-key")]),
        (GOOD + "[topics]\n", [(7, 1, "wrong-type")]),
        (GOOD + '[[topics]]\nslug = "教育"\nname = "教育"\n', [(8, 8, "wrong-value")]),
        (GOOD + '[[topics]]\nslug = "b"\n', [(7, 1, "missing-key")]),
        (GOOD + CATEGORY.replace("建议", "提案"), [(8, 8, "duplicate-name")]),
        (GOOD + CATEGORY.replace('"a"', '"b"'), [(9, 8, "duplicate-name")]),
        (GOOD + 'aliases = ["提案", "建议"]\n', [(7, 18, "duplicate-name")]),
        (GOOD + 'aliases = "提案"\n', [(7, 11, "wrong-value")]),
        (GOOD + "aliases = [1]\n", [(7, 11, "wrong-value")]),
        (GOOD.replace("reply", "答复"), [(6, 8, "wrong-value")]),
        (GOOD + '[review]\nrequired = "是"\n', [(8, 12, "wrong-value")]),
        (GOOD + "[lists]\npage_size = 0\n", [(8, 13, "wrong-value")]),
        *(
            (GOOD + f"[limits]\ndocument_seconds = {value}\n", [(8, 20, "wrong-value")])
            for value in ("0", "-1", "3601", "1.5", "true", '"30"')
        ),
        (GOOD + "[lists]\npage_size = true\n", [(8, 13, "wrong-value")]),
        (GOOD + "[lists]\npage_size = 1.5\n", [(8, 13, "wrong-value")]),
        (GOOD + "outcomes = 1\n", [(7, 1, "unknown-key")]),
        ("outcomes = 1\n" + GOOD, [(1, 12, "wrong-type")]),
        (GOOD + "[outcomes]\nA = '已解决'\n", [(8, 5, "wrong-type")]),
        (GOOD + "[outcomes.default]\nA = 1\n", [(7, 1, "wrong-type")]),
        ("promising = 1\n" + GOOD, [(1, 13, "wrong-type")]),
        (GOOD + "[promising]\ndefault = ['B']\n", [(8, 11, "unknown-outcomes")]),
        (
            GOOD + "[outcomes.default]\nA = '已解决'\n[promising]\ndefault = ['B']\n",
            [(10, 11, "wrong-value")],
        ),
        (
            GOOD + "[outcomes.default]\nA = '已解决'\n[promising]\ndefault = 'A'\n",
            [(10, 11, "wrong-value")],
        ),
        (GOOD + '[[sessions]]\nslug = "s"\nname = "届"\nyear = 23\n', [(10, 8, "wrong-value")]),
        (
            GOOD + '[[sessions]]\nslug = "s"\nname = "届"\nyear = 2023\noutcomes = "x"\n',
            [(11, 12, "unknown-outcomes")],
        ),
        ("a b\n", [(1, 3, "toml-syntax")]),
        ("[site]\nname = 甲\n", [(2, 8, "toml-syntax")]),
        ("[site]\nname = “甲”\n", [(2, 8, "toml-syntax")]),
        ('[site]\nname＝"甲"\n', [(2, 5, "toml-syntax")]),
        ("【site】\n", [(1, 1, "toml-syntax")]),
        ('[site]\nname = "甲\n', [(2, 10, "toml-syntax")]),
        ('[site]\nname = "C:\\新"\n', [(2, 11, "toml-syntax")]),
        ('[site]\nname = """甲', [(2, 12, "toml-syntax")]),
        ("[outcomes.default]\n甲 = '已解决'\n", [(2, 1, "toml-syntax")]),
        (GOOD + '[site]\nname = "乙"\n', [(7, 1, "duplicate-key")]),
        ('[site]\nname = "甲"\n  name = "乙"\n', [(3, 3, "duplicate-key")]),
        # One slip hides none of the later lines, and makes no other of them.
        (
            '[site]\nname = “甲”\norganisation: "乙"\ndescription = "丙\n',
            [(2, 8, "toml-syntax"), (3, 13, "toml-syntax"), (4, 17, "toml-syntax")],
        ),
        (
            GOOD.replace("[[categories]]", "[[categories]") + "[[topics]\nslug = 乙\n",
            [(3, 13, "toml-syntax"), (7, 9, "toml-syntax"), (8, 8, "toml-syntax")],
        ),
        (
            '[site]\nname = "甲"\n[site]\nname = "乙"\n[lists]\npage_size = ５\n',
            [(3, 1, "duplicate-key"), (6, 13, "toml-syntax")],
        ),
        ('[site]\nname = ["甲",\n\n[lists]\npage_size = 是\n', [(4, 2, "toml-syntax")]),
        ('[site]\nname = """甲\n乙\n丙 = 丁', [(4, 6, "toml-syntax")]),
        (f"a = {'[' * 5000}", [(1, 1, "toml-syntax")]),
        (f"a = {'9' * 5000}", [(1, 1, "toml-syntax")]),
        (
            GOOD + f"[lists]\npage_size = {'9' * 9}\npage = 0x{'f' * 5000}\n",
            [(9, 1, "unknown-key")],
        ),
    ],
)
def test_faults(text: str, found: list[tuple[int, int, str]]) -> None:
    settings, faults = sitetoml.parse(text)
    assert settings is None
    assert [(fault.line, fault.column, fault.rule) for fault in faults] == found
    assert all(fault.path == sitetoml.FILE and fault.message and fault.hint for fault in faults)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + "[review]\nrequired = yes\n", ["是与否不加引号，写成 true"]),
        (GOOD + "[review]\nrequired = 否\n", ["是与否不加引号，写成 false"]),
        (GOOD + '[review]\nrequired = "true"\n', ["应当是：true 或 false，不加引号"]),
        ("[site]\nname = 甲 # 我们\n", ['写成 "甲"']),
        ("[site]\nname =\n", ["没有值"]),
        ('[site]\nname: "甲"\n', ["用等号，不用冒号"]),
        ('[site\nname = "甲"\n', ["方括号没有成对"]),
        ("[site]\nname = '甲\n", ["引号没有成对"]),
        ('[site]\nname = "甲" organisation = "乙"\n', ["一行只写一个"]),
        (GOOD + 'aliases = ["建议"\n', ["列表的方括号没有成对"]),
        # A misspelt name is not said to be missing as well.
        (GOOD.replace("name", "nmae", 1), ["是不是“name”？"]),
        (GOOD.replace("[site]", "[sit]"), ["是不是“site”？"]),
        (GOOD.replace("form", "from"), ["是不是“form”？"]),
        (GOOD.replace("categories", "category"), ["是不是“categories”？"]),
        ("[site]\n" + CATEGORY, ["补上“name = ……”，值应当是：用引号括起来的文字"]),
    ],
)
def test_one_slip_is_one_fault_with_its_remedy(text: str, said: list[str]) -> None:
    _, faults = sitetoml.parse(text)
    assert len(faults) == len(said)
    for fault, words in zip(faults, said, strict=True):
        assert words in f"{fault.message}；{fault.hint}"


def test_a_key_of_very_many_parts_is_told_like_any_other() -> None:
    _, faults = sitetoml.parse(f"{GOOD}{'.'.join('a' * 2000)} = 1\n")
    assert [(fault.rule, fault.line, fault.column) for fault in faults] == [("unknown-key", 7, 1)]


@pytest.mark.parametrize(
    ("url", "good"),
    [
        *((url, True) for url in ("", "https://a.cn/", "http://a.cn:8080/b/c/")),
        *((url, False) for url in ("https://a.cn", "a.cn/", "//a.cn/", "/", "ftp://a.cn/")),
        *((url, False) for url in ("https://a.cn/?b=/", "https://a.cn/#/", "https://[a/")),
        *((url, False) for url in ("https:///a/", "https://a.cn/<b>/", "https://a.cn/ b/")),
    ],
)
def test_base_url(url: str, good: bool) -> None:
    settings, _ = sitetoml.parse(GOOD.replace("[[", f'base_url = "{url}"\n[['))
    assert (settings is not None) == good


@pytest.mark.parametrize(
    ("zone", "good"),
    [
        *(("Asia/Shanghai", True), ("UTC", True)),
        *((zone, False) for zone in ("", "北京时间", "Asia", "Asia/Beijing", "../UTC", "+08:00")),
    ],
)
def test_timezone(zone: str, good: bool) -> None:
    settings, _ = sitetoml.parse(GOOD.replace("[[", f'timezone = "{zone}"\n[['))
    assert (settings is not None) == good


@given(st.text(st.sampled_from("[]site.name=\"'甲“＝#\n\t {},0x9-:"), max_size=60), st.booleans())
def test_any_text_gives_settings_or_faults(text: str, after_good: bool) -> None:
    settings, faults = sitetoml.parse(GOOD + text if after_good else text)
    assert (settings is None) == bool(faults)
    assert all(fault.line >= 1 and fault.column >= 1 for fault in faults)
