"""The builders side by side: where each keeps its site, and the commands that build it."""

from __future__ import annotations

import compileall
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bench.peers import HERE
from bench.peers.forms import pelican_form, site_data, yaml_form
from bench.peers.install import Programs
from bench.peers.source import PeerDocument, PeerSite, read_document

REPOSITORY = HERE.parent.parent
NOW = "2026-02-01T12:00:00+08:00"
"""The moment of every build of ours; what a benchmark publishes is dated before it."""

Form = Callable[[PeerDocument], str]


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a build, with the name of its program."""

    name: str
    command: tuple[str | Path, ...]


@dataclass(frozen=True, slots=True)
class Builder(ABC):
    """A program that builds a site in ``root``; ``output`` is the folder that it writes.

    ``search`` is the folder of the search index, below ``output``.
    """

    name: str
    root: Path
    output: Path
    search: str
    steps: tuple[Step, ...]

    @abstractmethod
    def lay(self) -> None:
        """Make ``root``, a new folder, with all that a build needs but the documents."""

    @abstractmethod
    def put(self, path: str, text: str) -> None:
        """Write the document at ``path`` (``content/….md``) whose whole file is ``text``."""


@dataclass(frozen=True, slots=True)
class Ours(Builder):
    """This repository's build.py, with a copy of the shipped theme so that it can be edited."""

    source: Path

    def lay(self) -> None:
        """Take site.toml, the units and the theme."""
        (self.root / "content").mkdir(parents=True)
        for name in ("site.toml", "content/units.yaml"):
            shutil.copy(self.source / name, self.root / name)
        shutil.copytree(REPOSITORY / "theme", self.root / "theme")
        # Installing has compiled the peers; the first build after a checkout is no measure of ours.
        compileall.compile_dir(REPOSITORY / "gongkai", quiet=1)

    def put(self, path: str, text: str) -> None:
        """Write the file as it is."""
        _write(self.root / path, text)

    @property
    def base_template(self) -> Path:
        """The template of the frame of every page."""
        return self.root / "theme" / "templates" / "base.html"


@dataclass(frozen=True, slots=True)
class Peer(Builder):
    """A peer: its folder here, where it wants documents, data and static files, and its form."""

    site: PeerSite
    form: Form
    documents: str
    data: str
    static: str
    extras: dict[str, str] = field(default_factory=dict)

    def lay(self) -> None:
        """Copy the configuration, write the site's data, and take the theme's own stylesheet.

        ``extras`` maps files of the configuration to where they belong among the documents.
        """
        shutil.copytree(HERE / self.root.name, self.root)
        for name, target in self.extras.items():
            (self.root / target).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).rename(self.root / target)
        _write(self.root / self.data, site_data(self.site))
        assets = REPOSITORY / "theme" / "assets"
        sheets = (sheet.read_text("utf-8") for sheet in sorted((assets / "css").glob("*.css")))
        _write(self.root / self.static / "site.css", "\n".join(sheets))
        shutil.copy(assets / "images" / "icon.svg", self.root / self.static / "icon.svg")

    def put(self, path: str, text: str) -> None:
        """Write the document in the peer's form."""
        document = read_document(path, text, self.site)
        _write(self.root / self.documents / f"{document.path}.md", self.form(document))


def ours(work: Path, source: Path, arguments: Iterable[str] = ()) -> Ours:
    """Our build in ``work``; ``source`` is the corpus, ``arguments`` are added to the command."""
    root = work / "ours"
    command: tuple[str | Path, ...] = (
        sys.executable,
        REPOSITORY / "build.py",
        "--root",
        root,
        "--now",
        NOW,
        *arguments,
    )
    return Ours(
        "Gongkai", root, root / "public", "search/", (Step("Gongkai", command),), source=source
    )


def peers(work: Path, programs: Programs, site: PeerSite) -> tuple[Peer, ...]:
    """All peers, each with Pagefind as its last step."""
    hugo, pelican, eleventy = (work / name for name in ("hugo", "pelican", "eleventy"))
    return (
        Peer(
            "hugo",
            hugo,
            hugo / "public",
            "pagefind/",
            _steps(
                programs,
                hugo / "public",
                "Hugo",
                (programs.hugo, "--logLevel", "warn", "--buildFuture"),
            ),
            site=site,
            form=yaml_form,
            documents="content",
            data="data/site.json",
            static="static",
        ),
        Peer(
            "pelican",
            pelican,
            pelican / "output",
            "pagefind/",
            _steps(
                programs,
                pelican / "output",
                "Pelican",
                (programs.pelican, "--settings", "pelicanconf.py", "--quiet", "--fatal", "errors"),
            ),
            site=site,
            form=pelican_form,
            documents="content",
            data="site.json",
            static="theme/static",
        ),
        Peer(
            "eleventy",
            eleventy,
            eleventy / "output",
            "pagefind/",
            _steps(
                programs,
                eleventy / "output",
                "Eleventy",
                (programs.node, programs.eleventy, "--quiet"),
            ),
            site=site,
            form=yaml_form,
            documents="documents",
            data="_data/site.json",
            static="static",
            extras={"documents.11tydata.js": "documents/documents.11tydata.js"},
        ),
    )


def _steps(
    programs: Programs, output: Path, name: str, command: tuple[str | Path, ...]
) -> tuple[Step, ...]:
    return (
        Step(name, command),
        Step("Pagefind", (programs.pagefind, "--site", output, "--silent")),
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
