"""At 200 and 400 % and on the narrowest telephone nothing is cut, overlaps or is hard to hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.site import larger
from tests.site.browsing import stay, too_wide
from tests.site.building import BuiltSite

Serve = Callable[..., str]

ZOOMED = {"200 %": 640, "400 %": 320}
"""A window of 1280 px is this wide to a page that is zoomed (WCAG 2.2, 1.4.10)."""

# Where the words of two elements stand, less what lines of one paragraph may share.
_OVERLAPPING = """() => {
  const shown = (element) => {
    for (let box = element; box; box = box.parentElement) {
      if (getComputedStyle(box).clipPath !== 'none') return false;
    }
    return element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pieces = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim() || !shown(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, height } of range.getClientRects()) {
      if (right - left < 2) continue;
      pieces.push({ node, left: left + 1, right: right - 1,
        top: top + height * 0.3, bottom: top + height * 0.7 });
    }
  }
  const found = [];
  pieces.forEach((one, index) => pieces.slice(index + 1).forEach((other) => {
    if (one.node === other.node || one.right <= other.left || other.right <= one.left) return;
    if (one.bottom <= other.top || other.bottom <= one.top) return;
    found.push(`${one.node.data.trim().slice(0, 30)} | ${other.node.data.trim().slice(0, 30)}`);
  }));
  return found;
}"""

# Boxes that hide what does not fit into them, less those that are hidden on purpose.
_CUT = """() => [...document.body.querySelectorAll('*')].filter((element) => {
  const style = getComputedStyle(element);
  if (style.clipPath !== 'none' || !element.checkVisibility()) return false;
  const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
  return hides && element.scrollWidth > element.clientWidth + 1;
}).map((element) => `${element.tagName}.${element.className}`)"""

# What may be small: a link among the words of a sentence (WCAG 2.2, 2.5.8), and a box in a label.
_SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, select')]
  .filter((element) => {
    if (!element.checkVisibility() || element.matches('.skip-link')) return false;
    if (element.closest('label')?.querySelector('input') === element) return false;
    const around = element.parentElement.textContent.trim();
    const inSentence = getComputedStyle(element).display === 'inline'
      || element.closest('.prose, .fields, .search-examples, .breadcrumb');
    if (inSentence && around !== element.textContent.trim()) return false;
    if (element.closest('.prose, .fields')) return false;
    const boxes = [element, ...element.querySelectorAll('*')].map((e) => e.getBoundingClientRect());
    const after = getComputedStyle(element, '::after');
    if (after.position === 'absolute' && after.content !== 'none') return false;
    const height = Math.max(...boxes.map((box) => box.height));
    const width = Math.max(...boxes.map((box) => box.width));
    return height < 43.5 || width < 43.5;
  })
  .map((element) => {
    const { width, height } = element.getBoundingClientRect();
    return `${element.outerHTML.slice(0, 90)} ${width.toFixed(0)}×${height.toFixed(0)}`;
  })"""


@pytest.mark.parametrize("kind", larger.KINDS_OF_PAGE)
def test_nothing_is_cut_or_overlaps_when_zoomed(
    page: Page, larger_site: BuiltSite, static_server: Serve, kind: str
) -> None:
    stay(page, static_server(larger_site.folder, larger.ROOT_PATH) + larger.KINDS_OF_PAGE[kind])
    for zoom, width in {**ZOOMED, "100 %": 1280}.items():
        page.set_viewport_size({"width": width, "height": width * 5 // 8})
        assert too_wide(page) == [], zoom
        assert page.evaluate(_CUT) == [], zoom
        assert page.evaluate(_OVERLAPPING) == [], zoom


@pytest.mark.parametrize("kind", larger.KINDS_OF_PAGE)
def test_targets_are_large_enough_for_a_finger(
    page: Page, larger_site: BuiltSite, static_server: Serve, kind: str
) -> None:
    stay(page, static_server(larger_site.folder, larger.ROOT_PATH) + larger.KINDS_OF_PAGE[kind])
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(_SMALL_TARGETS) == [], width


def test_the_check_for_overlapping_words_finds_them(page: Page) -> None:
    page.set_content(
        "<p>一行文字</p><p style='margin-top:-2.2em'>压住的文字</p><div style='width:50px;"
        "overflow:hidden;white-space:nowrap'>被截断的一行长文字</div>"
    )
    assert page.evaluate(_OVERLAPPING) == ["一行文字 | 压住的文字"]
    assert page.evaluate(_CUT) == ["DIV."]


@pytest.mark.parametrize("page", [{"reduced_motion": "reduce"}], indirect=True)
def test_nothing_moves_for_who_asked_for_less_motion(page: Page, larger_site: BuiltSite) -> None:
    page.goto((larger_site.folder / larger.RICH).as_uri())
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.body).transitionDuration") == "0s"
