"""What is wrong with a template, in Chinese, by the messages that Jinja 3.1 gives.

What is not known stays as Jinja or Python says it, in quotes.
"""

from __future__ import annotations

from jinja2 import TemplateNotFound

from .patterns import pattern

_TOLD = (
    (
        r"(?i)Unexpected end of template\. Jinja was looking for the following tags: (.+)\."
        r" The innermost block that needs to be closed is '(\w+)'\.",
        "模板到末尾了，“{1}”还没有结束，缺少{0}",
    ),
    (
        r"Encountered unknown tag '(\w+)'\. Jinja was looking for the following tags: (.+)\."
        r" The innermost block that needs to be closed is '(\w+)'\.",
        "这里不能用标签“{0}”：“{2}”还没有结束，应当先写{1}",
    ),
    (
        r"Encountered unknown tag '(\w+)'\. You probably made a nesting mistake\."
        r" Jinja is expecting this tag, but currently looking for (.+)\."
        r" The innermost block that needs to be closed is '(\w+)'\.",
        "标签“{0}”来早了：“{2}”还没有结束，应当先写{1}",
    ),
    (
        r"Encountered unknown tag '((?:end|el)\w+)'\.",
        "标签“{0}”没有与它相配的开头",
    ),
    (r"Encountered unknown tag '(\w+)'\.", "没有“{0}”这个标签"),
    (r"tag name expected", "{{% 后面缺少标签的名称"),
    (r"unexpected end of template, expected (.+)\.", "模板到末尾了，缺少{0}"),
    (r"Missing end of comment tag", "注释没有结束，缺少 #}}"),
    (r"Missing end of raw directive", "raw 没有结束，缺少 {{% endraw %}}"),
    (r"expected token (.+), got (.+)", "这里应当是{0}，写的却是{1}"),
    (r"Expected an expression, got (.+)", "{0}前面缺少要取的值"),
    (r"""unexpected char '"' at \d+|unexpected char "'" at \d+""", "引号没有成对"),
    (r"unexpected char '(.+)' at \d+", "这里不能写“{0}”；符号要用半角的"),
    (r"unexpected '([)\]}])', expected '(.)'", "括号没有成对：“{0}”前面缺少“{1}”"),
    (r"unexpected '([)\]}])'", "多了一个“{0}”，或者前面少了与它成对的括号"),
    (r"unexpected ('.+')", "{0}写得不是地方，它前面缺少内容"),
    (r"expected name or number", "点号后面缺少字段的名称"),
    (r"[Nn]o filter named '(.+?)'(?: found)?\.", "没有“{0}”这个过滤器"),
    (r"[Nn]o test named '(.+?)'(?: found)?\.", "没有“{0}”这个判断"),
    (r"block '(.+)' defined twice", "块“{0}”写了两次"),
    (r"Block names in Jinja have to be .+", "块的名称只能用字母、数字和下划线"),
    (r"can't assign to '.+'", "set 和 for 后面应当是变量的名称"),
    (r"names starting with an underline can not be imported", "不能引入以下划线开头的名称"),
    (r"invalid syntax for function call expression", "括号里的参数写法不对"),
    (r"'(\w+)' is undefined", "没有“{0}”这个变量"),
    (r"'None' has no attribute '(.+)'", "取“{0}”的那个值是空的（None），请先用 if 判断"),
    (
        r"'jinja2\.environment\.TemplateModule object' has no attribute '(.+)'",
        "引入的模板里没有“{0}”",
    ),
    (r"'jinja2\.runtime\.TemplateReference object' has no attribute '(.+)'", "没有“{0}”这个块"),
    (r"'(?:\w+\.)*(\w+)(?: object)?' has no attribute '(.+)'", "{0} 没有“{1}”这个字段"),
    (r"(?:\w+\.)*(\w+) object has no element (.+)", "{0} 里没有第 {1} 项（从 0 数起）"),
    (r"the template '(.+?)' \(.+\) does not export the requested name '(.+)'", "“{0}”里没有“{1}”"),
    (r"there is no parent block called '(.+?)'\.?", "super() 没有上一级的块“{0}”"),
    (r"parameter '(.+)' was not provided", "调用宏时没有给参数“{0}”"),
    (r"macro '(.+)' takes not more than (\d+) argument\(s\)", "宏“{0}”最多有 {1} 个参数"),
    (r"macro '(.+)' takes no keyword argument '(.+)'", "宏“{0}”没有参数“{1}”"),
    (r"'(.+)' object is not callable", "{0} 不是宏，也不是函数，后面不能写括号"),
    (r"'(.+)' object is not iterable", "{0} 不能逐项列出"),
    (r"cannot unpack non-iterable (.+) object", "{0} 不能分成几个变量"),
    (r"(?:too many|not enough) values to unpack \(expected (\d+).*\)", "这一项不能分成 {0} 个变量"),
    (r"object of type '(.+)' has no len\(\)", "{0} 没有长度"),
    (r"unsupported operand type\(s\) for (\S+): '(.+)' and '(.+)'", "{1} 与 {2} 不能用 {0} 计算"),
    (r"'(\S+)' not supported between instances of '(.+)' and '(.+)'", "{1} 与 {2} 不能用 {0} 比较"),
    (r"division by zero", "除数是 0"),
)
"""Patterns of whole messages, the narrower first, and what each says in Chinese of its groups."""

_WORDS = {
    "end of print statement": "输出的结尾 }}",
    "end of statement block": "标签的结尾 %}",
    "begin of print statement": "输出的开头 {{",
    "begin of statement block": "标签的开头 {%",
    "end of comment": "注释的结尾 #}",
    "end of template": "模板的末尾",
    "name": "名称",
    "string": "文字",
    "integer": "数",
    "float": "小数",
}
"""What Jinja calls the pieces of a template."""

_QUOTED = pattern(r"'([^']+)'")
_PATTERNS = tuple((pattern(known), told) for known, told in _TOLD)


def told(error: Exception) -> str:
    """What is wrong with a template, in Chinese as far as it is known."""
    if isinstance(error, TemplateNotFound):
        return f"没有“{error.name}”这个模板"
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    for known, chinese in _PATTERNS:
        if found := known.fullmatch(message):
            return chinese.format(*map(_worded, found.groups()))
    return message if any("一" <= letter <= "鿿" for letter in message) else f"“{message}”"


def _worded(part: str) -> str:
    """A piece of a message, its words in quotes as a reader of Chinese knows them."""
    named = _QUOTED.sub(lambda found: _WORDS.get(found[1], f"“{found[1]}”"), part)
    return named.replace(" or ", "或")
