"""Measures a home page, a document, a unit and a search with Lighthouse: ``make lighthouse``.

Lighthouse comes from npm by the lock beside this file, Chromium from the system.  Each page is
measured five times as Lighthouse's slow telephone sees it; the best performance counts, because
everything that disturbs a run makes it slower, and the worst of the other scores.  Ends with
status 1 where a score is below its target.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from tools import provide, stamps
from tools.browser import ARGUMENTS
from tools.static_server import serve

HERE = Path(__file__).resolve().parent
FOLDER = provide.REPOSITORY / ".tools" / "lighthouse"

PAGES = {
    "home": "index.html",
    "document": "suggestions/2023/20230489.html",
    "unit": "units/shenzhen-zhengwu-fuwu-shuju-guanli-ju.html",
    "search": "search.html?q=%E6%94%BF%E5%8A%A1%E6%9C%8D%E5%8A%A1",
}
TARGETS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}

Scores = Mapping[str, int]


def main() -> None:
    """Print a table of the scores and the versions, and what kept a score below 100."""
    parser = ArgumentParser(description=__doc__, prog="python -m bench.lighthouse")
    parser.add_argument("--runs", type=int, default=5, help="runs of each page (5)")
    parser.add_argument("--page", choices=PAGES, action="append", help="only this page")
    options = parser.parse_args()
    lighthouse = program()
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        public = _demonstration(Path(folder))
        print(f"| page | {' | '.join(TARGETS)} |\n| ---{' | ---' * len(TARGETS)} |", flush=True)
        with serve(public) as base:
            for name in options.page or PAGES:
                reports = [measure(lighthouse, base + PAGES[name]) for _ in range(options.runs)]
                scores = summary(reports)
                row = " | ".join(str(scores[category]) for category in TARGETS)
                print(f"| {name} | {row} |", flush=True)
                if any(scores[category] < least for category, least in TARGETS.items()):
                    missed += [f"{name}: {each}" for each in shortcomings(reports[-1])]
    print(f"Lighthouse {_version(lighthouse)}, {_said([provide.chromium(), '--version'])}")
    print("\n".join(missed))
    sys.exit(bool(missed))


def program(folder: Path = FOLDER) -> Path:
    """Lighthouse in ``folder``, installed there first unless it is already; a script for Node."""
    wanted = stamps.fingerprint(HERE / "package-lock.json")
    if not stamps.is_current(folder / "stamp", wanted):
        print("Installing Lighthouse", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder / name)
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        subprocess.run([*provide.npm(), "ci", *options], cwd=folder, check=True, stdout=sys.stderr)
        stamps.write(folder / "stamp", wanted)
    return folder / "node_modules" / "lighthouse" / "cli" / "index.js"


def measure(lighthouse: Path, url: str) -> dict[str, object]:
    """One run of Lighthouse on ``url``: its report (Lighthouse's own JSON)."""
    flags = " ".join(["--headless=new", *ARGUMENTS[:-1]])
    command: list[str | Path] = [
        *(provide.node(), lighthouse, url, "--quiet", "--output=json", "--output-path=stdout"),
        *(f"--chrome-flags={flags}", f"--only-categories={','.join(TARGETS)}"),
        "--no-enable-error-reporting",
    ]
    environment = {**os.environ, "CHROME_PATH": str(provide.chromium())}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    report: dict[str, object] = json.loads(done.stdout)
    return report


def summary(reports: list[dict[str, object]]) -> Scores:
    """Of several runs the best performance, and the worst of everything else, out of 100."""
    found = {category: [_score(report, category) for report in reports] for category in TARGETS}
    return {
        category: (max if category == "performance" else min)(scores)
        for category, scores in found.items()
    }


def shortcomings(report: dict[str, object]) -> list[str]:
    """The audits of a report that were not passed and have a score."""
    audits: dict[str, dict[str, object]] = report["audits"]  # type: ignore[assignment]
    return [
        f"{name}: {audit['title']} {audit.get('displayValue', '')}".rstrip()
        for name, audit in audits.items()
        if isinstance(score := audit["score"], int | float) and score < 1
    ]


def _score(report: dict[str, object], category: str) -> int:
    categories: dict[str, dict[str, float]] = report["categories"]  # type: ignore[assignment]
    return round(100 * categories[category]["score"])


def _demonstration(folder: Path) -> Path:
    """The demonstration site, built in ``folder``; where it lies."""
    shutil.copy(provide.REPOSITORY / "site.toml", folder)
    shutil.copytree(provide.REPOSITORY / "content", folder / "content")
    build: list[str | Path] = [
        sys.executable,
        provide.REPOSITORY / "build.py",
        "build",
        "--root",
        folder,
    ]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    return folder / "public"


def _version(lighthouse: Path) -> str:
    package = lighthouse.parents[1] / "package.json"
    version: str = json.loads(package.read_text(encoding="utf-8"))["version"]
    return version


def _said(command: list[str | Path]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
