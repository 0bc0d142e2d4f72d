"""Drawers and decks: columns say what the sources and cards in them say, however they are asked."""

from __future__ import annotations

import pickle
from collections import Counter
from datetime import datetime
from operator import attrgetter

from hypothesis import given
from hypothesis import strategies as st

from gongkai.claims import Claims, Mention
from gongkai.columns import folder_of
from gongkai.dates import NEVER, UNDATED, Moment
from gongkai.deck import Deck
from gongkai.drawer import Mark, SourceMemory, plain_number
from gongkai.drawers import Drawers
from gongkai.errors import Fault
from gongkai.fingerprint import NO_PRINT, of
from gongkai.model import Card, CommitmentUpdate, Handling, Place, Reference, Term
from gongkai.vocabulary import Openness, Status

TERMS = [Term("a", "甲"), Term("b", "乙"), Term("c", "丙")]
some_terms = st.lists(st.sampled_from(TERMS), max_size=2, unique=True).map(tuple)
moments = st.builds(
    Moment,
    st.datetimes(datetime(2023, 1, 1), datetime(2023, 1, 3)).map(
        lambda at: at.replace(microsecond=0)
    ),
    st.booleans(),
)
UPDATE = CommitmentUpdate("a/b", "", "已完成", "", None, None)
handlings = st.sampled_from(
    [Handling(), Handling(role="主办"), Handling(commitment_updates=(UPDATE,))]
)


@st.composite
def cards(draw: st.DrawFn, path: str) -> Card:
    address = path.removeprefix("content/").replace(".md", ".html")
    return Card(
        path,
        address,
        draw(st.text(max_size=3)),
        draw(st.sampled_from(Status)),
        draw(st.none() | moments),
        draw(st.none() | moments),
        draw(st.sampled_from([(), (Reference("old.html", Place(3, 1)),)])),
        category=draw(st.none() | st.sampled_from(TERMS)),
        is_reply=draw(st.booleans()),
        openness=draw(st.sampled_from(Openness)),
        number=draw(st.sampled_from(["", "1", "DH1", "ｄｈ1", "1234567890"])),
        units=draw(some_terms),
        co_units=draw(some_terms),
        year=draw(st.sampled_from([0, 2022, 2023])),
        topics=draw(some_terms),
        sessions=draw(some_terms),
        outcome_code=draw(st.sampled_from(["", "A"])),
        handling=draw(handlings),
        shown=of("shown", path),
        told=of("told", path),
    )


@st.composite
def sources(draw: st.DrawFn) -> dict[str, SourceMemory]:
    """Sources by path, in folders one of which is in another and one of which is like it."""
    names = st.sampled_from(
        [f"{folder}/{name}.md" for folder in ("x", "x/y", "x-y") for name in "abc"]
    )
    found = {}
    for name in draw(st.lists(names, unique=True)):
        path = f"content/{name}"
        found[path] = SourceMemory(
            draw(st.tuples(st.integers(0, 1 << 40), st.integers(-1, 1 << 62))),
            of("content", path),
            draw(st.none() | cards(path)),
            of("fields", draw(st.integers())),
            of("body", draw(st.integers())),
            draw(st.sampled_from([(), (Fault(path, 1, 1, "rule", "甲", "乙"),)])),
            draw(
                st.sampled_from(
                    [Claims(), Claims(b"t" * 12), Claims(cases=(Mention("1", Place()),))]
                )
            ),
        )
    return found


@given(sources(), sources(), st.sets(st.sampled_from("abc")))
def test_drawers_hold_what_was_put_in(
    first: dict[str, SourceMemory], then: dict[str, SourceMemory], out: set[str]
) -> None:
    drawers = Drawers.of(first)
    assert dict(drawers) == first
    gone = {path for path in drawers if path[-4] in out}
    changed = drawers.replaced({**then, **dict.fromkeys(gone)})
    expected = {path: source for path, source in {**first, **then}.items() if path not in gone}
    assert dict(changed) == expected
    assert dict(pickle.loads(pickle.dumps(changed))) == expected
    touched = {path.rpartition("/")[0] for path in (*then, *gone)}
    for folder in drawers.folders.keys() - touched:
        assert changed.folders[folder] is drawers.folders[folder]


@given(sources(), sources(), st.randoms())
def test_a_deck_tells_of_its_cards_what_they_say(
    before: dict[str, SourceMemory], held: dict[str, SourceMemory], random: object
) -> None:
    """Whether they were packed or not, and whatever else lay in their drawers before."""
    drawers = pickle.loads(pickle.dumps(Drawers.of(before).replaced(held)))
    drawers = drawers.replaced(dict.fromkeys({*drawers} - {*held}))
    whole = Deck.of_all(drawers)
    expected = [source.card for _, source in sorted(held.items()) if source.card]
    assert whole.paths == [card.path for card in expected]
    random.shuffle(places := [*range(len(expected))])  # type: ignore[attr-defined]
    deck, taken = whole.at(places[::2]), [expected[place] for place in places[::2]]
    assert deck.addresses == [card.address for card in taken]
    assert deck.numbers == [card.number for card in taken]
    assert deck.plain_numbers == [plain_number(card.number) for card in taken]
    assert [None if rank == UNDATED else Moment.of_rank(rank) for rank in deck.ranks.tolist()] == [
        card.published for card in taken
    ]
    assert deck.shown == b"".join(card.shown for card in taken)
    assert deck.told == b"".join(card.told for card in taken)
    assert deck.fields == b"".join(held[card.path].fields for card in taken)
    assert deck.bodies == b"".join(held[card.path].body for card in taken)
    assert deck.each(lambda drawer: drawer.units, len) == [len(card.units) for card in taken]
    assert [deck[at] for at in range(len(deck))] == [*deck] == taken
    assert [*deck[::-1]] == taken[::-1]
    by_unit = deck.grouped([attrgetter("units"), attrgetter("co_units")], iter)
    assert {unit: [taken[at].path for at in found] for unit, found in by_unit.items()} == {
        unit: [card.path for card in taken if unit in card.units + card.co_units]
        for unit in {unit for card in taken for unit in card.units + card.co_units}
    }
    by_folder = deck.by_folder()
    assert {folder: [taken[at].path for at in found] for folder, found in by_folder.items()} == {
        folder: sorted(card.path for card in taken if folder_of(card.path) == folder)
        for folder in {folder_of(card.path) for card in taken}
    }
    of_many = Counter(each.claims.text for each in held.values() if each.claims.text)
    assert drawers.texts == {
        path: each.claims.text for path, each in held.items() if of_many[each.claims.text] > 1
    }
    for mark in Mark:
        assert [*deck.marked(mark)] == [card for card in taken if Mark.of(card) & mark]


@given(st.lists(moments | st.just(NEVER)))
def test_ranks_sort_as_moments_do(found: list[Moment]) -> None:
    assert sorted(found) == sorted(found, key=lambda moment: moment.rank)
    told = [moment for moment in found if moment != NEVER]
    assert [Moment.of_rank(moment.rank) for moment in told] == told


def test_what_no_noun_could_be_made_of_has_no_card() -> None:
    lost = SourceMemory((-1, -1), NO_PRINT, None, NO_PRINT, NO_PRINT, ())
    drawers = Drawers.of({"content/x/a.md": lost})
    assert drawers["content/x/a.md"] == lost
    assert len(drawers) == 1
    assert len(Deck.of_all(drawers)) == 0
