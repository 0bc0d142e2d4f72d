"""Matters: one suggestion or proposal that several documents are about."""

from __future__ import annotations

from msgspec import Struct

from .lists import Entry


class MatterMember(Struct, frozen=True, array_like=True):
    """Another document about the same matter, and what it is to it: 答复, 会办意见 or 落实情况."""

    role: str
    entry: Entry


class MatterLinks(Struct, frozen=True, array_like=True):
    """A matter that more documents are about: its name, its page, and the others."""

    name: str
    href: str
    members: tuple[MatterMember, ...]


class AnswerView(Struct, frozen=True):
    """A reply, with the opinions that co-handling units gave for it (会办意见)."""

    reply: Entry
    opinions: tuple[Entry, ...]


class MatterView(Struct, frozen=True):
    """matter.html: all documents about one suggestion or proposal.

    ``subject`` is its own title (案由) and may be empty.  ``opinions`` are those of which nothing
    says for which reply they were given.
    """

    heading: str
    subject: str
    answers: tuple[AnswerView, ...]
    opinions: tuple[Entry, ...]
    follow_ups: tuple[Entry, ...]
