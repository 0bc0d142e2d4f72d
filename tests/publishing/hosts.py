"""The server configurations of docs/hosting/, each run by its own server on loopback."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.publishing.daemons import free_port, program, running
from tools import servers

_HOSTING = Path(__file__).resolve().parents[2] / "docs" / "hosting"
_MODULES = ("mpm_event", "authz_core", "dir", "headers", "mime", "rewrite")


@contextmanager
def nginx(www: Path, work: Path) -> Iterator[int]:
    """nginx serving ``www``, with its files in ``work``; its port."""
    command, port = program("nginx"), free_port()
    own = _configuration("nginx.conf", www, work, {"listen 80;": f"listen 127.0.0.1:{port};"})
    types = next(path for path in _mime_types_of_nginx() if path.exists())
    places = "".join(
        f"{name}_temp_path {work}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = work / "main.conf"
    # The folders of a test of root are closed to anybody else.
    user = "" if os.geteuid() else "user root root;\n"
    main.write_text(
        f"{user}daemon off;\npid {work}/pid;\nerror_log {work}/error.log;\nevents {{}}\n"
        f"http {{\ninclude {types};\naccess_log off;\n{places}include {own};\n}}\n"
    )
    with running([command, "-e", work / "error.log", "-c", main], port, work / "log"):
        yield port


@contextmanager
def apache(www: Path, work: Path) -> Iterator[int]:
    """Apache serving ``www``; its port."""
    command, port = program("apache2"), free_port()
    own = _configuration("apache.conf", www, work, {"*:80": f"127.0.0.1:{port}"})
    modules = "".join(
        f"LoadModule {name}_module {servers.apache_modules()}/mod_{name}.so\n" for name in _MODULES
    )
    mimetypes.init(files=())
    types = work / "mime.types"
    lines = (f"{kind} {suffix[1:]}" for suffix, kind in mimetypes.types_map.items())
    types.write_text("\n".join(lines))
    main = work / "main.conf"
    main.write_text(
        f"{modules}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {work}/pid\n"
        f"ErrorLog {work}/error.log\nTypesConfig {types}\nDefaultRuntimeDir {work}\n"
        f"ServerRoot {work}\nInclude {own}\n"
    )
    with running([command, "-D", "FOREGROUND", "-f", main], port, work / "log"):
        yield port


@contextmanager
def caddy(www: Path, work: Path) -> Iterator[int]:
    """Caddy serving ``www``; its port."""
    command, port = program("caddy"), free_port()
    own = _configuration("Caddyfile", www, work, {"gongkai.example {": f"http://:{port} {{"})
    main = work / "main.Caddyfile"
    main.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + own.read_text(encoding="utf-8"))
    arguments = ("run", "--adapter", "caddyfile", "--config", main)
    with running([command, *arguments], port, work / "log"):
        yield port


SERVERS: dict[str, Callable[[Path, Path], object]] = {
    "nginx": nginx,
    "apache": apache,
    "caddy": caddy,
}


def _configuration(name: str, www: Path, work: Path, changes: dict[str, str]) -> Path:
    """The file of docs/hosting/ with the changes that its first line asks an admin for."""
    text = (_HOSTING / name).read_text(encoding="utf-8").replace("/srv/gongkai", str(www))
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = work / name
    path.write_text(text, encoding="utf-8")
    return path


def _mime_types_of_nginx() -> Iterator[Path]:
    yield servers.UNPACKED / "system/etc/nginx/mime.types"
    yield Path("/etc/nginx/mime.types")
