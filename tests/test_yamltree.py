"""YAML as a tree of texts, and the slips that keep it from being read."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongkai import yamlslips
from gongkai.errors import Fault, Severity
from gongkai.model import Place
from gongkai.yamltree import Mapping, Node, Scalar, Sequence, parse

PATH = "content/a.md"


def plain(node: Node | None) -> Any:
    """The tree without its places."""
    match node:
        case Scalar(text=text):
            return text
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {entry.key: plain(entry.value) for entry in entries}
        case None:
            return None


def read(text: str) -> Any:
    node, faults = parse(text, PATH)
    assert not faults
    return plain(node)


def rules(text: str, first_line: int = 1) -> list[tuple[int, int, str]]:
    _, faults = parse(text, PATH, first_line, keys={"内容", "期限", "slug", "name"})
    return [(fault.line, fault.column, fault.rule) for fault in faults]


@pytest.mark.parametrize(
    "text",
    [
        *("022", "0153", "20220126", "2021.10", "12:30", "no", "yes", "1e3", "~", "null", "true"),
        *("0x1F", "2023-09-21", "D-013", "-1", ".5", "<<", "=", "市教育局", "http://a/b#c"),
    ],
)
def test_scalars_stay_texts(text: str) -> None:
    assert read(f"编号: {text}") == {"编号": text}
    assert read(f"编号:\n  - {text}\n") == {"编号": [text]}
    assert read(f'编号: "{text}"') == {"编号": text}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("# 说明\n", None),
        ("标题:\n", {"标题": ""}),
        ("标题:\t关于\n", {"标题": "关于"}),
        ("# 一\n标题: 关于\n  # 二\n年度: 2023\n", {"标题": "关于", "年度": "2023"}),
        ("标题: '关于 # 一' # 二\n", {"标题": "关于 # 一"}),
        ("标题: 关于#一\n", {"标题": "关于#一"}),
        ("标题: | # 一\n  二 # 三\n", {"标题": "二 # 三\n"}),
        ("主题: # 一\n  - 甲\n", {"主题": ["甲"]}),
        ("主题: [甲] # 一\n", {"主题": ["甲"]}),
        ("标题: '关于: ''校车'''\n", {"标题": "关于: '校车'"}),
        ('标题: "一\\n二"\n', {"标题": "一\n二"}),
        ("标题: 一\n  二\n", {"标题": "一 二"}),
        ("标题: |\n  一：二\n  内容：三\n", {"标题": "一：二\n内容：三\n"}),
        ("主题: [甲, 乙]\n", {"主题": ["甲", "乙"]}),
        ("主题:\n- 甲\n- 乙\n年度: 2023\n", {"主题": ["甲", "乙"], "年度": "2023"}),
        ("承诺事项:\n  - 内容: 甲\n    期限: 乙\n", {"承诺事项": [{"内容": "甲", "期限": "乙"}]}),
        ("- slug: a\n- b\n", [{"slug": "a"}, "b"]),
        ("标题: 答复：关于校车\n", {"标题": "答复：关于校车"}),
    ],
)
def test_trees(text: str, tree: Any) -> None:
    assert read(text) == tree


def test_places_count_from_the_first_line_in_characters() -> None:
    node, _ = parse("标题: 关于\n主题:\n  - 𠮷\n  - '乙'\n", PATH, first_line=2)
    assert isinstance(node, Mapping)
    title, topics = node.entries
    assert (title.place, title.value.place) == (Place(2, 1), Place(2, 5))
    assert isinstance(topics.value, Sequence)
    assert topics.value.items == (
        Scalar("𠮷", 4, 5),
        Scalar("乙", 5, 5, quoted=True),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("标题：甲", [(1, 3, "full-width-colon")]),
        ("标题 ：甲", [(1, 4, "full-width-colon")]),
        ("标题：甲: 乙", [(1, 3, "full-width-colon")]),
        ("标题:甲", [(1, 3, "colon-without-space")]),
        ("标题:\u3000甲", [(1, 3, "colon-without-space")]),
        (
            "a:\n  - 内容：甲\n  - 内容:乙",
            [(2, 7, "full-width-colon"), (3, 7, "colon-without-space")],
        ),
        ("a:\n  - 别的：甲", []),
        ("a: |\n  内容：甲\nb: 乙", []),
        ("a: 甲\nb: 乙: 丙", [(2, 5, "yaml-syntax")]),
        ("a: 甲:", [(1, 5, "yaml-syntax")]),
        ("a: [2017]19号", [(1, 4, "yaml-syntax")]),
        ("a: {甲}乙", [(1, 4, "yaml-syntax")]),
        ('a: "甲"乙', [(1, 4, "yaml-syntax")]),
        ('a: "甲\nb: 乙', [(1, 4, "yaml-syntax")]),
        ("a: '甲\n\n\nb: 乙", [(1, 4, "yaml-syntax")]),
        ("a: [甲\nb: 乙", [(1, 4, "yaml-syntax")]),
        ("a:\n\t- 甲", [(2, 1, "yaml-syntax")]),
        ("a:\n  -\t甲: 乙: 丙", [(2, 4, "yaml-syntax")]),
        ("a: 甲\n b: 乙", [(2, 3, "yaml-syntax")]),
        ("a: *甲*", [(1, 4, "yaml-syntax")]),
        ("a: %甲", [(1, 4, "yaml-syntax")]),
        ("a: - 甲", [(1, 4, "yaml-syntax")]),
        ('a: "C:\\新"', [(1, 7, "yaml-syntax")]),
        ("a: &x 甲", [(1, 4, "yaml-alias")]),
        ("a: *x", [(1, 4, "yaml-alias")]),
        ("<<: *x", [(1, 5, "yaml-alias")]),
        ("a: !!str 甲", [(1, 4, "yaml-tag")]),
        ("a: ! 甲", [(1, 4, "yaml-tag")]),
        ("a: 甲\na: 乙", [(2, 1, "duplicate-key")]),
        ("a: {b: 甲, b: 乙}", [(1, 11, "duplicate-key")]),
        ("[甲]: 乙", [(1, 1, "yaml-syntax")]),
        ("a: 甲\n---\nb: 乙", [(2, 1, "yaml-syntax")]),
        ("a: 甲\x01", [(1, 5, "control-character")]),
        ("a: 甲\u200b", [(1, 5, "control-character")]),
        ("a: 甲\u2028乙\nb: 丙: 丁", [(1, 5, "control-character"), (2, 5, "yaml-syntax")]),
        ('a: "\\x01"', [(1, 4, "control-character")]),
        (f"a: {'甲' * 40_000}\x01", [(1, 40_004, "control-character")]),
        (
            "一行文字\na: 甲: 乙\n二行\n\n三行",
            [(1, 1, "yaml-syntax"), *[(2, 5, "yaml-syntax")], (3, 1, "yaml-syntax")],
        ),
    ],
)
def test_slips(text: str, found: list[tuple[int, int, str]]) -> None:
    assert sorted(rules(text)) == found
    assert sorted(rules(text, 3)) == [(line + 2, column, rule) for line, column, rule in found]


@pytest.mark.parametrize(
    ("text", "tree", "found", "lost"),
    [
        ("a: 关于 # 校车\nb: 丙", {"a": "关于", "b": "丙"}, (1, 7), "# 校车"),
        ("a: 关于\t#1号楼 \n", {"a": "关于"}, (1, 7), "#1号楼"),
        ("a: #校车", {"a": ""}, (1, 4), "#校车"),
        ("a:\n  - 𠮷 #乙\n", {"a": ["𠮷"]}, (2, 7), "#乙"),
        ("a: 甲\n  乙 #丙", {"a": "甲 乙"}, (2, 5), "#丙"),
        ("a: [甲, 乙 #丙\n  ]", {"a": ["甲", "乙"]}, (1, 10), "#丙"),
        (f"a: 甲 #{'乙' * 99}", {"a": "甲"}, (1, 6), f"#{'乙' * 79}……"),
    ],
)
def test_text_lost_to_a_comment_is_named(
    text: str, tree: Any, found: tuple[int, int], lost: str
) -> None:
    node, (fault,) = parse(text, PATH)
    assert plain(node) == tree
    assert (fault.line, fault.column) == found
    assert (fault.rule, fault.severity) == ("value-cut-short", Severity.WARNING)
    assert f"“{lost}”" in fault.message


def test_the_hint_of_a_lost_text_keeps_it() -> None:
    _, (fault,) = parse("a: it's #1", PATH)
    suggestion = re.search("：('.*')；", fault.hint)
    assert suggestion
    assert read(f"a: {suggestion[1]}") == {"a": "it's #1"}


def test_lost_text_does_not_hide_an_error() -> None:
    assert {rule for _, _, rule in rules("- 丙\na: 甲 #乙")} == {"value-cut-short", "yaml-syntax"}


def test_one_slip_does_not_hide_the_other_entries() -> None:
    node, faults = parse("a: 甲: 乙\nb: 丙\nc：丁\nd:\n- 戊\n- 己\n", PATH)
    assert plain(node) == {"b": "丙", "d": ["戊", "己"]}
    assert [fault.line for fault in faults] == [3, 1]


def test_a_line_indented_by_mistake_does_not_hide_the_one_above() -> None:
    node, faults = parse("a: 甲\n b: 乙\nc: 丙\n d：丁\ne:\n - 戊: 己: 庚\n", PATH, keys={"d"})
    assert plain(node) == {"a": "甲", "c": "丙"}
    assert [fault.line for fault in faults] == [4, 2, 6]


def test_one_slip_does_not_hide_the_other_items() -> None:
    node, faults = parse("- slug: a\n- slug: b: c\n- slug: d\n", PATH)
    assert plain(node) == [{"slug": "a"}, {"slug": "d"}]
    assert [fault.line for fault in faults] == [2]


def test_aliases_are_refused_before_they_expand() -> None:
    bomb = ["a0: &a0 [哈, 哈]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    node, faults = parse("\n".join(bomb), PATH)
    assert plain(node) == {}
    assert [fault.rule for fault in faults] == ["yaml-alias"] * 40


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(bracket: str) -> None:
    assert {rule for _, _, rule in rules(f"a:\n  {bracket * 10_000}")} == {"yaml-syntax"}


def test_hints_quote_the_value_so_that_yaml_reads_it() -> None:
    _, faults = parse("标题: it's: 'a'", PATH)
    suggestion = re.search("：('.*')", faults[0].hint)
    assert suggestion
    assert read(f"标题: {suggestion[1]}") == {"标题": "it's: 'a'"}


texts = st.text(st.characters(codec="utf-8"), max_size=60)
visible = texts.filter(lambda text: not yamlslips.INVISIBLE.search(text))


keys = visible.filter(lambda text: not {":", "："} & set(text))


@given(st.dictionaries(keys, visible, max_size=5))
def test_what_yaml_dumps_is_read_back(mapping: dict[str, str]) -> None:
    text = yaml.safe_dump(mapping, allow_unicode=True, width=1_000_000)
    node, faults = parse(text, PATH)
    assert not faults
    assert plain(node) == mapping


yamlish = st.text(
    st.sampled_from("标题a:：-?[]{},&*!|>'\"%@`#~ \t\n\r\0\x0b\u3000\u2028\ufeff\\=<"), max_size=80
)


@given(st.one_of(texts, yamlish), st.integers(1, 9))
def test_any_text_gives_a_tree_or_faults(text: str, first_line: int) -> None:
    node, faults = parse(text, PATH, first_line, keys={"题"})
    last_line = first_line + text.count("\n")
    for fault in faults:
        assert first_line <= fault.line <= last_line
        assert fault.column >= 1
    assert faults or plain(node) == plain(parse(text, PATH)[0])


@given(yamlish, yamlish)
def test_a_fault_of_a_line_stays_when_another_is_added(line: str, other: str) -> None:
    """A slip that needs no parser is said whatever else is wrong."""

    def found(text: str) -> set[Fault]:
        return {fault for fault in parse(text, PATH)[1] if fault.rule == "full-width-colon"}

    slip = "字段：值"
    assert found(slip) <= found(f"{slip}\n{line}\n{other}")
