"""What a withdrawn document leaves behind: when and why, and not a word of what it was."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Card, Withdrawal
from ..redirects import redirect_address
from ..views import WithdrawnView
from .frame import Frames, Page
from .furniture import redirect_page

TITLE = "本件已撤回"


def withdrawn_pages(card: Card, frames: Frames) -> Iterator[Page]:
    """The page at the address of ``card``, and those that lead there from its old addresses."""
    stated = card.withdrawal or Withdrawal(None, "")
    view = WithdrawnView(stated.date.printed if stated.date else "", stated.reason)
    yield frames.page(card.address, "withdrawn", TITLE, view)
    for alias in card.aliases:
        if old := redirect_address(alias.target):
            yield redirect_page(old, card.address, TITLE, frames)
