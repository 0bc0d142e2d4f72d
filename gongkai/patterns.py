"""Regular expressions that are compiled when they are first used.

To compile one takes from a twentieth of a millisecond to five.  The program has some two hundred
of them, and to publish a reply it needs a third.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """``re.compile(text, flags)``, put off; a mistake in ``text`` shows at the first use.

    What this gives has all that a compiled pattern has, but is no instance of its class, so that
    the functions of ``re`` do not take it.
    """
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    """Stands for a pattern, and is as quick as one once its methods were asked for."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[Any]:
        return re.compile(self._text, self._flags)

    def __reduce__(self) -> tuple[Any, ...]:
        """How it crosses to another process: by what it is made of."""
        return _Pattern, (self._text, self._flags)

    def __getattr__(self, name: str) -> Any:
        """What the pattern has by ``name``, which is found here from now on."""
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
