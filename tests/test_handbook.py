"""The handbook says all that an admin can write, type or be told, and nothing that is not so.

The vocabulary, site.toml's keys and the command's options are asked of the program itself; the
rules of faults are found in the syntax trees of its sources.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from gongkai import cli, drafting, markdown, sitetoml, unitsyaml, urls, usage
from gongkai.names import names_of
from gongkai.settings import Unit
from gongkai.vocabulary import FIELDS, PAGE_FIELDS, SIMPLE_FIELDS, Field, Kind

REPOSITORY = Path(__file__).resolve().parent.parent
HANDBOOK = (REPOSITORY / "docs/handbook.md").read_text(encoding="utf-8")
PACKAGE = REPOSITORY / "gongkai"

_CODE = re.compile(r"`([^`\n]+)`")


def chapter(title: str) -> str:
    """The text of the chapter ``title``, up to the next one."""
    found = re.search(
        rf"^## [^\n]*{title}[^\n]*\n(.*?)(?=^## |\Z)", HANDBOOK, re.MULTILINE | re.DOTALL
    )
    assert found, f"no chapter {title}"
    return found[1]


def rows(text: str) -> dict[str, str]:
    """The rows of the tables of ``text`` by the code or words in their first cell."""
    cells = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {cell[0].strip("`"): " | ".join(cell) for cell in cells if set(cell[0]) != {"-"}}


def said(text: str) -> set[str]:
    """Everything that ``text`` marks as code."""
    return set(chain.from_iterable(part.split(" ") for part in _CODE.findall(text)))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_has_a_row(field: Field) -> None:
    row = rows(chapter("字段一览"))[field.key]
    assert f"`{field.name}`" in row
    assert all(alias in row for alias in field.aliases)
    assert all(value in row for value in field.values)
    for part in field.parts:
        assert part.key in row
        assert all(value in row for value in part.values)
    if field in SIMPLE_FIELDS:
        assert f"`{field.option}`" in row


def test_no_row_for_a_field_that_is_not() -> None:
    keys = {field.key for field in FIELDS}
    assert rows(chapter("字段一览")).keys() <= {*keys, "键"}


def test_the_fields_of_pages_are_named() -> None:
    section = HANDBOOK.partition("### 网站自己的页面")[2].partition("\n#")[0]
    named = {field.key for field in FIELDS if f"“{field.key}”" in section}
    assert named == {field.key for field in PAGE_FIELDS}


@pytest.mark.parametrize("table", [*sitetoml.TABLES, *sitetoml.ARRAYS])
def test_every_key_of_site_toml_has_a_row(table: str) -> None:
    heading = f"[[{table}]]" if table in sitetoml.ARRAYS else f"[{table}]"
    keys = {**sitetoml.TABLES, **sitetoml.ARRAYS}[table]
    section = re.search(
        rf"^### [^\n]*`{re.escape(heading)}`\n(.*?)(?=^##|\Z)", HANDBOOK, re.M | re.S
    )
    assert section, f"no section {heading}"
    assert rows(section[1]).keys() - {"键"} == {key.name for key in keys}


def test_outcomes_and_units_are_explained() -> None:
    assert re.search(r"^### .*`\[outcomes\.default\]`$", HANDBOOK, re.MULTILINE)
    assert {*unitsyaml._UNIT_KEYS, *unitsyaml._FORMER_KEYS} <= said(chapter("单位名录"))


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", HANDBOOK, re.MULTILINE | re.DOTALL)


def test_the_examples_of_files_have_no_faults() -> None:
    settings, faults = sitetoml.parse(examples("toml")[0])
    assert settings is not None
    units, unit_faults = unitsyaml.parse(examples("yaml")[0], settings.outcomes)
    known = names_of(settings, (*units, Unit("a", "市财政局"), Unit("b", "市交通局")))
    documents_shown = [text for text in examples("markdown") if text.startswith("---")]
    for text in documents_shown:
        document, document_faults = drafting.read("suggestions/1.md", text.encode(), known)
        assert document is not None
        faults += document_faults
    assert faults + unit_faults == []
    assert len(documents_shown) == 2


def test_the_example_of_a_body_shows_what_is_said_of_it() -> None:
    body = markdown.render(next(text for text in examples("markdown") if text[0] != "-"))
    assert [(heading.id, heading.run_in) for heading in body.outline] == [
        ("s1", False),
        ("s2", False),
        ("s2-1", True),
        ("s2-2", True),
        ("s-下一步打算", False),
    ]
    classes = {"addressee", "closing", "annex", "signature", "signed-date", "note", "footnote"}
    assert all(f'class="{name}"' in body.html for name in classes)
    assert body.html.count('class="annex"') == 2
    assert all(f"<{tag}>" in body.html for tag in ("table", "ul"))
    assert body.images == ("20230489/xianlu.png",)
    assert body.numbers == ("20230489",)


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = usage.parser()
    choices = next(
        action.choices
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return dict(choices)


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_is_explained(name: str) -> None:
    section = re.search(rf"^### `{name}`[^\n]*\n(.*?)(?=^##|\Z)", HANDBOOK, re.M | re.S)
    assert section, f"no section {name}"
    explained = rows(section[1]).keys()
    fields = {field.option for field in SIMPLE_FIELDS}
    options = {
        string
        for action in commands()[name]._actions
        for string in action.option_strings
        if string not in {"-h", "--help", *fields}
    }
    assert {option.split(" ")[0].strip("`") for option in explained} - {"选项"} == options


def test_every_status_of_the_end_is_explained() -> None:
    assert {str(status) for status in (cli.DONE, cli.FAULTS, cli.USAGE, cli.MACHINE)} == {
        key for key in rows(chapter("退出码")) if key.isdigit()
    }


def test_names_that_are_taken_are_listed() -> None:
    assert said(chapter("文件放在哪里，叫什么")) >= urls.RESERVED


def test_every_rule_has_a_row_and_no_other() -> None:
    written = {rule: row.split(" | ")[1] for rule, row in rows(chapter("错误与处理")).items()}
    assert written == {"规则": "轻重", **rules()}


def test_chapters_referred_to_exist() -> None:
    named = re.findall(r"见“([^”]+)”", HANDBOOK)
    assert named
    assert all(chapter(title) for title in named)


def test_no_kind_of_value_is_left_out() -> None:
    kinds = {kind.value for kind in Kind}
    written = {row.split(" | ")[3] for row in rows(chapter("字段一览")).values()} - {"类型"}
    assert written == kinds


def rules() -> dict[str, str]:
    """Every rule that a fault of the program may have, and how severe such a fault is."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]
    positions = _positions_of_rules(trees)
    return {
        rule: "提醒" if "Severity.WARNING" in ast.unparse(call) else "错误"
        for tree in trees
        for call in _calls(tree)
        for rule in _rules_of(call, positions)
    }


def _positions_of_rules(trees: Iterable[ast.Module]) -> dict[str, set[int]]:
    """For each function, method and class that takes a ``rule``: at which place of a call."""
    positions: dict[str, set[int]] = defaultdict(set)
    for node in chain.from_iterable(map(ast.walk, trees)):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
            if "rule" in names:
                positions[node.name].add(names.index("rule") - (names[0] == "self"))
        elif isinstance(node, ast.ClassDef):
            fields = [
                line.target.id
                for line in node.body
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
            ]
            if {"rule", "message", "hint"} <= {*fields} or {"rule", "severity", "find"} <= {
                *fields
            }:
                positions[node.name].add(fields.index("rule"))
    return positions


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _rules_of(call: ast.Call, positions: dict[str, set[int]]) -> Iterator[str]:
    """The rules that a call states; one that only passes a rule on states none."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    stated = [call.args[at] for at in positions.get(name, ()) if at < len(call.args)]
    stated += [each.value for each in call.keywords if each.arg == "rule" and name in positions]
    for argument in chain.from_iterable(map(_either, stated)):
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", argument.value)
            yield argument.value
        else:
            passed_on = isinstance(argument, ast.Name | ast.Attribute)
            assert passed_on, "a rule is written out, so that it can be found"


def _either(expression: ast.expr) -> Iterator[ast.expr]:
    """What an expression of the form ``a if … else b`` may be."""
    if isinstance(expression, ast.IfExp):
        yield from _either(expression.body)
        yield from _either(expression.orelse)
    else:
        yield expression
