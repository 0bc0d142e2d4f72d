"""The files that were staged and wait for the commit."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from .staging import IN_A_TREE, Stage, Staged, path_in
from .walk import Signature

_STAGES = tuple(Stage)


class Waiting:
    """Files that were staged, in little room: a site that is made anew has hundreds of thousands."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._stages = bytearray()
        self._signatures = array("q")
        self._folders: list[str] = []
        # The place of each file's folder in that list, and its number there.
        self._places = array("q")

    def __contains__(self, address: object) -> bool:
        return address in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        """The addresses of all files."""
        return iter(self._rows)

    def put(self, staged: Staged) -> None:
        """Take a file, in place of another one for its address."""
        address, stage, _, signature, folder, number = staged
        self._rows[address] = len(self._stages)
        self._stages.append(stage)
        self._signatures.extend(signature)
        if folder not in self._folders:
            self._folders.append(folder)
        self._places.extend((self._folders.index(folder), number))

    def drop(self, address: str) -> None:
        """Forget a file, if there is one."""
        self._rows.pop(address, None)

    def path(self, address: str) -> str:
        """Where the file for an address is."""
        return path_in(*self._place(address), address)

    def tree(self, address: str) -> str:
        """The tree in which the file for an address lies at that; empty where it lies elsewhere."""
        folder, number = self._place(address)
        return folder if number == IN_A_TREE else ""

    def _place(self, address: str) -> tuple[str, int]:
        """The folder in which a file is, and its number there."""
        at = 2 * self._rows[address]
        return self._folders[self._places[at]], self._places[at + 1]

    def stage(self, address: str) -> Stage:
        """When the file for an address is put in place."""
        return _STAGES[self._stages[self._rows[address]]]

    def signature(self, address: str) -> Signature:
        """The signature of the file for an address."""
        at = 2 * self._rows[address]
        return self._signatures[at], self._signatures[at + 1]

    def in_order(self) -> list[str]:
        """The addresses of all files in the order in which they are put in place."""
        return sorted(self._rows, key=lambda address: (self._stages[self._rows[address]], address))
