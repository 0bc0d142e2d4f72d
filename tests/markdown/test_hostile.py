"""Hostile input costs no more than long input: each takes Python-Markdown itself far longer."""

import time

import pytest

from gongkai.markdown import render

#: Of the CPU, whatever else it does. Each takes well under one; quadratic time would take minutes.
SECONDS = 10
TIMES = 20_000

HOSTILE = {
    "brackets": "[" * TIMES,
    "declarations": "<![" * TIMES,
    "links into tags": "[a](<b" * 10_000,
    "open links": "[a](b" * TIMES,
    "open titles": '[a](b "' * TIMES,
    "brackets in an open text": "[" + "[a]" * TIMES,
    "brackets in an open target": "[a](" + "(b)" * TIMES,
    "closed titles in open links": '[a](b "c" ' * TIMES,
    "images": "![" * TIMES,
    "footnote references": "[^" * TIMES,
    "one footnote, often": "[^1]" * 5_000 + "\n[^1]: x",
    "stars": "**a *b " * TIMES,
    "ticks": " ".join("`" * length for length in range(200)),
    "comments": "<!--" * TIMES,
    "scripts": "<script>" * TIMES,
    "open tags": '<a b="' * TIMES,
    "open tags with the other quotes": "<a b='" * TIMES,
    "attributes": "<a " + "b=c " * TIMES,
    "open tags across lines": "<div\n" * TIMES,
    "tags closed before they open": "<b>" * TIMES + "</i>" * TIMES,
    "tags in raw HTML": "<div>" + "<a b='" * TIMES + "</div>",
    "images in raw HTML": "<div>" + "<img src='" * TIMES + "</div>",
    "wide rows": "a|b\n-|-\n" + ("|a" * 2_000 + "\n") * 20,
    "nested tags": "<b>" * TIMES,
    "blocks never closed": "<div>\n" * TIMES,
    "quotes in quotes": ">" * TIMES,
    "lists in lists": "- " * TIMES,
    "lists in footnotes": "[^1]: " + "- " * TIMES,
    "quotes in footnotes": "[^1]: " + "> " * TIMES,
    "columns": "|a" * TIMES + "\n" + "|-" * TIMES,
    "rows": "a|b\n-|-\n" + "|\n" * TIMES,
    "headings of one name": "# a\n" * TIMES,
    "chapters of one number": "一、a\n" * TIMES,
    "spaces in a link": "[a](" + " " * 5 * TIMES,
    "spaces in a tag": "<a" + " " * 5 * TIMES,
    "hyphens in a number": "第" + "1-" * TIMES,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_is_bounded(text: str) -> None:
    start = time.process_time()
    render(text)
    assert time.process_time() - start < SECONDS
