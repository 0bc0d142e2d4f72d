"""A walk in another process, for a folder of so many files that looking at each takes its time."""

from __future__ import annotations

import marshal
import subprocess
import sys
from pathlib import Path

from .walk import Signature, walk

_HOME = Path(__file__).resolve().parent.parent
_TELL = "import sys; sys.path.insert(0, sys.argv[1]); from gongkai.walking import tell; tell()"


class Walking:
    """A walk under way; the process need not be given to it, so it works wherever Python does."""

    def __init__(self, folder: Path) -> None:
        """Begin to walk ``folder``."""
        self._folder = folder
        # What is installed is of no use there, and to look for it takes as long as the walk.
        command = [sys.executable, "-I", "-S", "-c", _TELL, str(_HOME), str(folder)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def files(self) -> dict[str, Signature]:
        """What :func:`gongkai.walk.walk` says of the folder; raises what it raises.

        To be asked once; waits for the end of the walk.
        """
        said, _ = self._process.communicate()
        if self._process.returncode:
            # Whatever hindered it there is met here, where it can be told.
            return dict(walk(self._folder))
        found: dict[str, Signature] = marshal.loads(said)
        return found

    def give_up(self) -> None:
        """End the walk, if it is still under way."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()
        elif self._process.stdout:
            self._process.stdout.close()


def tell() -> None:
    """Walk the folder that the command names, and write what is found to the standard output."""
    sys.stdout.buffer.write(marshal.dumps(dict(walk(Path(sys.argv[2])))))
