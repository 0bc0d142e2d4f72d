"""Promises as pages show them: on the reply, on the follow-up, and in lists."""

from __future__ import annotations

from collections.abc import Iterable

from .. import urls
from ..dates import Moment
from ..promises import FollowUp, Pledges, Promise
from ..views import CommitmentView, FollowUpView, FulfilmentView, Link, PromiseEntry

SHOWN = 20
"""The most open promises that a unit's own page shows."""


def promise_id(position: int) -> str:
    """The id of a promise on its document's page."""
    return f"promise-{position}"


def commitment_views(pledges: Pledges, origin: str) -> tuple[CommitmentView, ...]:
    """The promises of the document at ``origin``."""
    return tuple(
        CommitmentView(
            id=promise_id(promise.position),
            content=promise.content,
            due=_printed(promise.due),
            stated_due=_printed(promise.stated_due) if promise.stated_due != promise.due else "",
            state=promise.state,
            is_overdue=promise.is_overdue,
            progress=promise.progress,
            follow_ups=tuple(_follow_up(each, origin) for each in promise.follow_ups),
        )
        for promise in pledges.promises
    )


def fulfilment_views(pledges: Pledges, origin: str) -> tuple[FulfilmentView, ...]:
    """The promises that the follow-up at ``origin`` is about."""
    return tuple(
        FulfilmentView(
            content=promise.content,
            source=_source(promise, origin),
            date=_printed(said.date),
            state=said.state,
            due=_printed(said.due),
            progress=said.progress,
        )
        for promise, said in pledges.fulfilments
    )


def promise_entries(promises: Iterable[Promise], origin: str) -> tuple[PromiseEntry, ...]:
    """``promises`` in the order given, in a list on the page at ``origin``."""
    return tuple(_entry(promise, origin) for promise in promises)


def _entry(promise: Promise, origin: str) -> PromiseEntry:
    latest = promise.follow_ups[-1] if promise.follow_ups else None
    return PromiseEntry(
        content=promise.content,
        source=_source(promise, origin),
        number=promise.number,
        unit=promise.unit,
        due=_printed(promise.due),
        iso_due=promise.due.iso if promise.due else "",
        state=promise.state,
        is_overdue=promise.is_overdue,
        progress=promise.progress,
        updated=_printed(latest.date) if latest else "",
        follow_up=Link(latest.title, urls.relative(origin, latest.address)) if latest else Link(""),
    )


def _follow_up(said: FollowUp, origin: str) -> FollowUpView:
    return FollowUpView(
        date=_printed(said.date),
        state=said.state,
        due=_printed(said.due),
        progress=said.progress,
        source=Link(said.title, urls.relative(origin, said.address)),
    )


def _source(promise: Promise, origin: str) -> Link:
    target = f"{promise.address}#{promise_id(promise.position)}"
    return Link(promise.title, urls.relative(origin, target))


def _printed(moment: Moment | None) -> str:
    return moment.printed if moment else ""
