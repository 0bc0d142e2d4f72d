"""What a command costs: wall time, CPU time and memory of its whole process tree (Linux).

CPU seconds are user and system time of every process of the command.  The measuring process
makes itself the reaper of orphans and waits for them too, so that a worker which outlives its
parent is counted like any other.

Memory is what all its processes hold together, a page that several share counted once (the
proportional set sizes of proc(5), added up), read every 0.1 s, or less often where that takes long;
the peak is the largest of these sums.

Files are compared by what the file system says before and after a command: a file is written
when it is new or has another inode or modification time, and changed when its bytes differ.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.1
"""How often the memory of the process tree is read, at most."""
_SHARE = 25
"""To read it takes no more of a core than one part of so many: 0.15 s of ten gigabytes, say."""

_PR_SET_CHILD_SUBREAPER = 36
_ORPHAN_SECONDS = 10.0
_LAST_CHARACTERS = 2_000


class CommandFailedError(RuntimeError):
    """A measured command ended with another status than 0; the message ends with its output."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and CPU seconds, and the peak of the memory of all processes, in bytes."""

    wall: float
    cpu: float
    peak: int

    def __add__(self, other: Cost) -> Cost:
        """The cost of one command after another."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))


@dataclass(frozen=True, slots=True)
class FileState:
    """What identifies a writing of a file (inode, time of change in ns), its size and digest."""

    written: tuple[int, int]
    size: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class FileChanges:
    """The paths of files written, those whose bytes changed among them, and those removed."""

    written: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run ``command`` in ``folder`` with ``environment`` added to ours, and say what it cost.

    Nothing else may run as a child of this process meanwhile.  Raises CommandFailedError.
    """
    _adopt_orphans()
    with tempfile.TemporaryFile() as output:
        before = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        # The kernel says 'exec' has happened before Popen returns: no page of ours is counted.
        with Sampler(held_together) as sampler:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime + _reap_orphans()
        if process.returncode:
            output.seek(0)
            text = output.read().decode(errors="replace")[-_LAST_CHARACTERS:]
            words = " ".join(map(str, command))
            raise CommandFailedError(f"{words}\nended with {process.returncode}:\n{text}")
    return Cost(wall, cpu, sampler.peak)


class Sampler(threading.Thread):
    """Reads the memory of all our descendants until it is left; ``peak`` is in bytes.

    ``held`` says what that is of some processes.
    """

    def __init__(self, held: Callable[[Iterable[int]], int]) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._held = held
        self._left = threading.Event()

    def run(self) -> None:
        """Read until it is left."""
        own = os.getpid()
        while True:
            began = time.monotonic()
            self.peak = max(self.peak, self._held(descendants(parents(), own)))
            taken = time.monotonic() - began
            if self._left.wait(max(SAMPLE_SECONDS, _SHARE * taken)):
                return

    def __enter__(self) -> Sampler:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()
        self.join()


def parents(proc: Path = Path("/proc")) -> dict[int, int]:
    """The parent of each process of the machine; those that end meanwhile are left out."""
    found = {}
    with os.scandir(proc) as entries:
        for entry in entries:
            if entry.name.isdigit():
                try:
                    text = Path(entry.path, "stat").read_text("ascii", "replace")
                    found[int(entry.name)] = parent_in(text)
                except (OSError, IndexError, ValueError):
                    continue
    return found


def parent_in(stat: str) -> int:
    """The parent in the text of /proc/PID/stat (proc(5), field 4)."""
    # The name, in parentheses, may itself hold spaces and parentheses.
    return int(stat.rpartition(")")[2].split()[1])


def descendants(parents: Mapping[int, int], ancestor: int) -> list[int]:
    """All descendants of ``ancestor``, without itself."""
    children: dict[int, list[int]] = {}
    for process, parent in parents.items():
        children.setdefault(parent, []).append(process)
    found: list[int] = []
    pending = list(children.get(ancestor, ()))
    while pending:
        process = pending.pop()
        found.append(process)
        pending += children.get(process, ())
    return found


def held_together(processes: Iterable[int]) -> int:
    """The bytes that processes hold, a page that several of them share counted once."""
    return sum(map(proportional_size, processes))


def largest(processes: Iterable[int]) -> int:
    """The most bytes that any one of processes has held so far, with all that it shares."""
    return max(map(high_water, processes), default=0)


def high_water(process: int) -> int:
    """The most bytes that a process has held since it began its program; 0 for one that has ended.

    What getrusage(2) says of children counts their parent's pages too, from before that.
    """
    try:
        return size_in(Path(f"/proc/{process}/status").read_text("ascii", "replace"), "VmHWM:")
    except OSError:
        return 0


def proportional_size(process: int) -> int:
    """The bytes that a process holds, its share of those it shares; 0 for one that has ended."""
    try:
        return size_in(Path(f"/proc/{process}/smaps_rollup").read_text("ascii"))
    except OSError:
        return 0


def size_in(text: str, name: str = "Pss:") -> int:
    """The size of a ``name`` in the text of a file of /proc, such as smaps_rollup, in bytes."""
    line = next((line for line in text.splitlines() if line.startswith(name)), f"{name} 0 kB")
    return int(line.split()[1]) * 1024


def _adopt_orphans() -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def _reap_orphans() -> float:
    """Wait for what the command left running; the CPU seconds that they used."""
    cpu, until = 0.0, time.monotonic() + _ORPHAN_SECONDS
    while time.monotonic() < until:
        try:
            process, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return cpu
        if process:
            cpu += usage.ru_utime + usage.ru_stime
        else:
            time.sleep(0.005)
    raise CommandFailedError("the command left a process behind that does not end")


def snapshot(folder: Path, before: Mapping[str, FileState] | None = None) -> dict[str, FileState]:
    """Every file below ``folder`` by its path; a file not written since ``before`` is not read."""
    known = before or {}
    found = {}
    for entry in _files(str(folder)):
        name = entry.path[len(str(folder)) + 1 :]
        status = entry.stat(follow_symlinks=False)
        written = (status.st_ino, status.st_mtime_ns)
        old = known.get(name)
        if old and (old.written, old.size) == (written, status.st_size):
            found[name] = old
        else:
            digest = hashlib.blake2b(Path(entry.path).read_bytes(), digest_size=16).digest()
            found[name] = FileState(written, status.st_size, digest)
    return found


def _files(folder: str) -> Iterable[os.DirEntry[str]]:
    pending = [folder] if Path(folder).is_dir() else []
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    yield entry


def difference(before: Mapping[str, FileState], after: Mapping[str, FileState]) -> FileChanges:
    """What lies between two snapshots, each path in sorted order."""
    written, changed = [], []
    for path, state in after.items():
        old = before.get(path)
        if old is None or old.written != state.written:
            written.append(path)
        if old is None or old.digest != state.digest:
            changed.append(path)
    removed = before.keys() - after.keys()
    return FileChanges(tuple(sorted(written)), tuple(sorted(changed)), tuple(sorted(removed)))


def total_size(files: Mapping[str, FileState]) -> int:
    """The bytes of all files together."""
    return sum(state.size for state in files.values())


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are set to the right."""
    lines = [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(head) - 1)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def machine() -> str:
    """The machine in one line: processor, cores, memory, kernel, Python and present load."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model}, {cores} cores, {memory:.0f} GiB, Linux {platform.release()}, "
        f"Python {platform.python_version()}, load {load():.1f} at the start"
    )


def load() -> float:
    """How many processes ran or waited to run, over the last minute."""
    return os.getloadavg()[0]
