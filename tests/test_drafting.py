"""Drafts: what is answered is what the reader of every build reads, whatever the text."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import drafting, frontmatter
from gongkai.drafting import Answers, Draft
from gongkai.fields import FieldReader
from gongkai.names import names_of
from gongkai.settings import Category, Form, Session, Settings, SiteIdentity, Topic, Unit
from gongkai.vocabulary import ABSENT, BY_NAME, FIELDS, SIMPLE_FIELDS, Kind, Openness

SETTINGS = Settings(
    site=SiteIdentity("示例"),
    categories=(
        Category("suggestions", "人大代表建议", Form.REPLY, ("建议",)),
        *(Category(f"papers-{form}", f"文件 {form}", form) for form in Form),
    ),
    topics=(Topic("jiaoyu", "教育"), Topic("jiaotong", "交通")),
    sessions=(Session("renda-1", "人大一次会议", 2023), Session("renda-2", "人大二次会议", 2024)),
    outcomes={"default": {"A": "已解决"}},
)
UNITS = (
    Unit("jiaoyu-ju", "市教育局", "教育局"),
    Unit("jiaotong-ju", "市交通局"),
)
KNOWN = names_of(SETTINGS, UNITS)
TODAY = date(2025, 3, 4)

REPLY: Answers = {
    "title": ("关于甲的答复",),
    "category": ("人大代表建议",),
    "number": ("20230489",),
    "sessions": ("人大一次会议",),
    "unit": ("市教育局",),
}

# Control characters, and those that cannot be seen, are refused by the reader.
visible = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn")), max_size=40)
yaml_like = st.text(st.sampled_from("甲a0 -'\"#:：[]{},、&*!|>%@`?~.无"), max_size=12)
texts = visible | yaml_like


def written(text: str) -> str:
    """``text`` as any reader of front matter sees it: white space is layout, 无 is nothing."""
    plain = " ".join(text.split())
    return "" if plain == ABSENT else plain


def reader(draft: Draft) -> FieldReader:
    front_matter, _, _ = frontmatter.split(draft.text, "new.md")
    assert front_matter is not None
    return FieldReader("new.md", front_matter)


def drafted(**changes: tuple[str, ...]) -> Draft:
    """The draft of a reply with other answers, prepared as ``new`` prepares them."""
    answers = {**REPLY, **changes}
    prepared = {
        name: values
        for name, given_texts in answers.items()
        if (values := drafting.answer(BY_NAME[name], given_texts, KNOWN))
    }
    return drafting.draft(prepared, KNOWN)


@given(texts)
def test_a_text_is_read_back_as_given(text: str) -> None:
    draft = drafted(title=(text,), subject=(text,), source=(text,))
    fields = reader(draft)
    assert [fields.text(name) for name in ("title", "subject", "source")] == [written(text)] * 3
    assert all(rule == "missing-field" for rule in (fault.rule for _, fault in draft.faults))


@given(st.lists(texts, max_size=4))
def test_names_are_read_back_as_given(names: list[str]) -> None:
    draft = drafted(proposers=tuple(names), aliases=tuple(names))
    expected = list(dict.fromkeys(filter(None, map(written, names))))
    for name in ("proposers", "aliases"):
        assert [found.target for found in reader(draft).names(name)] == expected


@given(st.text(max_size=20))
def test_whatever_is_given_is_read_back_or_refused(text: str) -> None:
    draft = drafted(subject=(text,), proposers=(text,))
    fields = reader(draft)
    names = [found.target for found in fields.names("proposers")]
    read_back = [fields.text("subject"), *names] == [written(text), *filter(None, [written(text)])]
    assert draft.errors() or read_back


@given(texts)
def test_one_line_is_parted_as_the_reader_parts_it(text: str) -> None:
    parted = drafting.parted(BY_NAME["proposers"], text)
    assert not any(separator in name for name in parted for separator in "、；;，,")
    assert drafting.parted(BY_NAME["title"], text) == tuple(filter(None, [" ".join(text.split())]))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("关于甲的答复", "案由: 关于甲的答复"),
        ("022", "案由: 022"),
        ("2021.10", "案由: 2021.10"),
        ("12:30", "案由: 12:30"),
        ("关于：甲", "案由: 关于：甲"),
        ("关于: 甲", "案由: '关于: 甲'"),
        ("甲 #乙", "案由: '甲 #乙'"),
        ("“甲”乙", "案由: “甲”乙"),
        ("'甲'乙", "案由: '''甲''乙'"),
        ("[2017]19号", "案由: '[2017]19号'"),
        ("- 甲", "案由: '- 甲'"),
        ("  甲\n乙 ", "案由: 甲 乙"),
    ],
)
def test_quotes_only_where_needed(text: str, line: str) -> None:
    assert line in drafted(subject=(text,)).text.splitlines()


@pytest.mark.parametrize(
    ("name", "values", "lines"),
    [
        ("topics", ("教育",), ["主题: 教育"]),
        ("topics", ("jiaoyu", "交通"), ["主题:", "  - 教育", "  - 交通"]),
        ("unit", ("教育局",), ["主办单位: 市教育局"]),
        ("proposers", ("甲、乙",), ["提出人:", "  - 甲、乙"]),
        ("number", ("第022号",), ["编号: 022"]),
        ("number", ("无",), ["编号: 无"]),
        ("doc_number", ("深政数函[2023]第084号",), ["文号: 深政数函〔2023〕84号"]),
    ],
)
def test_values_in_the_form_of_the_paper(
    name: str, values: tuple[str, ...], lines: list[str]
) -> None:
    text = drafted(**{name: values}).text
    assert "\n".join(lines) + "\n" in text


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("category", "人大代表建义", "unknown-category"),
        ("sessions", "人大三次会议", "unknown-session"),
        ("unit", "市教育句", "unknown-unit"),
        ("unit", "无", "missing-field"),
        ("topics", "体育", "unknown-topic"),
        ("outcome", "B", "unknown-outcome"),
        ("openness", "公开", "wrong-value"),
        ("show_proposers", "对", "wrong-value"),
        ("signed", "2023-02-30", "wrong-date"),
        ("year", "23", "wrong-value"),
        ("subject", "甲\u200b乙", "control-character"),
    ],
)
def test_a_wrong_answer_is_wrong_as_in_a_file(name: str, value: str, rule: str) -> None:
    assert (name, rule) in [
        (owner, fault.rule) for owner, fault in drafted(**{name: (value,)}).errors()
    ]


def test_fields_stand_in_the_order_of_the_vocabulary() -> None:
    answers = dict.fromkeys((field.name for field in reversed(SIMPLE_FIELDS)), ("甲",))
    lines = drafting.draft(answers, KNOWN).text.splitlines()
    keys = [line.partition(":")[0] for line in lines if ":" in line]
    assert keys == [field.key for field in FIELDS if field.kind is not Kind.ITEMS]


@pytest.mark.parametrize("form", Form)
def test_what_is_missing_is_what_the_reader_misses(form: Form) -> None:
    category = next(category for category in SETTINGS.categories if category.form is form)
    complete = {**REPLY, "category": (category.name,)}
    for names in itertools.chain.from_iterable(
        itertools.combinations(complete, count) for count in range(len(complete) + 1)
    ):
        answers = {name: complete[name] for name in names}
        missing = [field.key for field in drafting.missing(answers, KNOWN)]
        faults = drafting.draft(answers, KNOWN).faults
        said = [fault.message for _, fault in faults if fault.rule == "missing-field"]
        assert len(said) == len(missing) == len(faults)
        assert all(any(f"“{key}”" in message for message in said) for key in missing)


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("openness", Openness)
def test_a_draft_with_blanks_has_no_faults(form: Form, openness: Openness) -> None:
    category = next(category for category in SETTINGS.categories if category.form is form)
    answers = {**REPLY, "category": (category.name,), "openness": (openness,)}
    filled = drafting.with_blanks(answers, form, review_required=True)
    draft = drafting.draft(filled, KNOWN, "suggestions/2023/1.md")
    assert draft.faults == ()
    assert draft.document is not None
    assert draft.document.review is None


def test_a_reply_with_blanks() -> None:
    answers = {**REPLY, "openness": (Openness.SUMMARY,)}
    filled = drafting.with_blanks(answers, Form.REPLY, review_required=True)
    assert drafting.draft(filled, KNOWN).text == (
        "---\n"
        "标题: 关于甲的答复\n"
        "类别: 人大代表建议\n"
        "状态: 草稿\n"
        "编号: 20230489\n"
        "届次: 人大一次会议\n"
        "主办单位: 市教育局\n"
        "案由: \n"
        "文号: \n"
        "公开方式: 摘要公开\n"
        "成文日期: \n"
        "发布日期: \n"
        "主题: \n"
        "公开审查:\n"
        "  审查人: \n"
        "  日期: \n"
        "  结论: \n"
        "---\n"
        "\n"
        "## 摘要\n"
        "\n"
    )


def paths(count: int, **changes: tuple[str, ...]) -> list[str]:
    document = drafted(**changes).document
    assert document is not None
    return list(itertools.islice(drafting.paths(document, TODAY), count))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "suggestions/2023/20230489.md"),
        ({"number": ("D-013",)}, "suggestions/2023/d-013.md"),
        ({"number": ("ＤＨ０２７１",)}, "suggestions/2023/dh0271.md"),
        ({"number": ("（建）22/1",)}, "suggestions/2023/22-1.md"),
        ({"sessions": ()}, "suggestions/2025/20230489.md"),
        ({"sessions": (), "signed": ("2022.9.1",)}, "suggestions/2022/20230489.md"),
        ({"sessions": (), "year": ("2021",)}, "suggestions/2021/20230489.md"),
        ({"number": ("无",)}, "suggestions/2023/2025-03-04.md"),
        ({"number": ("无",), "signed": ("2023年9月1日",)}, "suggestions/2023/2023-09-01.md"),
        ({"number": ("甲",), "published": ("2023-10-01",)}, "suggestions/2023/2023-10-01.md"),
    ],
)
def test_the_address_of_a_document(changes: dict[str, tuple[str, ...]], expected: str) -> None:
    assert paths(1, **changes) == [expected]


def test_addresses_when_the_plain_one_is_taken() -> None:
    assert paths(4) == [
        "suggestions/2023/20230489.md",
        "suggestions/2023/20230489-jiaoyu-ju.md",
        "suggestions/2023/20230489-jiaoyu-ju-2.md",
        "suggestions/2023/20230489-jiaoyu-ju-3.md",
    ]


@given(visible)
def test_every_proposed_address_can_be_published(number: str) -> None:
    assert all(map(drafting.is_address, paths(3, number=(f"{number}号",))))


@pytest.mark.parametrize(
    ("stated", "path"),
    [
        ("suggestions/2023/1", "suggestions/2023/1.md"),
        ("content/suggestions/2023/1.md", "suggestions/2023/1.md"),
        ("content\\suggestions\\2023\\1.md", "suggestions/2023/1.md"),
        ("./content/suggestions/2023/1.html", "suggestions/2023/1.md"),
    ],
)
def test_a_stated_path(stated: str, path: str) -> None:
    assert drafting.stated_path(stated) == path
    assert drafting.is_address(path)


@pytest.mark.parametrize("stated", ["", "../1", "a/甲", "A/1", "units/1", "pages/about", "a b"])
def test_a_stated_path_that_is_no_address(stated: str) -> None:
    assert not drafting.is_address(drafting.stated_path(stated))


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"unit": ("教育局", "市交通局")}, True),
        ({"sessions": ("人大一次会议", "人大二次会议")}, True),
        ({"unit": ("市交通局",)}, False),
        ({"sessions": ("人大二次会议",)}, False),
        ({"number": ("20230490",)}, False),
        ({"category": ("文件 reply",)}, False),
    ],
)
def test_the_same_reply(changes: dict[str, tuple[str, ...]], same: bool) -> None:
    one, other = drafted().document, drafted(**changes).document
    assert one is not None
    assert other is not None
    assert drafting.is_same_reply(one, other) is same


def test_replies_without_a_number_are_never_the_same() -> None:
    document = drafted(number=("无",)).document
    assert document is not None
    assert not drafting.is_same_reply(document, document)


def test_options_are_distinct_and_named_as_the_fields() -> None:
    options = [field.option for field in SIMPLE_FIELDS]
    assert len(set(options)) == len(options)
    assert {"--category", "--session", "--unit", "--co-unit", "--topic", "--alias"} <= {*options}


def test_names_are_chosen_by_number() -> None:
    choices = drafting.choices(BY_NAME["unit"], KNOWN)
    assert choices == ("市教育局", "市交通局")
    assert drafting.chosen(("2", "１", "3", "教育局"), choices) == (
        "市交通局",
        "市教育局",
        "3",
        "教育局",
    )


def test_which_fields_name_something_known() -> None:
    named = [field.name for field in SIMPLE_FIELDS if drafting.nouns(field.name, KNOWN)]
    assert named == ["category", "sessions", "unit", "co_units", "topics"]
