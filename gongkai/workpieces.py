"""What a workshop works by, and what it makes: plain data that may cross to another process."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from .errors import Fault
from .lastlook import LastLook
from .origins import Origins
from .pages.frame import Theme
from .privacy import Clearance
from .productmemory import NOTHING, Discovered
from .settings import Settings, Unit
from .staging import Output
from .surroundings import Surroundings


class Layout(Struct, frozen=True):
    """The site around its documents; ``themes`` are theme folders, the one that overrides first.

    ``navigation`` holds texts and addresses, ``surroundings`` what bodies may refer to;
    ``clearance`` is what may be published although it looks like personal data.
    """

    root: Path
    settings: Settings
    units: tuple[Unit, ...]
    themes: tuple[Path, ...]
    theme: Theme
    navigation: tuple[tuple[str, str], ...]
    surroundings: Surroundings
    clearance: Clearance


class Made(Struct, frozen=True):
    """What a job made: the product's files, what its body referred to, its faults.

    ``source`` is the fingerprint of the source as it was read for it.  To be remembered are
    ``body``, a body rendered anew, packed, with the fingerprint of its Markdown, and ``galley``,
    what the pages were made of, packed.  ``text`` is the document's text file for the search
    index, empty for pages that are not searched.  One that ``leans`` passed the last look
    for what another document acknowledges.  Of one that ``is_glimpsed`` a glimpse has told that
    its page holds nothing.  Of one that ``is_restyled`` there are the pages alone; of one that
    ``lacks_galley``, for that could not be read, there is nothing.
    """

    key: str
    outputs: tuple[Output, ...]
    discovered: Discovered = NOTHING
    faults: tuple[Fault, ...] = ()
    source: bytes = b""
    body: tuple[bytes, bytes] | None = None
    galley: bytes = b""
    text: bytes = b""
    leans: bool = False
    is_glimpsed: bool = False
    is_restyled: bool = False
    lacks_galley: bool = False


def last_look_of(layout: Layout) -> LastLook:
    """The last look at what is made by ``layout``."""
    return LastLook(layout.clearance, Origins(layout.root, layout.themes))
