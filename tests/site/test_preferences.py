"""The reader's look: kept in the browser, there before the first paint, from a server and a disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.site import larger
from tests.site.browsing import Watch, stay, too_wide
from tests.site.building import BuiltSite
from tests.site.looks import SCHEMES, Look, every_look, pairwise_looks, violations, wear

Serve = Callable[..., str]

# A redirect leads on at once, and the links of 404.html start at the root of a host.
KINDS = [kind for kind in larger.KINDS_OF_PAGE if kind not in {"redirect", "404"}]

CONTRAST = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const paper = getComputedStyle(document.body).backgroundColor;
  const quiet = document.querySelector('.fields dt') ?? document.body;
  return [getComputedStyle(document.body).color, getComputedStyle(quiet).color]
    .map((colour) => ratio(colour, paper));
}"""

# What the root element bears when the first element of the body is parsed.
_AT_FIRST = """new MutationObserver(() => {
  if (document.body && !window.first) window.first = { ...document.documentElement.dataset };
}).observe(document, { childList: true, subtree: true });"""


def keep(page: Page, **chosen: str) -> None:
    """Let the browser remember what a reader chose before."""
    lines = [
        f"localStorage.setItem('gongkai-{name}', '{value}');" for name, value in chosen.items()
    ]
    page.add_init_script("".join(lines))


@pytest.fixture(params=["server", "disk"])
def base(request: pytest.FixtureRequest, larger_site: BuiltSite, static_server: Serve) -> str:
    if request.param == "disk":
        return f"{larger_site.folder.as_uri()}/"
    return static_server(larger_site.folder, larger.ROOT_PATH)


def test_what_was_chosen_holds_on_the_next_page(page: Page, base: str) -> None:
    watch = Watch(page)
    page.add_init_script(_AT_FIRST)
    page.goto(base + larger.RICH)
    page.get_by_text("显示设置").click()
    page.get_by_label("护眼").check()
    page.get_by_label("特大").check()
    page.goto(f"{base}units.html")
    page.get_by_role("button", name="长者模式").click()
    page.goto(f"{base}index.html")
    first = page.evaluate("window.first")
    assert (first["scheme"], first["size"], first["mode"]) == ("green", "larger", "elder")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "21px"
    page.get_by_role("button", name="退出长者模式").click()
    page.get_by_text("显示设置").click()
    page.get_by_label("跟随系统").check()
    page.get_by_label("标准").check()
    page.reload()
    assert page.evaluate("Object.keys(document.documentElement.dataset)") == ["scripts"]
    assert watch.complaints == []


def test_what_nobody_could_choose_is_not_applied(page: Page, larger_site: BuiltSite) -> None:
    keep(page, scheme="<b>", size="9999", mode="x")
    page.goto((larger_site.folder / "index.html").as_uri())
    assert page.evaluate("Object.keys(document.documentElement.dataset)") == ["scripts"]


@pytest.mark.parametrize("page", [{"color_scheme": "dark"}], indirect=True)
@pytest.mark.parametrize("scheme", ["", *SCHEMES])
def test_running_text_has_seven_to_one(page: Page, larger_site: BuiltSite, scheme: str) -> None:
    keep(page, scheme=scheme)
    page.goto((larger_site.folder / larger.RICH).as_uri())
    assert min(page.evaluate(CONTRAST)) >= 7


def test_dark_is_the_same_chosen_or_asked_for_by_the_system(repository: Path) -> None:
    text = (repository / "theme/assets/css/05-schemes.css").read_text(encoding="utf-8")
    chosen = re.search(r'\[data-scheme="dark"\] \{(.*?)\}', text, re.DOTALL)
    asked = re.search(r":root:not\(\[data-scheme\]\) \{(.*?)\}", text, re.DOTALL)
    assert chosen and asked
    assert chosen[1].split() == asked[1].split()


def test_the_looks_of_the_test_hold_every_pair_of_choices() -> None:
    def pairs(looks: list[Look]) -> set[tuple[object, ...]]:
        return {
            (one, other, getattr(look, one), getattr(look, other))
            for look in looks
            for one, other in combinations(("scheme", "size", "mode", "width"), 2)
        }

    assert pairs(pairwise_looks()) == pairs(every_look())


@pytest.mark.parametrize("kind", KINDS)
def test_no_look_has_a_violation_or_sticks_out(
    page: Page, larger_site: BuiltSite, axe_source: str, kind: str
) -> None:
    # Each look is tried on two kinds of page; `make eyes` tries all of them on every kind.
    turn, count = KINDS.index(kind), len(KINDS)
    looks = [
        look
        for number, look in enumerate(pairwise_looks())
        if turn in {number % count, (number + count // 2) % count}
    ]
    stay(page, (larger_site.folder / larger.KINDS_OF_PAGE[kind]).as_uri())
    page.get_by_text("显示设置").click()
    page.evaluate(axe_source)
    for look in looks:
        wear(page, look)
        assert violations(page) == [], look
        assert too_wide(page) == [], look


def test_a_long_list_is_short_in_the_mode_for_elders(page: Page, larger_site: BuiltSite) -> None:
    keep(page, mode="elder")
    page.goto((larger_site.folder / "index.html").as_uri())
    entries = page.locator(".latest .entries > li:visible")
    assert entries.count() == 7
    page.locator(".latest").get_by_role("button", name="显示其余 5 项").click()
    assert entries.count() == 12
