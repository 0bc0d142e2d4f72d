"""代表 or 委员 against the category.

Deputies to a people's congress hand in suggestions, members of the CPPCC hand in proposals: a
proposal that addresses a 代表 stands in the wrong column, or was made from another reply.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.errors import Severity
from gongkai.patterns import pattern
from gongkai.settings import Form

from .paper import Check, Finding, Paper

_FIRST_LINES = 4
_COLONS = ("：", ":")
_ADDRESSEE = pattern(r"\s*(?:尊敬的)?[^，。；：:]{1,30}?(?P<word>代表|委员)(?:们)?\s*[：:]\s*")


def find(paper: Paper) -> Iterator[Finding]:
    """An addressee among the first lines who does not hand in papers of this category."""
    category = paper.document.category
    if category.form is not Form.REPLY:
        return
    for line in paper.opening[:_FIRST_LINES]:
        match = _ADDRESSEE.fullmatch(line.text) if line.text.rstrip().endswith(_COLONS) else None
        other = {"代表": "提案", "委员": "建议"}.get(match["word"]) if match else None
        if match and other and other in category.name:
            message = f"类别是“{category.name}”，称呼却是“{match['word']}”"
            hint = "建议由人大代表提出，提案由政协委员提出；改正类别或称呼"
            yield Finding(line.at(match.start("word")), message, hint)


CHECK = Check("audience-mismatch", Severity.WARNING, find)
