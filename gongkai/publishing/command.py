"""The acts of ``publish``: bring the built site to its target, or go back to the release before."""

from __future__ import annotations

from pathlib import Path

from .. import config, inquiry, pipeline, staffing
from ..errors import ContentError, UsageError
from ..manifest import read_manifest
from ..privacy import fault
from ..saying import say
from . import folder, report
from .difference import Difference, brought_back, difference
from .folder import Releases
from .inspection import SITE_LABELS, inspect, suspects
from .outgoing import Outgoing, outgoing
from .targets import Manner, Target


def publish(root: Path, built: Path, target: Target, manner: Manner) -> None:
    """Send the site in ``built``, after a last look at what goes out.

    Raises ContentError with what that look finds; then nothing was sent.
    """
    with pipeline.only_build(root):
        site = outgoing(built)
        change = difference(target.files(), site.files)
        say(report.difference_text(change))
        _inspect(root, site)
        if change.is_empty:
            say("目标上已经是这个版本，没有发出任何文件。")
        else:
            say(target.send(site, change, manner))


def rehearse(root: Path, built: Path, target: Target) -> None:
    """Say what :func:`publish` would send, with every file, and send nothing."""
    with pipeline.only_build(root):
        site = outgoing(built)
        change = difference(target.files(), site.files)
        say(report.difference_text(change))
        say(report.files_text(change))
        _inspect(root, site)
    say("这是试运行，什么也没有发出。")


def roll_back(releases: Releases) -> None:
    """Let the release before be read again.

    Raises UsageError where there is none, and where that would show again what was withdrawn or
    taken down since: nobody shall do so without knowing.
    """
    with folder.locked(releases):
        number, change = _return(releases)
        if back := brought_back(change):
            raise UsageError(
                f"{report.return_text(change)}\n没有退回：第 {number} 版里有 {len(back)} 个后来撤回或者撤下的文件、附件"
                "（“重新出现”的那些）。改回内容后重新发布；确需连它们一起恢复的，加上 --restore-withdrawn"
            )
        _go_back(releases, number, change)


def roll_back_knowingly(releases: Releases) -> None:
    """As :func:`roll_back`, with what was withdrawn or taken down since."""
    with folder.locked(releases):
        _go_back(releases, *_return(releases))


def rehearse_return(releases: Releases) -> None:
    """Say what :func:`roll_back` would change, and change nothing."""
    number, change = _return(releases)
    say(report.return_text(change))
    say(f"这是试运行，没有退回到第 {number} 版。")


def _return(releases: Releases) -> tuple[str, Difference]:
    number = folder.earlier(releases)
    return number, difference(releases.files(), read_manifest(releases.path(number)))


def _go_back(releases: Releases, number: str, change: Difference) -> None:
    say(report.return_text(change))
    folder.switch(releases, number)
    say(f"已退回到第 {number} 版。")


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
