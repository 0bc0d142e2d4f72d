"""Promises (承诺事项): on documents, in lists, and on pages of their own."""

from __future__ import annotations

from msgspec import Struct

from .frame import Link


class FollowUpView(Struct, frozen=True, array_like=True):
    """What a follow-up (落实情况) said of a promise; all but ``source`` may be empty.

    ``source`` leads to the follow-up.
    """

    date: str
    state: str
    due: str
    progress: str
    source: Link


class CommitmentView(Struct, frozen=True, array_like=True):
    """A promise as it stands; ``due`` and ``progress`` may be empty.

    ``stated_due`` is the term first given, where the present one is another.  ``is_overdue`` says
    that the term is past and the promise open.  ``id`` is for links to it.
    """

    id: str
    content: str
    due: str
    stated_due: str
    state: str
    is_overdue: bool
    progress: str
    follow_ups: tuple[FollowUpView, ...]


class FulfilmentView(Struct, frozen=True, array_like=True):
    """A promise that the document, a follow-up, is about; ``source`` leads to it in its document.

    ``date``, ``state``, ``due`` and ``progress`` are what the follow-up says and may be empty.
    """

    content: str
    source: Link
    date: str
    state: str
    due: str
    progress: str


class PromiseEntry(Struct, frozen=True):
    """A promise in a list; ``source`` leads to it in its document.

    ``due``, ``number`` and ``unit`` may be empty.  ``follow_up`` leads to the latest follow-up and
    has no text where there is none; ``updated`` is the day it speaks of.
    """

    content: str
    source: Link
    number: str
    unit: str
    due: str
    iso_due: str
    state: str
    is_overdue: bool
    progress: str
    updated: str
    follow_up: Link


class PromiseCount(Struct, frozen=True):
    """The promises whose term ends in one year, or that have none: how many are in each state.

    ``counts`` stand in the order of the overview's ``states``.
    """

    term: Link
    counts: tuple[int, ...]
    overdue: int
    total: int


class PromisesView(Struct, frozen=True):
    """promises.html: how many promises there are by year of their term and by state.

    ``overdue`` are the last whose term is past, the latest first, ``coming`` the open ones whose
    term ends next; the totals count them all.
    """

    states: tuple[str, ...]
    years: tuple[PromiseCount, ...]
    overdue: tuple[PromiseEntry, ...]
    overdue_total: int
    coming: tuple[PromiseEntry, ...]
    coming_total: int


class PromiseGroup(Struct, frozen=True):
    """The promises in one state, by term."""

    label: str
    id: str
    promises: tuple[PromiseEntry, ...]


class PromiseListView(Struct, frozen=True):
    """promise-list.html: the promises whose term ends in one year, or that have none, by state."""

    heading: str
    groups: tuple[PromiseGroup, ...]
