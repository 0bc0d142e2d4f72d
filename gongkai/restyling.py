"""Pages by other templates: made of what is remembered of a source, which is not read.

The galley of a source holds what its templates were given; most of them leave out the body, which
stands in the published page.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from . import galleys
from .errors import MachineError, altered_file, cause_of
from .fileacts import read
from .galleys import Galley, Proof
from .jobs import RestyleJob
from .lastlook import LastLook, each_written
from .pages import Frames, Page
from .steps import Steps
from .templates import Renderer
from .workpieces import Made

Bodies = Callable[[bytes], bytes | None]
"""Gives what is remembered under a key, packed, as :class:`.bodies.Bodies` does."""


class Restyler:
    """Makes the pages of sources anew by the templates that there are now."""

    def __init__(
        self, frames: Frames, renderer: Renderer, last_look: LastLook, bodies: Bodies
    ) -> None:
        """``bodies`` gives the galleys."""
        self._frames = frames
        self._renderer = renderer
        self._last_look = last_look
        self._bodies = bodies

    def restyled(self, job: RestyleJob) -> Steps[Made]:
        """The pages of a source, looked at where they are not as before.

        They are lost where its galley is.
        Raises ConfigurationError where a template has a fault, MachineError where the published
        page cannot be read or is not as it was made.
        """
        packed = self._bodies(galleys.key(job.path))
        if packed is None:
            return Made(job.path, (), lacks_galley=True)
        before = page_before(job.page)
        galley = _galley(job, packed, before)
        yield
        outputs = tuple(self._renderer.render(self._framed(each)) for each in galley.proofs)
        yield
        html = galley.html.encode()
        first, *others = each_written(outputs, html)
        if galley.is_glimpsed:
            first = first._replace(before=before)
        seen = self._last_look.at_those_of(job.path, galley, (first, *others))
        page = first.output.data
        # The next templates find the body in the page, unless these show it in another way.
        serves = galleys.holds(page, html) and seen.at_a_glimpse == galley.is_glimpsed
        galley = replace(galley, is_glimpsed=seen.at_a_glimpse)
        return Made(
            job.path,
            outputs,
            faults=seen.faults,
            galley=b"" if serves else galleys.packed(galley, html, page),
            leans=seen.leans,
            is_restyled=True,
        )

    def _framed(self, proof: Proof) -> Page:
        """The page of a ``proof``, with the site around it."""
        site = self._frames.site(proof.address)
        return Page(proof.address, proof.template, site, proof.page, proof.view)


def page_before(page: str) -> bytes:
    """What stands in the file of a ``page`` of the last build; raises MachineError."""
    try:
        return read(page)
    except OSError as error:
        raise MachineError(f"不能读取 {page}：{cause_of(error)}") from error


def _galley(job: RestyleJob, packed: bytes, page: bytes) -> Galley:
    try:
        return galleys.unpacked(packed, page)
    except ValueError:
        raise altered_file(job.page) from None
