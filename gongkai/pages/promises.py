"""The pages of promises: how many there are by term and state, and those of each year.

A promise belongs to the year in which its present term ends, so that a page holds some hundreds
of them at most, however old the site grows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from .. import urls
from ..promises import UNDERWAY, Promise, Promises
from ..taxonomy import UNITS
from ..views import Link, PromiseCount, PromiseGroup, PromiseListView, PromisesView
from ..vocabulary import COMMITMENT_STATES
from .frame import Frames, Page
from .indexes import ListPage
from .pledges import promise_entries

LABEL = "承诺"
"""The name of these pages in the navigation."""

_TITLE = "承诺事项"
_SHOWN = 30
_OVERDUE = "已过期限"
_IDS = dict(zip(COMMITMENT_STATES, ("underway", "done", "extended", "ended"), strict=True))

Year = int | None
"""The year in which a term ends; ``None`` where there is no term."""


class Overview(Struct, frozen=True):
    """What the page of all promises shows; counts are by year, then by state."""

    counts: tuple[tuple[Year, tuple[int, ...], int], ...]
    overdue: tuple[Promise, ...]
    overdue_total: int
    coming: tuple[Promise, ...]
    coming_total: int


def by_year(every: Iterable[Promise]) -> Mapping[Year, tuple[Promise, ...]]:
    """The promises by the year of their term, the latest first, those without a term last."""
    found: dict[Year, list[Promise]] = defaultdict(list)
    for promise in every:
        found[promise.due.at.year if promise.due else None].append(promise)
    years = sorted(found, key=lambda year: -(year or 0))
    return {year: tuple(found[year]) for year in years}


def promise_overview(every: Collection[Promise]) -> Overview:
    """What the page of all promises shows of ``every``, which stand by term."""
    overdue = [promise for promise in every if promise.is_overdue]
    coming = [promise for promise in every if not (promise.is_overdue or promise.is_settled)]
    return Overview(
        tuple(
            (
                year,
                tuple(
                    sum(1 for each in promises if each.state == state)
                    for state in COMMITMENT_STATES
                ),
                sum(1 for each in promises if each.is_overdue),
            )
            for year, promises in by_year(every).items()
        ),
        tuple(overdue[: -_SHOWN - 1 : -1]),
        len(overdue),
        tuple(coming[:_SHOWN]),
        len(coming),
    )


def open_promises(page: ListPage, promises: Promises) -> tuple[Promise, ...]:
    """The open promises of a unit for its own page, by term; none for other pages of lists."""
    if page.kind is not UNITS or page.number:
        return ()
    return promises.open_of_unit.get(page.listing.term.slug, ())


def promises_page(shown: Overview, frames: Frames) -> Page:
    """The page of all promises."""
    origin = urls.PROMISES
    years = tuple(
        PromiseCount(
            Link(_name(year), urls.relative(origin, urls.promises_address(year))),
            counts,
            overdue,
            sum(counts),
        )
        for year, counts, overdue in shown.counts
    )
    view = PromisesView(
        states=COMMITMENT_STATES,
        years=years,
        overdue=promise_entries(shown.overdue, origin),
        overdue_total=shown.overdue_total,
        coming=promise_entries(shown.coming, origin),
        coming_total=shown.coming_total,
    )
    return frames.page(origin, "promises", _TITLE, view)


def promises_of_year_page(year: Year, promises: Collection[Promise], frames: Frames) -> Page:
    """The page of the promises of one year, which stand by term: overdue ones, then by state."""
    address = urls.promises_address(year)
    groups = [(_OVERDUE, "overdue", [each for each in promises if each.is_overdue])]
    for state in (UNDERWAY, "延期", "已完成", "终止"):
        of_state = [each for each in promises if each.state == state and not each.is_overdue]
        groups.append((state, _IDS[state], of_state))
    view = PromiseListView(
        heading=_heading(year),
        groups=tuple(
            PromiseGroup(label, name, promise_entries(members, address))
            for label, name, members in groups
            if members
        ),
    )
    trail = [(_TITLE, urls.PROMISES)]
    return frames.page(address, "promise-list", _heading(year), view, trail=trail)


def _name(year: Year) -> str:
    return f"{year}年" if year else "没有期限"


def _heading(year: Year) -> str:
    return f"{year}年到期的承诺事项" if year else "没有期限的承诺事项"
