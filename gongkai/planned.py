"""A product as a plan has it, and what of the theme its trace holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from .jobs import Job, PageJob
from .pages import Page
from .staleness import Trace


class Theming(Struct, frozen=True):
    """Fingerprints of what the theme gives: each template with all it includes, and the frame.

    ``frame`` stands for site.toml's identity, footer and labels, the navigation and the assets.
    """

    templates: Mapping[str, bytes]
    frame: bytes


class Planned(Struct, frozen=True):
    """A product as it should be: the trace of what it reads, and how to get its job."""

    trace: Trace
    job: Callable[[], Job]


def own_page(
    trace: Trace, key: str, make: Callable[..., Page], *arguments: object, **named: object
) -> Planned:
    """A page of the site itself: ``make`` is called only when the page is asked for."""
    return Planned(trace, lambda: PageJob(key, make(*arguments, **named)))
