"""Chromium from Debian's packages: installed where we may, else unpacked into a folder.

Unpacking needs no rights at all, so that the tests run for any user of a machine; apt still
checks the archive's signatures, as its lists are fetched with the system's keys and sources.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

PACKAGES = ("chromium", "fonts-noto-cjk")
LAUNCHER = "chromium"

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">system/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>sans-serif</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
  <alias><family>serif</family><prefer><family>Noto Serif CJK SC</family></prefer></alias>
</fontconfig>
"""

# The folder may be moved together with the repository, hence paths relative to the launcher.
_LAUNCH = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH={libraries}
FONTCONFIG_FILE=$here/fonts.conf
export LD_LIBRARY_PATH FONTCONFIG_FILE
exec "$here/system/usr/lib/chromium/chromium" "$@"
"""


def is_available() -> bool:
    """Whether this machine has Debian's package tools."""
    return all(map(shutil.which, ("apt-get", "dpkg-deb")))


def provide_chromium(folder: Path) -> None:
    """Install Chromium for the whole machine as root or by sudo, else unpack it in ``folder``.

    Raises ``subprocess.CalledProcessError`` where a command fails.
    """
    if _is_root():
        _install()
    elif _has_silent_sudo():
        _install("sudo", "-n")
    else:
        unpack(folder, PACKAGES)
        write_launcher(folder)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _has_silent_sudo() -> bool:
    if not shutil.which("sudo"):
        return False
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return asked.returncode == 0


def _run(*command: str | Path, check: bool = True) -> None:
    subprocess.run(command, check=check, stdin=subprocess.DEVNULL)


def _install(*prefix: str) -> None:
    apt = (*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq")
    calm = ("-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0")
    # One unreachable source must not stop an install that the others can serve.
    _run(*apt, *calm, "update", check=False)
    _run(*apt, *calm, "install", "--yes", "--no-install-recommends", *PACKAGES)


def unpack(folder: Path, packages: Iterable[str]) -> None:
    """Lay the files of ``packages``, and of what they need, into ``folder``.

    What the machine has installed is left out; nothing is installed and no service is started.
    Raises ``subprocess.CalledProcessError`` where a command fails.
    """
    shutil.rmtree(folder, ignore_errors=True)
    state, cache, root = folder / "state", folder / "cache", folder / "system"
    for part in (state / "lists" / "partial", cache / "archives" / "partial", root):
        part.mkdir(parents=True)
    settings = {
        "Dir::State": state,
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": cache,
        "Debug::NoLocking": "true",
        "APT::Install-Recommends": "false",
    }
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in settings.items())]
    _run(*apt, "update", check=False)
    _run(*apt, "install", "--yes", "--download-only", *packages)
    for package in sorted((cache / "archives").glob("*.deb")):
        _run("dpkg-deb", "--extract", package, root)
    shutil.rmtree(state)
    shutil.rmtree(cache)


def libraries(folder: Path) -> list[Path]:
    """The folders with shared libraries among what was unpacked, relative to ``folder``."""
    found = folder.glob("system/**/*.so*")
    return sorted({path.parent.relative_to(folder) for path in found})


def write_launcher(folder: Path) -> None:
    """Write what starts the unpacked browser; last of all, as its presence means "complete"."""
    script = _LAUNCH.format(libraries=":".join(f"$here/{path}" for path in libraries(folder)))
    (folder / "fonts.conf").write_text(_FONTS, encoding="utf-8")
    launcher = folder / LAUNCHER
    launcher.write_text(script, encoding="utf-8")
    launcher.chmod(0o755)
