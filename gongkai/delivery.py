"""Jobs done, and their files laid down, in whichever process makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from .jobs import DocumentJob, Job
from .restyling import Bodies
from .searchtexts import address_of
from .staging import Output, Stage, Staged, Stager
from .workpieces import Layout, Made
from .workshop import Workshop


class Delivered(NamedTuple):
    """What came of a job, its files apart from it: they wait for the commit where they were made.

    ``text`` is the document's text file for the search index, which is a product of its own.
    """

    made: Made
    files: tuple[Staged, ...] = ()
    text: Staged | None = None


class Delivery(NamedTuple):
    """What a process needs that does jobs; goes to another one."""

    layout: Layout
    stager: Stager
    bodies: Bodies


class Bench:
    """A workshop, and the place for what it makes."""

    def __init__(self, delivery: Delivery) -> None:
        self._workshop = Workshop(delivery.layout, delivery.bodies)
        self._stager = delivery.stager

    def deliver(self, jobs: Sequence[Job]) -> list[Delivered]:
        """Do jobs and lay down their files; raises as :meth:`.Workshop.make` does, and OSError."""
        return list(map(self._laid_down, jobs, self._workshop.make(jobs)))

    def _laid_down(self, job: Job, made: Made) -> Delivered:
        put = self._stager.put
        text = None
        if made.text and isinstance(job, DocumentJob) and job.number is not None:
            text = put(Output(address_of(job.number), made.text, Stage.SEARCH))
        return Delivered(replace(made, outputs=(), text=b""), tuple(map(put, made.outputs)), text)
