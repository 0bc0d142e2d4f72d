"""How frozen dataclasses are pickled: by the call that makes them.

Tens of thousands of them cross to other processes and back, and lie in the build's memory.  What
``dataclass(slots=True)`` gives them for that asks a class for its fields at every object, which
takes two to three times as long.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any


def pack_by_call(found: Iterable[object]) -> None:
    """Have instances of the dataclasses among ``found`` pickled so, in the whole process."""
    for kind in found:
        if isinstance(kind, type) and is_dataclass(kind):
            copyreg.pickle(kind, _reducer(kind))


def _reducer(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    names = [field.name for field in fields(kind)]
    if len(names) == 1:
        (name,) = names
        return lambda value: (kind, (getattr(value, name),))
    values = attrgetter(*names) if names else lambda _: ()
    return lambda value: (kind, values(value))
