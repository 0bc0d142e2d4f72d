"""The test of the promise: a bare Debian 12, a fresh clone, ``make site`` and ``make test`` twice.

``python3 -m tools.bare_debian`` needs root, debootstrap and util-linux's unshare. It makes a
Debian of git, make and Python 3.11 with venv in a temporary folder, clones HEAD into it, and
runs everything as an ordinary user without sudo and then as root. The second run of each command
has no network at all. Where this machine fetches its packages from is handed over at run time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("git", "make", "python3", "python3-venv", "ca-certificates")
USERS = ("builder", "root")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

_INHERITED = (
    *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
    *("PIP_INDEX_URL", "PIP_CERT", "PIP_DEFAULT_TIMEOUT", "NPM_CONFIG_REGISTRY"),
    *("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"),
)

# Runs inside, as root: a /dev/shm for Chromium and a loopback for the tests' servers (0x8914 is
# SIOCSIFFLAGS, 1 is IFF_UP), then the command as its user.
_ENTER = """
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t devpts devpts /dev/pts
python3 -c '
import fcntl, socket, struct
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 1))
'
home=$(getent passwd "$1" | cut -d: -f6)
cd "$home"
exec setpriv --reuid="$1" --regid="$1" --init-groups env HOME="$home" sh -c "$2"
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A Debian below ``root``, entered with ``environment``."""

    root: Path
    environment: dict[str, str]

    def run(self, user: str, command: str, *, online: bool = True) -> int:
        """Run a shell command in the user's home; returns its exit status.

        Its mounts and processes live in namespaces of their own and end with it, so that nothing
        of this machine is ever mounted below ``root`` when that is deleted.
        """
        isolation = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        if not online:
            isolation.append("--net")
        entered = subprocess.run(
            [
                "unshare",
                *isolation,
                f"--root={self.root}",
                "sh",
                "-euc",
                _ENTER,
                "sh",
                user,
                command,
            ],
            check=False,
            env=self.environment,
            stdin=subprocess.DEVNULL,
        )
        return entered.returncode


def main() -> None:
    """Run all steps, print what came of each, and exit with 1 unless all went well."""
    parser = argparse.ArgumentParser(description="Try the project on a bare Debian 12.")
    parser.add_argument("--folder", type=Path, help="where to make it (default: a temporary one)")
    parser.add_argument("--user", choices=USERS, action="append", help="only this user")
    arguments = parser.parse_args()
    if os.geteuid() != 0 or not all(map(shutil.which, ("debootstrap", "unshare"))):
        sys.exit("This needs root, and the Debian packages debootstrap and util-linux.")
    results: list[tuple[str, int, float]] = []
    with _machine(arguments.folder) as machine:
        for user in arguments.user or USERS:
            machine.run(
                user, "git -c advice.detachedHead=false clone --quiet /gongkai.bundle gongkai"
            )
            for target in ("site", "test"):
                for online in (True, False):
                    network = "online" if online else "offline"
                    step = f"make {target}, as {user}, {network}"
                    print(f"\n=== {step}", flush=True)
                    begun = time.monotonic()
                    status = machine.run(user, f"cd gongkai && make {target}", online=online)
                    results.append((step, status, time.monotonic() - begun))
    print()
    for step, status, seconds in results:
        print(f"{'passed' if status == 0 else 'FAILED'}  {seconds:5.0f} s  {step}")
    sys.exit(any(status for _, status, _ in results))


@contextmanager
def _machine(folder: Path | None) -> Iterator[Machine]:
    """A bare Debian with a bundle of HEAD in it, deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bare-", dir=folder) as temporary:
        root = Path(temporary) / "root"
        print("=== debootstrap", flush=True)
        include = f"--include={','.join(PACKAGES)}"
        subprocess.run(
            ["debootstrap", "--variant=minbase", include, "bookworm", root],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        _copy_settings(root)
        bundle = root / "gongkai.bundle"
        subprocess.run(
            ["git", "-C", REPOSITORY, "bundle", "create", "--quiet", bundle, "HEAD"], check=True
        )
        machine = Machine(root, _environment())
        machine.run("root", "useradd --create-home builder")
        yield machine


def _copy_settings(root: Path) -> None:
    """Let apt and TLS in ``root`` go the ways that they go on this machine."""
    for path in (Path("/etc/resolv.conf"), Path("/etc/hosts"), CERTIFICATES):
        if path.is_file():
            shutil.copyfile(path, root / path.relative_to("/"))
    sources = Path("/etc/apt/sources.list.d/debian.sources")
    if sources.is_file():
        shutil.copy(sources, root / "etc/apt/sources.list.d")
        (root / "etc/apt/sources.list").write_text("", encoding="ascii")
    settings = _answer("apt-config", "dump", "Acquire")
    (root / "etc/apt/apt.conf.d/90host").write_text(settings, encoding="utf-8")


def _environment() -> dict[str, str]:
    """A bare login's environment (no locale either), and where pip and npm of this machine fetch their packages."""
    asked = {
        "PIP_INDEX_URL": _answer("pip", "config", "get", "global.index-url"),
        "NPM_CONFIG_REGISTRY": _answer("npm", "config", "get", "registry"),
    }
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    settings = {name: value.strip() for name, value in (asked | inherited).items()}
    return {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "CI": "true",
        **{name: value for name, value in settings.items() if value},
    }


def _answer(*command: str) -> str:
    """What a command of this machine says; nothing where it is missing or has no answer."""
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
