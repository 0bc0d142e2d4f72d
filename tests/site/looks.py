"""Every look that a reader can choose, and what must hold of a page in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import product

from playwright.sync_api import Page

SCHEMES = ("light", "dark", "green", "contrast")
SIZES = ("small", "", "large", "larger", "largest")
MODES = ("", "elder")
WIDTHS = (320, 1280)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_WEAR = """(chosen) => {
  for (const [name, value] of Object.entries(chosen)) {
    if (value) document.documentElement.dataset[name] = value;
    else delete document.documentElement.dataset[name];
  }
}"""

_VIOLATIONS = """async (rules) => {
  const told = (violations) => violations.filter(({ nodes }) => nodes.length).map(
    ({ id, help, nodes }) =>
    `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
  const found = await axe.run(document, {
    runOnly: rules,
    // Running text is to have 7:1, which is more than level AA asks.
    rules: { 'color-contrast-enhanced': { enabled: true } },
    resultTypes: ['violations'],
    elementRef: true,
  });
  return told(found.violations.map((violation) => violation.id !== 'color-contrast-enhanced'
    ? violation
    : { ...violation, nodes: violation.nodes.filter(({ element }) => element.closest('main')) }));
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """What a reader chose, by the names of preferences.js ("" is no choice), and a width in px."""

    scheme: str
    size: str
    mode: str
    width: int

    def __str__(self) -> str:
        chosen = (self.scheme, self.size or "standard", self.mode or "plain", str(self.width))
        return "-".join(chosen)


def every_look() -> list[Look]:
    """All of them: 80."""
    return [Look(*each) for each in product(SCHEMES, SIZES, MODES, WIDTHS)]


def pairwise_looks() -> list[Look]:
    """Twenty looks in which each two values of different choices stand together at least once."""
    return [
        Look(scheme, size, MODES[(i + j) % 2], WIDTHS[(i // 2 + j) % 2])
        for i, scheme in enumerate(SCHEMES)
        for j, size in enumerate(SIZES)
    ]


def wear(page: Page, look: Look) -> None:
    """Put ``look`` on the page that is open."""
    chosen = {name: value for name, value in asdict(look).items() if name != "width"}
    page.set_viewport_size({"width": look.width, "height": 800})
    page.evaluate(_WEAR, chosen)


def violations(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """What axe-core, which must have been put into the page, objects to."""
    found: list[str] = page.evaluate(_VIOLATIONS, list(rules))
    return found
