"""The rules of old addresses: each server's file, read as that server reads it, says the same."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.model import Card, Place, Reference
from gongkai.redirectrules import FILES, Move, moves
from gongkai.vocabulary import Status

OLD = [
    "/art/1.html",
    "/content.jsp?id=1",
    "/content.jsp?ID=1",
    "/CONTENT.JSP?id=1",
    "/公开/一.html",
    "/a b.html",
    '/"quoted".html',
    "/a'b.html",
    "/{braces}.html?$x=1;y",
    "/a\\b.html",
    "/a<b>&c.html",
    "/a+b.(1)*.html?x=[2]&y^z|",
    "/50%25.html",
]

olds = st.one_of(
    st.sampled_from(OLD),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map("/{}".format),
)


def card(index: int, aliases: Iterable[str]) -> Card:
    references = tuple(Reference(old, Place()) for old in aliases)
    return Card(
        f"content/{index}.md", f"s/{index}.html", "一", Status.PUBLIC, None, None, references
    )


def by_nginx(lines: list[str]) -> Callable[[str], str]:
    """What a ``map`` gives: its plain keys ignore case, patterns come after them."""
    plain: dict[str, str] = {}
    patterns: list[tuple[str, str]] = []
    for line in lines:
        key, new = re.fullmatch(r'"([^"]*)" "([^"]*)";', line).groups()  # type: ignore[union-attr]
        if key.startswith("~"):
            patterns.append((key[1:], new))
        else:
            # With two keys that are alike nginx does not start.
            assert key.lower() not in plain
            plain[key.lower()] = new

    def answer(asked: str) -> str:
        matching = (new for pattern, new in patterns if re.search(pattern, asked))
        return plain.get(asked.lower()) or next(matching, "")

    return answer


def by_apache(lines: list[str]) -> Callable[[str], str]:
    """Each condition guards the rule that follows it; the request line is what it looks at."""
    rules = []
    for condition, rule in zip(lines[::2], lines[1::2], strict=True):
        pattern = re.fullmatch(r'RewriteCond "%\{THE_REQUEST\}" "(.*)"', condition)
        new = re.fullmatch(r'RewriteRule "\^" "(.*)" \[R=301,L,NE,QSD\]', rule)
        assert pattern
        assert new
        rules.append((pattern[1], new[1]))

    def answer(asked: str) -> str:
        line = f"GET {asked} HTTP/1.1"
        return next((new for pattern, new in rules if re.search(pattern, line)), "")

    return answer


def by_caddy(lines: list[str]) -> Callable[[str], str]:
    pairs = (re.fullmatch(r'\t"([^"]*)" "([^"]*)"', line) for line in lines)
    found = {pair[1]: pair[2] for pair in pairs if pair}
    return lambda asked: found.get(asked, "")


def by_iis(lines: list[str]) -> Callable[[str], str]:
    """A rewrite map that heeds case; two entries of one key are an error of the configuration."""
    (table,) = ET.fromstring("\n".join(lines))
    assert (table.get("name"), table.get("ignoreCase")) == ("moved", "false")
    keys = [each.get("key", "") for each in table]
    assert len(set(keys)) == len(keys)
    found = {each.get("key"): each.get("value", "") for each in table}
    return lambda asked: found.get(asked, "")


READERS = {
    "nginx.map": by_nginx,
    "apache.conf": by_apache,
    "caddy.conf": by_caddy,
    "iis.config": by_iis,
}


def answers(moved: list[Move], asked: str) -> set[str]:
    """What the servers say to ``asked``, each by its own file."""
    return {READERS[name](list(lines(moved)))(asked) for name, lines in FILES.items()}


def test_every_server_has_a_reader() -> None:
    assert READERS.keys() == FILES.keys()


@given(st.lists(olds, unique=True, max_size=8))
def test_every_server_leads_every_old_address_to_the_same_page(aliases: list[str]) -> None:
    moved = moves((card(index, [old]) for index, old in enumerate(aliases)), "/jieguo/")
    for old, new in moved:
        assert answers(moved, old) == {new}
        assert new.startswith("/jieguo/s/")
        assert old.isascii()
        assert not re.search(r"[\s\"\\\\{}<>$;]", old)
    assert answers(moved, "/not-among-them.html") == {""}


@pytest.mark.parametrize("old", OLD)
def test_a_browser_asks_for_what_the_rules_say(old: str) -> None:
    # What the URL Standard leaves as it is in a path and a query, and what it encodes.
    asked = quote(old, safe="/?=&+.()*%[]:@!,~")
    (move,) = moves([card(0, [old])], "/")
    assert unquote(move.old) == unquote(asked)
    assert answers([move], move.old) == {"/s/0.html"}


def test_old_addresses_that_differ_in_case_stay_apart() -> None:
    moved = moves([card(0, ["/a.jsp?id=1"]), card(1, ["/A.jsp?id=1"])], "/")
    assert answers(moved, "/a.jsp?id=1") == {"/s/0.html"}
    assert answers(moved, "/A.jsp?id=1") == {"/s/1.html"}
