"""Which program this is: the fingerprint of the generator's own files and its dependencies."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from operator import attrgetter
from pathlib import Path

from . import fingerprint
from .walk import walk

_PACKAGE = Path(__file__).resolve().parent
_DEPENDENCIES = (
    *("deflate", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "numpy", "stdnum", "yaml"),
)


def print_of_program() -> bytes:
    """The fingerprint of every file of the package, of Python's and the dependencies' versions.

    Nothing is imported for it: a dependency's version stands in the name of its ``dist-info``
    folder, and where there is none its own files tell.
    """
    own = [
        (path, fingerprint.of_bytes((_PACKAGE / path).read_bytes()))
        for path in sorted(path for path, _ in walk(_PACKAGE) if path.endswith(".py"))
    ]
    return fingerprint.of(own, dependencies())


@cache
def dependencies() -> tuple[object, ...]:
    """The versions of Python and of the dependencies that a site's bytes rest on."""
    return (sys.version_info[:2], *map(_installed, _DEPENDENCIES))


def _installed(module: str) -> tuple[str, ...]:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return ()
    site = Path(spec.origin).parent.parent
    wanted = {module, {"yaml": "pyyaml", "stdnum": "python_stdnum"}.get(module, module)}
    return tuple(
        sorted(
            name
            for name in map(attrgetter("name"), site.iterdir())
            if name.endswith(".dist-info") and name.partition("-")[0].lower() in wanted
        )
    )
