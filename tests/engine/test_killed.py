"""A build that is killed: at every step of the commit the site stands, and the next one mends it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from gongkai import fileacts, placing, swapping
from gongkai.manifest import MANIFEST, STAGING
from gongkai.output import Target
from gongkai.publishing.difference import stage_of
from gongkai.staging import Stage
from gongkai.urls import data_address
from tests.engine.building import built, clean
from tests.engine.smallsite import SmallSite
from tests.site.building import tree

STEPS: tuple[tuple[Any, str], ...] = (
    (fileacts, "write"),
    (swapping, "exchanged"),
    (os, "replace"),
    (os, "rename"),
    (os, "unlink"),
)
"""By which a commit changes the folder; it asks for them one file, or one new folder, at a time."""


class KilledError(BaseException):
    """The process is killed: what stands in an ``except`` or ``finally`` is not done."""


def stop_at(patch: pytest.MonkeyPatch, step: int, public: Path) -> Callable[[], int]:
    """Kill the build before the ``step``-th step of its commit; counts the steps."""
    taken = 0

    def wrapped(original: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(path: str | Path, *arguments: Any, **options: Any) -> Any:
            nonlocal taken
            if committing and Path(path).is_relative_to(public):
                taken += 1
                if taken > step:
                    raise KilledError
            return original(path, *arguments, **options)

        return stepping

    committing: list[Target] = []
    commit = Target.commit

    def committed(target: Target) -> Any:
        committing.append(target)
        return commit(target)

    for owner, name in STEPS:
        patch.setattr(owner, name, wrapped(getattr(owner, name)))
    patch.setattr(Target, "commit", committed)
    patch.setattr(Target, "discard", lambda _: None)
    return lambda: taken


def killed_at(step: int, site: SmallSite) -> tuple[bool, dict[str, bytes]]:
    """Whether the commit of a build came as far as ``step`` and was killed there; what stands then."""
    public = site.root / "public"
    with pytest.MonkeyPatch.context() as patch, suppress(KilledError):
        taken = stop_at(patch, step, public)
        built(site.root)
    standing = tree(public).items()
    return taken() > step, {name: data for name, data in standing if not name.startswith(".")}


# Where files are exchanged there is every step that there is where they are replaced, and more.
@pytest.mark.parametrize(("many", "stride"), [(1, 1), (placing._MANY, 5)])
def test_killed_at_every_step_of_a_commit_the_site_stands_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int, stride: int
) -> None:
    monkeypatch.setattr(placing, "_MANY", many)
    site = SmallSite(tmp_path / "site", 1)
    public = site.root / "public"
    built(site.root)
    site.remove(site.papers[0])
    site.put(site.paper(20))
    site.edit("content/pages/about.md", "关于", "论")
    old, (_, new) = tree(public), clean(site.root)
    kept = tmp_path / "kept"
    shutil.copytree(site.root, kept, symlinks=True)
    step, killed = 0, True
    while killed:
        killed, now = killed_at(step, site)
        assert now.keys() >= (old.keys() & new.keys()) - {MANIFEST}, step
        torn = [each for each in now if now[each] not in (old.get(each), new.get(each))]
        assert torn == [], step
        built(site.root)
        assert tree(public) == new, step
        shutil.rmtree(site.root)
        shutil.copytree(kept, site.root, symlinks=True)
        step += stride
    # Each file written and each removed, and the manifest before them and after.
    differing = [each for each in old.keys() | new.keys() if old.get(each) != new.get(each)]
    assert step > len(differing)


def test_killed_at_every_step_of_a_first_commit_what_stands_leads_nowhere_in_vain(
    tmp_path: Path,
) -> None:
    site = SmallSite(tmp_path / "site", 2)
    public, (_, new) = site.root / "public", clean(site.root)
    step, killed = 0, True
    while killed:
        killed, now = killed_at(step, site)
        assert now.items() <= new.items(), step
        assert_leads_nowhere_in_vain(now, new)
        # Now and then, for a build takes longer than all of this.
        if step % 5 == 0 or not killed:
            built(site.root)
            assert tree(public) == new, step
        shutil.rmtree(public)
        shutil.rmtree(site.root / ".cache")
        step += 1
    folders = {address.partition("/")[0] for address in new}
    assert step == 1 + len(folders) + len(MANIFESTS)


MANIFESTS = ("written", "put in place") * 2
"""The steps for the manifest of all files, and the one in the end."""


def assert_leads_nowhere_in_vain(now: Collection[str], new: Collection[str]) -> None:
    """That what the pages among the files of ``now`` point at is there, if it is among the ``new``."""
    missing = {*new} - {*now}
    pages = {page for page in now if page.endswith(".html") and data_address(page) in new}
    if pages:
        assert not [each for each in missing if each.startswith(("assets/", "search/"))]
    for page in pages:
        own = page.removesuffix("html")
        assert not [each for each in missing if each.startswith((own, f"{own[:-1]}/"))]
    if "index.html" in now:
        assert not [each for each in missing if stage_of(each) < Stage.LIST]


@pytest.mark.parametrize("hindered", ["renaming", "a leftover"])
def test_a_folder_that_cannot_be_put_in_place_whole_is_put_there_by_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hindered: str
) -> None:
    site = SmallSite(tmp_path / "site", 2)
    _, new = clean(site.root)
    commit = Target.commit

    def refuse(path: str | Path, *_: object) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    def left_over(target: Target) -> Any:
        """Leave what a process had not finished when it was lost."""
        torn = site.root / "public" / STAGING / "pages/suggestions/2023/torn.html"
        torn.write_text("<html")
        return commit(target)

    with monkeypatch.context() as patch:
        if hindered == "renaming":
            patch.setattr(os, "rename", refuse)
        else:
            patch.setattr(Target, "commit", left_over)
        built(site.root)
    assert tree(site.root / "public") == new
    assert built(site.root).committed.written == ()
