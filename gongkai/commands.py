"""What each command does once its arguments are read: runs the pipeline and says what came of it."""

from __future__ import annotations

import argparse
import time
from urllib.parse import urlsplit

from msgspec.structs import replace

from . import (
    chunks,
    inquiry,
    pipeline,
    redirectrules,
    report,
    staffing,
    standing_report,
    unchanged,
)
from .assistant import Assistant
from .errors import MachineError, UsageError, cause_of, has_errors, is_clean
from .progressline import ProgressLine
from .saying import say, say_of_trouble
from .survey import Survey
from .unchanged import Answer, Inputs
from .walk import RACY, Seen


def build(
    options: argparse.Namespace,
    content: Seen,
    before: Inputs,
    assistant: Assistant,
    survey: Survey,
) -> pipeline.Built:
    """Publish what was seen in ``content``, with the help of an ``assistant``.

    ``before`` are all files that the build reads; the ``survey`` is that of the published folder.
    """
    started = time.time_ns()
    progress = ProgressLine()
    request = replace(_request(options), afresh=options.full, seen=content, survey=survey)
    try:
        with staffing.staff(options.jobs) as staff:
            built = pipeline.build(request, options.strict, staff, progress, assistant)
    except KeyboardInterrupt:
        progress.clear()
        raise
    progress.clear()
    warnings = report.faults_text(built.warnings) if built.warnings else ""
    if warnings:
        say_of_trouble(warnings)
    say(report.built_text(built, str(request.folder), (time.time_ns() - started) / 1e9))
    # What was touched while the build ran, or a moment before, may have been read half old; what
    # this build has just written may yet be altered without its signature telling.
    if built.committed.written or built.committed.removed or before.touched + RACY >= started:
        return built
    looked = time.time_ns()
    present = unchanged.content_of(options.root)
    after = unchanged.inputs(options.root, present, (str(options.strict),))
    found = unchanged.standing(after, request.folder)
    is_still = after.touched + RACY < started and found.touched + RACY < looked
    if after == before and is_still:
        said = report.unchanged_text(built, str(request.folder))
        answer = Answer(unchanged.question(found), options.now, built.due, said, warnings)
        unchanged.keep(unchanged.file_of(options.root), answer)
    return built


def check(options: argparse.Namespace) -> bool:
    """List every fault; whether there is one that counts."""
    progress = ProgressLine()
    request = _request(options)
    with staffing.staff(options.jobs) as staff:
        faults = pipeline.check(request, options.strict, staff, progress)
        is_text = options.format == "text"
        held = inquiry.held_back(request, staff) if is_text else ()
    progress.clear()
    if options.format == "json":
        print(report.faults_json(faults))
    elif faults:
        say(report.faults_text(faults))
    else:
        say("没有发现问题。")
    if held:
        say(report.held_count_text(held))
    return has_errors(faults) or (options.strict and not is_clean(faults))


def explain(options: argparse.Namespace) -> None:
    """Say what makes a page and whether it is out of date."""
    request = _request(options)
    with staffing.staff(options.jobs) as staff:
        found = inquiry.explain(request, options.url, staff, ProgressLine())
    if not found.key and not found.held:
        message = f"网站上没有 {found.address} 这个页面；写它的网址，或者网址里域名后面的部分"
        raise UsageError(f"{message}，如 index.html")
    say(report.explanation_text(found))


def ledger(options: argparse.Namespace) -> None:
    """Say how the ledgers stand; of their faults only that there are some."""
    with staffing.staff(options.jobs) as staff:
        found = inquiry.standing_of_ledgers(_request(options), options.days, staff)
    if has_errors(found.faults):
        say_of_trouble("台账里有错误，有的行没有计入；运行 check 查看。")
    if options.format == "csv":
        print(standing_report.as_csv(found.items))
    elif options.format == "json":
        print(standing_report.as_json(found.items))
    else:
        say(standing_report.text(found.items, found.question))


def verify(options: argparse.Namespace) -> bool:
    """Compare the published folder with what it should be; whether it is just that."""
    request = _request(options)
    with staffing.staff(options.jobs) as staff:
        comparison = inquiry.verify(request, staff, ProgressLine())
    say(report.comparison_text(comparison, str(request.folder)))
    return comparison.is_equal


def redirects(options: argparse.Namespace) -> None:
    """Write the rules by which servers answer old addresses."""
    with staffing.staff(options.jobs) as staff:
        catalog, settings = inquiry.present_catalog(_request(options), staff)
    base = urlsplit(settings.site.base_url).path or "/"
    moved = redirectrules.moves((*catalog.pages, *catalog.documents), base)
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        for name, lines in redirectrules.FILES.items():
            text = "".join(f"{line}\n" for line in lines(moved))
            unfinished = options.folder / f".{name}"
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            unfinished.replace(options.folder / name)
    except OSError as error:
        where = error.filename or options.folder
        raise MachineError(f"写入 {where} 失败：{cause_of(error)}") from error
    say(f"旧网址 {len(moved)} 个；nginx、Apache、Caddy、IIS 的规则写在 {options.folder}")


def _request(options: argparse.Namespace) -> pipeline.Request:
    """What is asked; raises UsageError for a folder that holds the site's own sources."""
    folder = options.output.resolve()
    for name in ("content", "theme", pipeline.CACHE):
        if folder.is_relative_to((options.root / name).resolve()):
            raise UsageError(
                f"不能发布到 {options.output}：它在 {name}/ 里；请用 --output 指定别的文件夹"
            )
    memory = chunks.file_of(options.root)
    return pipeline.Request(options.root, options.output, memory, options.now)
