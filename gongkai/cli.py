"""The command: reads its arguments, runs one of the program's acts, and ends with a status.

0 done; 1 faults in the content; 2 wrong usage or configuration; 3 the machine failed.

Only what tells that nothing changed is imported here; a command imports the rest when it runs.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn, TextIO

from . import unchanged, usage
from .errors import ConfigurationError, ContentError, MachineError, UsageError, cause_of
from .saying import say, say_of_trouble

DONE, FAULTS, USAGE, MACHINE = range(4)

_UNSAID = "要显示的内容没有能全部写出来"

_PATIENCE = 2.0
"""Seconds that are given to what still goes on when all is done."""

_OBJECTS_UNCOLLECTED = 100_000
"""New objects after which the collector looks for cycles.

Nearly all that a build makes lives as long as it and is in no cycle; to look after every 700
objects, as Python does by itself, is a tenth of a publication.
"""


def main(arguments: Sequence[str] | None = None, workings: list[object] | None = None) -> int:
    """Run the command with ``arguments`` (default: the process's own); the exit status.

    What it worked with is put into ``workings``, for who does not want it taken apart.
    """
    gc.set_threshold(_OBJECTS_UNCOLLECTED)
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    options = argparse.Namespace(command="", root=usage.HOME)
    try:
        options = usage.parse(sys.argv[1:] if arguments is None else arguments)
        options.workings = [] if workings is None else workings
        status = _COMMANDS[options.command](options)
        _flush()
        return status
    except ConfigurationError as error:
        return _say_faults(error, "配置有错误，网站没有改动。", USAGE)
    except ContentError as error:
        return _say_faults(error, "没有发布，网站保持原样。改正以上各处后重新运行。", FAULTS)
    except UsageError as error:
        say_of_trouble(error)
        return USAGE
    except MachineError as error:
        say_of_trouble(error)
        return MACHINE
    except KeyboardInterrupt as error:
        return _say_interrupted(options.command, error)
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            # Of what fails at a file this says nothing: its name is known.
            say_of_trouble(f"{_UNSAID}：{cause_of(error)}；请换个地方输出，再运行一次")
            return MACHINE
        from . import report

        say_of_trouble(report.internal_error_text(options.root / ".cache"))
        return MACHINE


def run() -> NoReturn:
    """Run the command as a process, and end it.

    All is done then, and to take apart what is there, value by value, would be a twentieth of a
    publication.
    """
    workings: list[object] = []
    status = main(workings=workings)
    _await_threads()
    atexit._run_exitfuncs()
    try:
        _flush()
    except (OSError, ValueError):
        status = status or MACHINE
    os._exit(status)


def _await_threads() -> None:
    """Wait for the threads that Python would wait for, but not for ever.

    Up to Python 3.11.4 one that hands work to processes never ends when these have crashed
    (gh-94777).
    """
    until = time.monotonic() + _PATIENCE
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(until - time.monotonic(), 0))


def _flush() -> None:
    """Write out what is to be shown; raises OSError where that cannot be done."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()


def _build(options: argparse.Namespace) -> int:
    content = unchanged.content_of(options.root)
    before = unchanged.inputs(options.root, content, (str(options.strict),))
    answer = None if options.full else unchanged.recall(unchanged.file_of(options.root))
    if answer and answer.may_hold(before):
        question = unchanged.question(unchanged.standing(before, options.output))
        if answer.holds(question, options.now):
            if answer.warnings:
                say_of_trouble(answer.warnings)
            say(answer.said)
            return DONE
    from . import assistant, chunks
    from .survey import Survey

    memory = chunks.file_of(options.root)
    # With --full all processes make pages, and nobody asks what stands in the folder.
    jobs = 1 if options.full else options.jobs
    with assistant.hired(jobs, memory) as helping:
        survey = Survey(options.output, memory, helping)
        helping.prepare("gongkai.searchrest", "gongkai.yearfiles")
        from . import commands

        options.workings.append(commands.build(options, content, before, helping, survey))
    return DONE


def _check(options: argparse.Namespace) -> int:
    from . import commands, report

    try:
        return FAULTS if commands.check(options) else DONE
    except ConfigurationError as error:
        if options.format == "json":
            print(report.faults_json(error.faults))
        else:
            say(report.faults_text(error.faults))
        return USAGE


def _explain(options: argparse.Namespace) -> int:
    from . import commands

    commands.explain(options)
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from . import commands

    return DONE if commands.verify(options) else FAULTS


def _ledger(options: argparse.Namespace) -> int:
    from . import commands

    commands.ledger(options)
    return DONE


def _publish(options: argparse.Namespace) -> int:
    from .publishing import command, targets

    if options.rollback:
        return _roll_back(options)
    if options.restore_withdrawn:
        raise UsageError("--restore-withdrawn 要与 --rollback 同用")
    target = targets.target_of(options.target)
    # A target that cannot be used is refused before the site is built for it.
    target.files()
    _build(options)
    if options.dry_run:
        command.rehearse(options.root, options.output, target)
    else:
        manner = targets.Manner(options.keep, options.precompress)
        command.publish(options.root, options.output, target, manner)
    return DONE


def _roll_back(options: argparse.Namespace) -> int:
    from .publishing import command, targets

    releases = targets.releases_at(options.target)
    if options.dry_run:
        command.rehearse_return(releases)
    elif options.restore_withdrawn:
        command.roll_back_knowingly(releases)
    else:
        command.roll_back(releases)
    return DONE


def _redirects(options: argparse.Namespace) -> int:
    from . import commands

    commands.redirects(options)
    return DONE


def _export(options: argparse.Namespace) -> int:
    from . import exporting

    count = exporting.export(options.output, options.file)
    say(f"已写入 {options.file}：文件 {count} 篇。")
    return DONE


def _serve(options: argparse.Namespace) -> int:
    from . import server

    server.serve(options.root, options.port, options.now)
    return DONE


def _new(options: argparse.Namespace) -> int:
    from . import creating

    ask = input if sys.stdin is not None and sys.stdin.isatty() else None
    created = creating.new(
        options.root,
        usage.answers(options),
        options.path,
        options.now,
        row=options.row,
        ask=ask,
        say=say,
    )
    root_option = "" if options.root == usage.HOME else f' --root "{options.root}"'
    say(creating.next_steps(created, root_option))
    return DONE


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "build": _build,
    "check": _check,
    "explain": _explain,
    "export": _export,
    "ledger": _ledger,
    "new": _new,
    "publish": _publish,
    "redirects": _redirects,
    "serve": _serve,
    "verify": _verify,
}


def _say_interrupted(command: str, error: KeyboardInterrupt) -> int:
    if command == "serve":
        return DONE
    from . import report

    new = command == "new"
    outcome = "已放弃，没有新建文件" if new else f"已中断，{report.outcome_text(error)}"
    say_of_trouble(f"\n{outcome}。")
    return MACHINE


def _say_faults(error: ContentError, outcome: str, status: int) -> int:
    from . import report

    say_of_trouble(report.faults_text(error.faults))
    say_of_trouble(outcome)
    return status


def _speak_utf8(stream: TextIO) -> None:
    """Keep a Windows console's own encoding, but write UTF-8 to files and pipes."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")
