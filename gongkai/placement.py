"""In how few steps, and in which order, what waits is put in place.

What is made for a folder that is empty waits in trees, each file at its own address
(:class:`~gongkai.staging.StagingInTrees`).  So a folder of the site is put in place at once, with all
that is in it, however many files these are: when the last of them may be.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import NamedTuple

from .staging import Stage
from .waiting import Waiting


class Step(NamedTuple):
    """A file or, from a ``tree``, a whole folder to be put in place at ``address``."""

    stage: Stage
    address: str
    tree: str = ""


def steps(waiting: Waiting) -> list[Step]:
    """All that is ``waiting``, in the order in which it is put in place."""
    held: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for address in waiting:
        held[waiting.tree(address), address.partition("/")[0]].append(address)
    # What lies there and is not waited for, half written by a process that came to its end, say,
    # must not be published.
    whole = {
        (tree, folder)
        for (tree, folder), addresses in held.items()
        if tree and _files_in(tree, folder) == len(addresses)
    }
    folders = (
        Step(max(map(waiting.stage, held[tree, folder])), folder, tree) for tree, folder in whole
    )
    single = (
        Step(waiting.stage(address), address)
        for place, addresses in held.items()
        if place not in whole
        for address in addresses
    )
    # Folders first: where one file of theirs stands they are not put there whole.
    return [
        *sorted((*folders, *single), key=lambda step: (step.stage, not step.tree, step.address))
    ]


def files_of(step: Step, waiting: Waiting) -> list[str]:
    """The addresses of all files of a step, in the order in which they are put in place."""
    if not step.tree:
        return [step.address]
    inside = f"{step.address}/"
    return [
        address
        for address in waiting.in_order()
        if address.startswith(inside) and waiting.tree(address) == step.tree
    ]


def _files_in(tree: str, folder: str) -> int:
    """How many files a folder of a tree holds; none where it is no folder."""
    return sum(len(files) for _, _, files in os.walk(f"{tree}/{folder}"))
