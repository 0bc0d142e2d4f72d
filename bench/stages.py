"""Where the time of a build goes, stage by stage: ``python -m bench.stages --count 1000``.

One build runs in this process, with a stopwatch around each function of ``STAGES`` and no
profiler.  A stage's time is its own: while a stage that it calls runs, its stopwatch stands.  It
is CPU time, user's and system's, so that what else the machine does counts little.
What belongs to no stage is shown as the rest.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

from bench.corpus import write_corpus
from bench.measure import machine, markdown_table
from bench.peers.builders import NOW

STAGES: Mapping[str, tuple[str, ...]] = {
    "configuration": ("gongkai.config:load",),
    "files found": ("gongkai.walk:look", "gongkai.sources:found_in"),
    "files read": ("gongkai.sources:source",),
    "front matter to documents": ("gongkai.documents:read",),
    "checks of documents": ("gongkai.intake:_checked", "gongkai.crosschecks:claims"),
    "checks between documents": ("gongkai.pipeline:_found_wrong",),
    "personal data": ("gongkai.privacy.detection:find",),
    "the last look": (
        *("gongkai.privacy.lookout:Lookout.text", "gongkai.privacy.lookout:Lookout.look_at"),
    ),
    "catalog": ("gongkai.catalog:gather",),
    "layout": ("gongkai.layout:lay_out",),
    "what is stale": ("gongkai.traces:Traces.out_of_date",),
    "Markdown": (
        *("gongkai.markdown.plain:plain_lines", "gongkai.markdown.plain:render_plain"),
        "gongkai.markdown.marked:convert",
    ),
    "outline, texts": ("gongkai.markdown.reading:read",),
    "sanitising": ("gongkai.markdown.sanitise:sanitise",),
    "links, numbers": ("gongkai.composition:compose",),
    "views of documents": ("gongkai.pages.reply:document_page",),
    "a document, besides": ("gongkai.workshop:Workshop.make",),
    "templates": ("gongkai.templates:Renderer.render",),
    "templates compiled": ("jinja2.environment:Environment.compile",),
    "patterns compiled": ("re._compiler:compile",),
    "galleys": ("gongkai.galleys:packed",),
    "data files": (
        *("gongkai.workshop:document_record", "gongkai.workshop:document_json"),
        *("gongkai.workshop:json_text", "gongkai.workshop:markdown_of"),
        *("gongkai.workshop:document_markdown", "gongkai.yearfiles:make_year"),
    ),
    "statistics": ("gongkai.counting:counted", "gongkai.statistics:statistics"),
    "manuscripts": ("gongkai.intake:packed", "gongkai.workshop:unpacked"),
    "jobs, traces": (
        *("gongkai.document_plan:DocumentPlan.job", "gongkai.document_plan:DocumentPlan.trace"),
    ),
    "search: text files": (
        "gongkai.workshop:record",
        "gongkai.workshop:text_lines",
        "gongkai.workshop:packed_lines",
    ),
    "search: grams": ("gongkai.segments:Scratch.lay",),
    "search: shards, exact counts": (
        *("gongkai.bases:_make", "gongkai.search.build:whole_segment"),
    ),
    "comparing and staging": (
        *("gongkai.output:Target.add", "gongkai.output:Target.take"),
        "gongkai.staging:Staging.put",
    ),
    "commit": ("gongkai.output:Target.commit",),
    "memory": ("gongkai.store:Store.load", "gongkai.store:Store.save"),
}
"""The functions of each stage; none may be a generator, whose work is done after it returns."""

IMPORTS, REST = "imports", "the rest"


@dataclass(slots=True)
class Stopwatch:
    """CPU seconds and calls of each stage; time is charged to the innermost stage that runs.

    ``clock`` gives seconds since any moment.
    """

    clock: Callable[[], float] = time.process_time
    seconds: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    _running: list[str] = field(default_factory=lambda: [IMPORTS])
    _since: float = field(init=False)

    def __post_init__(self) -> None:
        """Start."""
        self._since = self.clock()

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function`` with its time charged to ``stage``."""

        @functools.wraps(function)
        def measured(*arguments: Any, **named: Any) -> Any:
            self._charge()
            self._running.append(stage)
            self.calls[stage] = self.calls.get(stage, 0) + 1
            try:
                return function(*arguments, **named)
            finally:
                self._charge()
                self._running.pop()

        return measured

    def begin(self) -> None:
        """Charge what has passed to the imports, and what follows to the stages and the rest."""
        self._charge()
        self._running = [REST]

    def stop(self) -> None:
        """Charge what has passed since the last change of stage."""
        self._charge()

    def _charge(self) -> None:
        now = self.clock()
        stage = self._running[-1]
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now


def instrument(stopwatch: Stopwatch, stages: Mapping[str, tuple[str, ...]]) -> None:
    """Put ``stopwatch`` around every function of ``stages``, wherever gongkai refers to it.

    Raises AttributeError for one that is not there (any more).
    """
    import_module("gongkai.cli")
    for stage, functions in stages.items():
        for name in functions:
            owner, last = located(name)
            original = getattr(owner, last)
            timed = stopwatch.timed(stage, original)
            setattr(owner, last, timed)
            _replace_everywhere(original, timed)


def located(function: str) -> tuple[Any, str]:
    """The module or class that holds ``module:name`` or ``module:Class.name``, and the last name."""
    module, _, path = function.partition(":")
    owner: Any = import_module(module)
    *classes, last = path.split(".")
    for inner in classes:
        owner = getattr(owner, inner)
    return owner, last


def _replace_everywhere(original: object, timed: object) -> None:
    """Modules that imported the function, and parameters that default to it, refer to it too."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] != "gongkai":
            continue
        for key, value in list(vars(module).items()):
            if value is original:
                setattr(module, key, timed)
            elif isinstance(value, FunctionType):
                defaults = value.__defaults__ or ()
                value.__defaults__ = tuple(timed if d is original else d for d in defaults) or None


def stages_table(stopwatch: Stopwatch, documents: int) -> str:
    """The imports, the stages in their order, the rest, and the sum."""
    total = sum(stopwatch.seconds.values())
    rows = [
        (
            stage,
            f"{stopwatch.calls.get(stage, 1):,}",
            f"{seconds:.3f}",
            f"{seconds / total:.0%}",
            f"{seconds / documents * 1000:.3f}",
        )
        for stage in (IMPORTS, *STAGES, REST)
        if (seconds := stopwatch.seconds.get(stage, 0.0))
    ]
    rows.append(("together", "", f"{total:.3f}", "100%", f"{total / documents * 1000:.3f}"))
    return markdown_table(("stage", "calls", "CPU s", "share", "ms a document"), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; ends with the status of the build."""
    parser = argparse.ArgumentParser(prog="python -m bench.stages", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000, help="documents (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus (default: 1)")
    parser.add_argument("--work", type=Path, help="where to make the site (default: $TMPDIR)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="gongkai-stages-", dir=options.work) as folder:
        write_corpus(Path(folder), options.count, options.seed)
        command = ["build", "--root", folder, "--now", NOW, "--jobs", "1"]
        stopwatch, status = _built(command)
    if status == 0:
        print(f"{options.count:,} documents, cold, in one process\n\n{machine()}\n")
        print(stages_table(stopwatch, options.count))
    return status


def _built(command: list[str]) -> tuple[Stopwatch, int]:
    stopwatch = Stopwatch()
    instrument(stopwatch, STAGES)
    stopwatch.begin()
    # Standard output belongs to the table.
    with contextlib.redirect_stdout(sys.stderr):
        status: int = import_module("gongkai.cli").main(command)
    stopwatch.stop()
    return stopwatch, status


if __name__ == "__main__":
    sys.exit(main())
