"""Small built sites for the tests of publishing: folders with files and a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gongkai import fingerprint
from gongkai.manifest import MANIFEST, manifest_bytes
from gongkai.publishing.outgoing import Outgoing, outgoing


def site(folder: Path, files: Mapping[str, bytes]) -> Outgoing:
    """A site of ``files`` in ``folder``, as a build leaves it."""
    for address, data in files.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    prints = {address: fingerprint.of_bytes(data).hex() for address, data in files.items()}
    (folder / MANIFEST).write_bytes(manifest_bytes(prints))
    return outgoing(folder)


def held(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` but the manifest, by address."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
