"""The command: ``python build.py``.  Everything else is in the package ``gongkai``."""

from gongkai.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
