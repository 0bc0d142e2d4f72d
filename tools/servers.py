"""The servers that the tests ask, from Debian's packages: nginx, Apache, Caddy and rsync.

They are unpacked below .tools/, never installed: installing one would start it as a service.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools import debian

PACKAGES = {
    "nginx": "nginx-light",
    "apache2": "apache2-bin",
    "caddy": "caddy",
    "rsync": "rsync",
}
"""Each program with the package that holds it."""

UNPACKED = Path(__file__).resolve().parent.parent / ".tools" / "servers"
_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/bin")
_MODULES = "usr/lib/apache2/modules"


def find(name: str) -> Path | None:
    """Where the server ``name`` is, if it is there; Debian keeps some off the search path."""
    if path := shutil.which(name):
        return Path(path)
    folders = (*map(Path, _FOLDERS), *(UNPACKED / f"system{folder}" for folder in _FOLDERS))
    return next((folder / name for folder in folders if (folder / name).exists()), None)


def environment() -> dict[str, str]:
    """The environment in which the servers find the libraries unpacked beside them."""
    libraries = os.pathsep.join(str(UNPACKED / path) for path in debian.libraries(UNPACKED))
    return {**os.environ, "LD_LIBRARY_PATH": libraries} if libraries else dict(os.environ)


def apache_modules() -> Path:
    """The folder of Apache's loadable modules."""
    unpacked = UNPACKED / "system" / _MODULES
    return unpacked if unpacked.is_dir() else Path("/") / _MODULES


def provide() -> None:
    """Unpack what is missing; raises ``subprocess.CalledProcessError`` where that fails."""
    wanted = [package for name, package in PACKAGES.items() if find(name) is None]
    if wanted:
        print(f"Unpacking {', '.join(wanted)} from the system's packages", flush=True)
        debian.unpack(UNPACKED, wanted)
