"""Make .venv and install locked requirements: ``python3 -m tools.environment requirements.txt``.

Run by the machine's own Python, so it uses the standard library alone.  Its messages are read
by web admins and by developers, hence in Chinese and in English.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

from tools import stamps

REPOSITORY = Path(__file__).resolve().parent.parent
ENVIRONMENT = REPOSITORY / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)


def prepare(requirements: Path) -> None:
    """Bring .venv to hold what the lock file ``requirements`` lists; at once when it does.

    An environment made for another lock, or by another Python, is made anew: installing over it
    would leave behind what the new lock no longer names.  Raises ``SystemExit`` with a message.
    """
    interpreter = f"{sys.implementation.cache_tag} {sys.base_prefix}"
    wanted = stamps.fingerprint(requirements, interpreter)
    stamp = _stamp(requirements)
    if PYTHON.exists() and stamps.is_current(stamp, wanted):
        return
    _require_venv()
    if stamp.exists() or not PYTHON.exists():
        print("正在创建 Python 虚拟环境 .venv / Creating .venv", flush=True)
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(ENVIRONMENT)
    print(f"正在安装 {requirements.name} / Installing {requirements.name}", flush=True)
    _install(requirements)
    stamps.write(stamp, wanted)


def _stamp(requirements: Path) -> Path:
    return ENVIRONMENT / f"{requirements.stem}.stamp"


def _require_venv() -> None:
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"需要 Python 3.11 或更新的版本，找到的是 {found}。请安装后重试，"
            "或指明解释器：make site PYTHON=python3.12\n"
            f"Python 3.11 or newer is needed, this is {found}. "
            "Name another one: make site PYTHON=python3.12"
        )
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "这台机器的 Python 缺少 venv。请执行：apt-get install python3-venv\n"
            "This Python lacks venv. Run: apt-get install python3-venv"
        )


def _install(requirements: Path) -> None:
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
    ]
    options: list[str | Path] = ["-qq", "--require-hashes", "--requirement", requirements]
    finished = subprocess.run([*command, *options], check=False, stdin=subprocess.DEVNULL)
    if finished.returncode:
        sys.exit(
            "依赖安装失败，原因见上。请检查网络或 pip 的镜像设置后重试。\n"
            "Installing failed, see above. Check the network or pip's index settings, try again."
        )


if __name__ == "__main__":
    # A console that cannot print Chinese shall lose a character, not the set-up.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    prepare(REPOSITORY / sys.argv[1])
