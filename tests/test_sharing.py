"""Equal values become one object, and nothing else about a card."""

from __future__ import annotations

import pickle

from gongkai.model import Card, Handling, Term
from gongkai.sharing import Sharing
from gongkai.vocabulary import Status


def card(name: str, year: int) -> Card:
    """A card of a unit, all of it made anew."""
    units = (Term("".join(["e", "du"]), "".join(["教", "育局"])),)
    handling = Handling(role="".join(["主", "办"]))
    return Card(
        name, name, name, Status.PUBLIC, None, None, (), units=units, year=year, handling=handling
    )


def test_equal_parts_are_one_object_and_stay_what_they_are() -> None:
    sharing = Sharing()
    made = [card("a", 0), card("b", 2023)]
    shared = [sharing.card(each) for each in made]
    assert shared == made
    assert [type(part) for each in shared for part in each] == [
        type(part) for each in made for part in each
    ]
    assert shared[0].units is shared[1].units
    assert shared[0].handling is shared[1].handling
    assert len(pickle.dumps(shared)) < len(pickle.dumps(made))
