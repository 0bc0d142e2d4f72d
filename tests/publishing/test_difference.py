from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publishing.difference import (
    brought_back,
    difference,
    documents,
    emptied_folders,
    in_stages,
    kind_of,
    stage_of,
)
from gongkai.publishing.report import difference_text, files_text
from gongkai.staging import Stage

MANIFESTS = st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from(["01", "02"]))


@given(MANIFESTS, MANIFESTS)
def test_what_is_sent_and_removed_makes_the_one_site_the_other(
    before: dict[str, str], after: dict[str, str]
) -> None:
    change = difference(before, after)
    there = {address: before[address] for address in before if address not in change.removed}
    assert there | {address: after[address] for address in change.sent} == after
    assert change.is_empty == (before == after)


@pytest.mark.parametrize(
    ("address", "stage", "kind"),
    [
        ("assets/3f2a/site.css", Stage.ASSET, "版式资源"),
        ("search/manifest.bin", Stage.SEARCH, "检索索引"),
        ("suggestions/2023/1.html", Stage.PAGE, "文件页面"),
        ("suggestions/2023/1.json", Stage.DATA, "单篇数据"),
        ("suggestions/2023/1.md", Stage.DATA, "单篇数据"),
        ("suggestions/2023/1/plan.pdf", Stage.ASSET, "附件"),
        ("data/texts-2023.jsonl", Stage.LIST, "全站数据"),
        ("feeds/all.xml", Stage.LIST, "订阅源"),
        ("years/2023.html", Stage.LIST, "列表页面"),
        ("index.html", Stage.LIST, "网站自己的页面"),
        ("404.html", Stage.LIST, "网站自己的页面"),
        ("sitemap.xml", Stage.LIST, "网站地图和清单"),
    ],
)
def test_a_file_has_its_stage_and_its_kind(address: str, stage: Stage, kind: str) -> None:
    assert (stage_of(address), kind_of(address)) == (stage, kind)


def test_what_is_pointed_at_goes_first() -> None:
    given_addresses = ["index.html", "a/1.html", "a/1.json", "search/a.bin", "assets/1/a.css"]
    assert list(in_stages(given_addresses)) == sorted(Stage)


def test_documents_are_told_from_lists_and_files() -> None:
    addresses = ["suggestions/1.html", "suggestions/1/a.pdf", "units/a.html", "about.html"]
    assert documents(addresses) == ("suggestions/1.html", "about.html")


def test_the_report_names_documents_and_counts_files() -> None:
    change = difference({"a/1.html": "1", "a/2.html": "1"}, {"a/2.html": "2", "a/3.html": "1"})
    said = difference_text(change)
    assert "新增 1 篇：\n  a/3.html" in said
    assert "有改动 1 篇：\n  a/2.html" in said
    assert "撤下 1 篇：\n  a/1.html" in said
    listed = ["文件页面 3 个：", "  - a/1.html", "  * a/2.html", "  + a/3.html"]
    assert files_text(change).splitlines() == listed


def test_files_of_the_search_index_are_only_counted() -> None:
    before = {f"search/base/{index}.bin": "1" for index in range(3)} | {"search/manifest.bin": "1"}
    after = {"search/base/9.bin": "1", "search/manifest.bin": "2", "years/2023.html": "1"}
    assert files_text(difference(before, after)).splitlines() == [
        "列表页面 1 个：",
        "  + years/2023.html",
        "检索索引 5 个：新增 1、改动 1、删除 3，不逐个列出",
    ]


def test_a_document_whose_data_is_gone_was_withdrawn() -> None:
    change = difference({"a/1.html": "1", "a/1.json": "1"}, {"a/1.html": "2"})
    said = difference_text(change)
    assert "撤回 1 篇：\n  a/1.html" in said
    assert "有改动" not in said


def test_folders_in_which_nothing_is_left_are_told_from_the_deepest() -> None:
    removed = ["a/b/c/1.html", "a/2.html", "d/3.html"]
    assert emptied_folders(removed, ["a/4.html"]) == ["a/b/c", "a/b", "d"]


def test_what_going_back_shows_again() -> None:
    now = {"a/1.html": "withdrawn", "a/2.html": "new", "a/2.json": "new"}
    before = {
        **{"a/1.html": "text", "a/1.json": "text", "a/2.html": "old", "a/2.json": "old"},
        **{"a/2/list.pdf": "x", "a/3.html": "gone", "a/3.json": "gone", "feeds/all.xml": "x"},
    }
    shown = brought_back(difference(now, before))
    assert shown == ("a/1.html", "a/2/list.pdf", "a/3.html")
