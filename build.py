"""The command: ``python build.py``.  Everything else is in the package ``gongkai``."""

import sys
from importlib.util import find_spec

_ELSEWHERE = """\
请用 .venv 里的 Python 运行：.venv/bin/python build.py（Windows：.venv\\Scripts\\python build.py）；\
还没有安装的，先按手册“二、安装”做"""

if __name__ == "__main__":
    # Any Python 3 can read this far; the package needs 3.11 and what .venv holds.
    # A .venv of an earlier version has no msgspec.
    needed = ("jinja2", "markdown", "msgspec")
    if sys.version_info < (3, 11) or not all(map(find_spec, needed)):
        print(_ELSEWHERE, file=sys.stderr)
        raise SystemExit(2)
    from gongkai.cli import run

    run()
