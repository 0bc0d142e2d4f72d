"""The rings of docs/architecture.md, held over the syntax trees: who may import whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "gongkai"

RINGS: tuple[frozenset[str], ...] = (
    frozenset(
        {"errors", "dates", "urls", "vocabulary", "settings", "model", "folding", "folding_table"}
        | {"likeness", "patterns", "steps"}
    ),
    frozenset(
        {
            "yamltree",
            "yamlnodes",
            "yamlplain",
            "yamlparsing",
            "yamlslips",
            "frontmatter",
            "fields",
            "items",
            "documents",
            "names",
            "unitsyaml",
        }
        | {"sitetoml", "markdown", "surroundings", "composition", "drafting"}
        | {
            "cards",
            "claims",
            "splicing",
            "drawer",
            "drawers",
            "traces",
            "deck",
            "publication",
            "taxonomy",
            "catalog",
            "collisions",
            "redirects",
            "views",
            "pages",
        }
        | {
            "fingerprint",
            "recalling",
            "jsonprint",
            "galleys",
            "staleness",
            "memory",
            "jobs",
            "planned",
            "planning",
            "document_plan",
            "list_plan",
            "columns",
            "productmemory",
            "shelves",
            "surveyed",
            "sharing",
            "accounting",
            "sitemapxml",
            "machinefiles",
            "feeds",
            "slimming",
            "templatefaults",
            "typesetting",
            "redirectrules",
        }
        | {"search", "searchable", "labels"}
        | {
            "ledger",
            "csvrows",
            "ledgercsv",
            "ledgeranswers",
            "disagreements",
            "workdays",
            "standing",
        }
        | {
            "dockets",
            "cases",
            "tallies",
            "counting",
            "statistics",
            "figures",
            "promises",
            "opendata",
        }
        | {"matters"}
        | {"checks", "crosschecks", "exemptions", "privacy"}
    ),
    frozenset(
        {
            "walk",
            "survey",
            "assistant",
            "searchrest",
            "yearfiles",
            "apart",
            "trees",
            "halves",
            "chunks",
            "config",
            "sources",
            "templates",
            "themefiles",
            "assets",
            "fileacts",
            "spreading",
            "staging",
            "waiting",
            "swapping",
            "placement",
            "placing",
            "output",
            "sinks",
            "manifest",
            "inventory",
            "foreign",
            "bodies",
            "store",
            "program",
            "heap",
            "workers",
        }
        | {"attachments"}
        | {
            "workshop",
            "restyling",
            "workpieces",
            "lastlook",
            "delivery",
            "intake",
            "manuscripts",
            "spool",
            "content",
            "layout",
            "production",
            "products",
            "remembering",
        }
        | {"allowances", "announcing", "unlisted", "datafiles", "origins"}
        | {"parted", "segments", "bases", "mending", "searching", "searchtexts"}
    ),
    frozenset({"pipeline", "inquiry"}),
    frozenset(
        {
            "exporting",
            "report",
            "progressline",
            "saying",
            "standing_report",
            "staffing",
            "preview",
            "preview_faults",
            "asking",
            "creating",
        }
    )
    | {"publishing"}
    | {"server", "server_answers", "server_handlers", "server_watch"},
    frozenset({"arguments", "optionvalues", "usage", "unchanged", "commands", "cli"}),
)
"""The modules of each ring; a module may import lower rings, and its own ring without a cycle."""

DISK_AND_WORLD = {"os", "pathlib", "shutil", "socket", "subprocess", "tempfile", "io", "sqlite3"}


def modules() -> Iterator[tuple[str, Path]]:
    """Every top-level module of the package with each of its files."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if name != "__init__":
            yield name, path


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports; those of the package as ``gongkai.module``."""
    package = ("gongkai", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            prefix = ".".join((*base, *([node.module] if node.module else [])))
            if prefix == "gongkai":
                yield from (f"gongkai.{alias.name}" for alias in node.names)
            else:
                yield prefix


def ring_of(module: str) -> int:
    return next(ring for ring, members in enumerate(RINGS) if module in members)


def own_imports() -> dict[str, set[str]]:
    """For each module the other modules of the package that it imports."""
    graph: dict[str, set[str]] = {}
    for module, path in modules():
        targets = graph.setdefault(module, set())
        for name in imports(path):
            if name.startswith("gongkai."):
                targets.add(name.split(".")[1])
        targets -= {module, "__version__"}
    return graph


def test_every_module_has_one_ring() -> None:
    found = {module for module, _ in modules()}
    named = [module for members in RINGS for module in members]
    assert sorted(found) == sorted(named)


def test_imports_point_inwards() -> None:
    outward = [
        (module, target)
        for module, targets in own_imports().items()
        for target in targets
        if ring_of(target) > ring_of(module)
    ]
    assert outward == []


def test_no_cycles() -> None:
    graph = own_imports()
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, f"cycle: {' -> '.join((*trail, module))}"
        if module not in done:
            for target in sorted(graph[module]):
                visit(target, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("ring", [0, 1])
def test_inner_rings_know_no_disk(ring: int) -> None:
    touching = [
        (path.name, name)
        for module, path in modules()
        if module in RINGS[ring]
        for name in imports(path)
        if name.split(".")[0] in DISK_AND_WORLD
    ]
    assert touching == []
