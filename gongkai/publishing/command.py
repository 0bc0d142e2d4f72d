"""The acts of ``publish``: bring the built site to its target, or go back to the release before."""

from __future__ import annotations

from pathlib import Path

from .. import config, inquiry, pipeline, staffing
from ..errors import ContentError
from ..privacy import fault
from . import report
from .difference import difference
from .inspection import SITE_LABELS, inspect, suspects
from .outgoing import Outgoing, outgoing
from .targets import Manner, Target


def publish(root: Path, folder: Path, target: Target, manner: Manner) -> None:
    """Send the site in ``folder``, after a last look at what goes out.

    Raises ContentError with what that look finds; then nothing was sent.
    """
    with pipeline.only_build(root):
        site = outgoing(folder)
        change = difference(target.files(), site.files)
        print(report.difference_text(change))
        _inspect(root, site)
        if change.is_empty:
            print("目标上已经是这个版本，没有发出任何文件。")
        else:
            print(target.send(site, change, manner))


def rehearse(root: Path, folder: Path, target: Target) -> None:
    """Say what :func:`publish` would send, with every file, and send nothing."""
    with pipeline.only_build(root):
        site = outgoing(folder)
        change = difference(target.files(), site.files)
        print(report.difference_text(change))
        print(report.files_text(change))
        _inspect(root, site)
    print("这是试运行，什么也没有发出。")


def _inspect(root: Path, site: Outgoing) -> None:
    settings = config.load(root).settings
    found = list(inspect(site, SITE_LABELS if settings.labels.required else ()))
    # Which of it documents acknowledge is asked only when there is something.
    if suspected := suspects(site, settings.privacy):
        clearance = inquiry.cleared(root, staffing.alone)
        found += [
            fault(address, finding)
            for address, finding in suspected
            if not clearance.lets_by(finding)
        ]
    if found:
        raise ContentError(found)
