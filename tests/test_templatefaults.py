"""What is wrong with a template is said in Chinese: real templates, each with one slip."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader

from gongkai.templatefaults import told
from gongkai.templates import environment

SLIPS = [
    ("{% if x %}", "模板到末尾了，“if”还没有结束，缺少“elif”或“else”或“endif”"),
    ("{% for x in d %}", "模板到末尾了，“for”还没有结束，缺少“endfor”或“else”"),
    ("{% block a %}", "模板到末尾了，“block”还没有结束，缺少“endblock”"),
    ("{% foo %}", "没有“foo”这个标签"),
    ("{% endblock %}", "标签“endblock”没有与它相配的开头"),
    ("{% else %}", "标签“else”没有与它相配的开头"),
    (
        "{% block a %}{% endfor %}{% endblock %}",
        "这里不能用标签“endfor”：“block”还没有结束，应当先写“endblock”",
    ),
    (
        "{% block a %}{% if x %}{% endblock %}",
        "标签“endblock”来早了：“if”还没有结束，应当先写“elif”或“else”或“endif”",
    ),
    ("{% %}", "{% 后面缺少标签的名称"),
    ("{{ x", "模板到末尾了，缺少输出的结尾 }}"),
    ("{% if x", "模板到末尾了，缺少标签的结尾 %}"),
    ("{# a", "注释没有结束，缺少 #}"),
    ("{% raw %}a", "raw 没有结束，缺少 {% endraw %}"),
    ("{{ x }", "多了一个“}”，或者前面少了与它成对的括号"),
    ('{{ "a }}', "引号没有成对"),
    ("{{ 'a }}", "引号没有成对"),
    ("{{ ，}}", "这里不能写“，”；符号要用半角的"),
    ("{{ x y }}", "这里应当是输出的结尾 }}，写的却是“y”"),
    ("{% for x %}{% endfor %}", "这里应当是“in”，写的却是标签的结尾 %}"),
    ("{% block %}{% endblock %}", "这里应当是名称，写的却是标签的结尾 %}"),
    ("{% if %}{% endif %}", "标签的结尾 %}前面缺少要取的值"),
    ("{{ (x }}", "括号没有成对：“}”前面缺少“)”"),
    ("{{ x == }}", "输出的结尾 }}写得不是地方，它前面缺少内容"),
    ("{{ x. }}", "点号后面缺少字段的名称"),
    ("{{ x|nope }}", "没有“nope”这个过滤器"),
    ("{% if d is nope %}{% endif %}", "没有“nope”这个判断"),
    ("{% block a %}{% endblock %}{% block a %}{% endblock %}", "块“a”写了两次"),
    ("{% block a-b %}{% endblock %}", "块的名称只能用字母、数字和下划线"),
    ("{% set 1 = 2 %}", "set 和 for 后面应当是变量的名称"),
    ('{% from "m" import _a %}', "不能引入以下划线开头的名称"),
    ("{{ d(a=1, 2) }}", "括号里的参数写法不对"),
    ('{% include "nope.html" %}', "没有“nope.html”这个模板"),
    ("{{ u.x }}", "没有“u”这个变量"),
    ("{{ d.x }}", "dict 没有“x”这个字段"),
    ("{{ none.x }}", "取“x”的那个值是空的（None），请先用 if 判断"),
    ("{{ [1][5] }}", "list 里没有第 5 项（从 0 数起）"),
    ('{% import "m" as m %}{{ m.nope() }}', "引入的模板里没有“nope”"),
    ('{% from "m" import nope %}{{ nope() }}', "“m”里没有“nope”"),
    ("{{ self.q() }}", "没有“q”这个块"),
    ("{% block a %}{{ super() }}{% endblock %}", "super() 没有上一级的块“a”"),
    ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", "调用宏时没有给参数“a”"),
    ("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "宏“m”最多有 1 个参数"),
    ("{% macro m(a) %}{% endmacro %}{{ m(b=2) }}", "宏“m”没有参数“b”"),
    ("{{ d() }}", "dict 不是宏，也不是函数，后面不能写括号"),
    ("{% for a in 1 %}{% endfor %}", "int 不能逐项列出"),
    ("{% for a, b in [1] %}{% endfor %}", "int 不能分成几个变量"),
    ("{% for a, b in [(1, 2, 3)] %}{% endfor %}", "这一项不能分成 2 个变量"),
    ("{{ 3|length }}", "int 没有长度"),
    ('{{ 1 + "a" }}', "int 与 str 不能用 + 计算"),
    ('{{ 1 < "a" }}', "int 与 str 不能用 < 比较"),
    ("{{ 1 / 0 }}", "除数是 0"),
    ('{{ "a"|round }}', "“type str doesn't define __round__ method”"),
]


@pytest.mark.parametrize(("template", "message"), SLIPS)
def test_a_slip_is_told_in_chinese(template: str, message: str) -> None:
    """What Jinja says is translated; what is not known stays as it is said, in quotes."""
    texts = {"t": template, "m": "{% macro known() %}{% endmacro %}"}
    with pytest.raises(Exception) as caught:
        environment(DictLoader(texts)).get_template("t").render(d={"a": 1})
    assert told(caught.value) == message
