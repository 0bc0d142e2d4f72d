"""Nothing changed: told from file signatures alone, before anything heavy is imported.

The same question gets the same answer: when every file that a build reads or wrote has the
signature that it had after the last build, and no date has come that the build waits for, then
what that build said is said again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from . import fingerprint, program
from .trees import tree, tree_of_large
from .walk import Seen, Signature, folders, look

PACKAGE = Path(__file__).resolve().parent
DEFAULT_THEME = PACKAGE.parent / "theme"

_MANIFEST = ".gongkai-manifest.json"
_MEMORY = ".cache/build.sqlite"

_LARGE = 5_000_000
"""Bytes of a manifest (of 80,000 files) from which on a second process is worth its start."""


_LARGE_MEMORY = 150_000_000
"""Bytes of a build's memory (of 40,000 documents) from which on that is so of content/ too."""


class Answer(Struct, frozen=True):
    """What the last build said, valid from its own moment until a publication falls due."""

    question: str
    at: datetime
    due: datetime | None
    said: str
    warnings: str

    def holds(self, question: str, now: datetime) -> bool:
        """Whether the answer is still the answer."""
        if question != self.question or (now.tzinfo is None) != (self.at.tzinfo is None):
            return False
        # A time without an offset is in the site's time zone, as ``due`` is.
        due = self.due if now.tzinfo or not self.due else self.due.replace(tzinfo=None)
        return self.at <= now and (due is None or now < due)

    def may_hold(self, read: Inputs) -> bool:
        """Whether what a build reads is what it was; then what stands there is worth a look."""
        return self.question.startswith(question(read))


class Inputs(Struct, frozen=True):
    """The signatures of every file that a build reads, as one fingerprint, and the youngest."""

    print: bytes
    touched: int


def content_of(root: Path) -> Seen:
    """What stands in content/ of ``root``: the most of what a build reads."""
    size, _ = _signature(root / _MEMORY)
    content = root / "content"
    if size < _LARGE_MEMORY:
        return look(content)
    # Small sites need not wait for it.
    from .halves import look_by_two

    return look_by_two(content)


def inputs(root: Path, content: Seen, arguments: Iterable[str]) -> Inputs:
    """The files that a build of ``root`` with ``arguments`` reads, the program's own included.

    ``content`` is what was seen in content/.
    """
    walked = [tree(folders(each)) for each in (PACKAGE, DEFAULT_THEME, root / "theme")]
    walked.append(tree(content.folders))
    site_toml = _signature(root / "site.toml")
    installed = program.dependencies()
    own = fingerprint.of(*arguments, str(root.resolve()), site_toml, installed)
    # Python itself writes below the package, so that it would seem touched at every first run.
    touched = max([site_toml[1], *(each.touched for each in walked[1:])])
    return Inputs(fingerprint.joined([own, *(each.print for each in walked)]), touched)


def standing(read: Inputs, folder: Path) -> Inputs:
    """What a build reads together with what stands in ``folder``; the youngest of the latter."""
    manifest = _signature(folder / _MANIFEST)
    is_large = manifest[0] > _LARGE
    found = tree_of_large(folder) if is_large else tree(folders(folder))
    parts = fingerprint.of(str(folder.resolve()), manifest), found.print
    return Inputs(read.print + fingerprint.joined(parts), max(manifest[1], found.touched))


def question(found: Inputs) -> str:
    """The question that has one answer while what is ``found`` to stand is the same.

    It begins with the question of what was read for it.
    """
    return found.print.hex()


def file_of(root: Path) -> Path:
    """Where the last answer about ``root`` is kept."""
    return root / ".cache" / "unchanged.json"


def recall(file: Path) -> Answer | None:
    """The last answer; ``None`` when there is none that can be read."""
    try:
        kept = json.loads(file.read_bytes())
        at, due = datetime.fromisoformat(kept["at"]), kept["due"]
        awaited = datetime.fromisoformat(due) if due else None
        question, said, warnings = kept["question"], kept["said"], kept["warnings"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    texts = all(isinstance(each, str) for each in (question, said, warnings))
    if not texts or (awaited and not awaited.tzinfo):
        return None
    return Answer(question, at, awaited, said, warnings)


def keep(file: Path, answer: Answer) -> None:
    """Keep an answer; a disk that refuses it costs time at the next build, no more."""
    kept = {
        "question": answer.question,
        "at": answer.at.isoformat(),
        "due": answer.due.isoformat() if answer.due else None,
        "said": answer.said,
        "warnings": answer.warnings,
    }
    try:
        # ASCII: a warning may name a file whose name is no Unicode text.
        file.write_text(json.dumps(kept), encoding="utf-8")
    except OSError:
        # What stands there and cannot be removed either, a folder perhaps, is no answer.
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _signature(file: Path) -> Signature:
    try:
        status = file.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns
