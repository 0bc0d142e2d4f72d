"""Lock the dependencies anew, at their newest versions: ``python -m tools.lock``.

The lock files hold exact versions and the hashes of every platform's files, and no address: any
machine takes them from the registry that it is set up to use, and the hashes say whether they
are the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools import provide

REPOSITORY = Path(__file__).resolve().parent.parent
NODE_PACKAGES = ("axe-core", "vnu-jar")


def main() -> None:
    """Write requirements.txt, requirements-dev.txt and package-lock.json."""
    _compile("requirements")
    _compile("requirements-dev")
    newest = [f"{name}@latest" for name in NODE_PACKAGES]
    options = ("--package-lock-only", "--save-dev", "--save-exact", "--ignore-scripts")
    _run([*provide.npm(), "install", *options, "--omit-lockfile-registry-resolved", *newest])


def _compile(name: str) -> None:
    options = {
        "--python-version": "3.11",
        # One version for all Pythons, because all of them must build the same bytes.
        "--fork-strategy": "fewest",
        "--custom-compile-command": "make lock",
        "--output-file": f"{name}.txt",
    }
    words = [word for pair in options.items() for word in pair]
    flags = ["--quiet", "--no-config", "--universal", "--generate-hashes", "--upgrade"]
    _run([sys.executable, "-m", "uv", "pip", "compile", *flags, *words, f"{name}.in"])


def _run(command: list[str | Path]) -> None:
    # Where this machine looks for packages must not leave a trace in what all machines share.
    own = {key: value for key, value in os.environ.items() if not key.startswith(("UV_", "PIP_"))}
    subprocess.run(command, cwd=REPOSITORY, check=True, env=own, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
