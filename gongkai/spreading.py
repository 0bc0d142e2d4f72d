"""Room for new files away from where others were just deleted: asked of ext4, which has a flag for it.

ext4 lays a file into the first room that is free near its folder.  Where it keeps no journal it
reuses nothing that was deleted within the last minutes, and looks at all of that again for each
file that is made: ten thousand of them then take some seconds longer.  Each folder within one that
has the flag ``T`` of chattr(1) is laid where little else is.
"""

from __future__ import annotations

import os
import sys
from array import array
from contextlib import suppress
from pathlib import Path

_GET_FLAGS, _SET_FLAGS = 0x80086601, 0x40086602
"""``FS_IOC_GETFLAGS`` and ``FS_IOC_SETFLAGS`` of <linux/fs.h>, as they are on ``_MACHINES``."""
_MACHINES = ("x86_64", "aarch64")
_TOP_OF_A_TREE = 0x00020000
"""``FS_TOPDIR_FL`` of <linux/fs.h>."""


def spread(folder: Path) -> None:
    """Have each folder that will be made in ``folder`` laid apart, where that can be had."""
    if sys.platform != "linux" or os.uname().machine not in _MACHINES:
        return
    from fcntl import ioctl

    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            # The system writes the first half of a long.
            flags = array("i", [0, 0])
            ioctl(descriptor, _GET_FLAGS, flags)
            flags[0] |= _TOP_OF_A_TREE
            ioctl(descriptor, _SET_FLAGS, flags)
        finally:
            os.close(descriptor)
