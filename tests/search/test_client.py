"""The client against the generator: the same folding, and the law of the search, run in Node."""

from __future__ import annotations

import json
import os
import subprocess
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest

from gongkai.folding import fold
from gongkai.search.grams import WORD_UNITS
from gongkai.search.query import parsed
from gongkai.search.records import FacetLabels, SearchRecord, searchable_texts, site_order
from gongkai.search.thirds import third_codes
from gongkai.slimming import on_few_lines, published_script
from tests.search import sample, site
from tools import provide

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "theme" / "assets" / "search"
LABELS = FacetLabels({}, {}, {}, {}, {})


def node(*arguments: str | Path, **environment: str) -> str:
    """Run Node; its output.  Raises ``AssertionError`` with its messages when it fails."""
    done = subprocess.run(
        [provide.node(), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules as they are published."""
    folder = tmp_path_factory.mktemp("modules")
    for module in MODULES.glob("*.js"):
        text = on_few_lines(published_script(module.read_text(encoding="utf-8")))
        (folder / module.name).write_text(text, encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return folder


def test_the_units_of_the_client_pass_as_written_and_as_published(published: Path) -> None:
    tests = sorted((ROOT / "tests" / "client").glob("*.test.mjs"))
    node("--test", *tests)
    node("--test", *tests, CLIENT_MODULES=str(published))


def test_published_modules_have_no_comment_left(published: Path) -> None:
    for module in published.glob("*.js"):
        text = module.read_text(encoding="utf-8")
        assert "/*" not in text
        assert not any(line.startswith("//") for line in text.splitlines())


def test_the_types_of_the_client_hold() -> None:
    node(ROOT / "node_modules" / "typescript" / "bin" / "tsc", "-p", ROOT / "jsconfig.json")


def test_only_the_entry_module_imports() -> None:
    for module in MODULES.glob("*.js"):
        lines = module.read_text(encoding="utf-8").splitlines()
        imports = any(line.startswith("import ") for line in lines)
        assert imports == (module.name == "main.js"), module.name


def test_both_sides_know_every_unit_alike(tmp_path: Path) -> None:
    script = tmp_path / "units.mjs"
    script.write_text(
        f"""
        import {{ load }} from "{(ROOT / "tests/client/modules.mjs").as_uri()}";
        const [shards, folding] = await Promise.all(["shards.js", "folding.js"].map(load));
        const words = Array.from({{ length: 0x10000 }}, (_, unit) =>
          shards.isWord(String.fromCharCode(unit)));
        const codes = [...shards.thirdCodes(folding.ideographs())];
        process.stdout.write(JSON.stringify({{ words, codes }}));
        """,
        encoding="utf-8",
    )
    assert json.loads(node(script)) == {
        "words": WORD_UNITS.tolist(),
        "codes": third_codes().tolist(),
    }


def test_both_sides_fold_every_character_alike(tmp_path: Path) -> None:
    # Between an ideograph and a letter on each side, so that white space is tried both ways.
    script = tmp_path / "fold.mjs"
    script.write_text(
        f"""
        import {{ load }} from "{(ROOT / "tests/client/modules.mjs").as_uri()}";
        const folding = await load("folding.js");
        const {{ expandedTable }} = await load("folding-table.js");
        const {{ IDEOGRAPHS }} = await load("folding-ideographs.js");
        const {{ OTHERS }} = await load("folding-others.js");
        const table = expandedTable(IDEOGRAPHS, OTHERS);
        const result = [];
        for (let code = 0; code < 0x110000; code += 1) {{
          if (code >= 0xd800 && code < 0xe000) continue;
          const c = String.fromCodePoint(code);
          result.push(`${{folding.fold(`字${{c}}字`, table)}}/${{folding.fold(`a${{c}}b`, table)}}`);
        }}
        process.stdout.write(result.join("\\n"));
        """,
        encoding="utf-8",
    )
    # A million answers are read one by one: as a list they would take half a gigabyte.
    lines = StringIO(node(script), newline="\n")
    characters = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    differing = [
        f"{ord(c):x}"
        for c in characters
        if lines.readline().removesuffix("\n") != f"{fold(f'字{c}字')}/{fold(f'a{c}b')}"
    ]
    assert differing == []
    assert lines.read() == ""


def _answers(folder: Path, queries: list[str]) -> list[dict[str, Any]]:
    queries_file = folder / "queries.json"
    queries_file.write_text(json.dumps(queries), encoding="utf-8")
    listing = Path(__file__).with_name("listing.mjs")
    answers: list[dict[str, Any]] = json.loads(node(listing, folder, queries_file))
    return answers


def _queries(records: list[SearchRecord], count: int, chance: Random) -> list[str]:
    queries = []
    for _ in range(count):
        record = chance.choice(records)
        text = chance.choice([record.title, record.doc_number, record.number, *record.body])
        start = chance.randrange(len(text))
        piece = text[start : start + chance.randint(1, 14)].replace("”", "")
        shape = chance.choice(["{}", "“{}”", "“{}”", "服务 {}", "的 -“{}”", "{} 建议"])
        queries.append(shape.format(piece))
    return queries


@pytest.mark.parametrize(("count", "paragraphs"), [(40, 4), (300, 2), (700, 9)])
def test_the_client_lists_what_in_finds(tmp_path: Path, count: int, paragraphs: int) -> None:
    records = site_order(
        sample.record(number, seed=count, paragraphs=paragraphs) for number in range(count)
    )
    site.write_index(tmp_path, records, LABELS)
    texts = [searchable_texts(record).texts() for record in records]
    queries = ["", "-的", "20230489", "2023048", "第2023", "𠮷", "😀政", "①", "・", "不曾写过的话"]
    queries += _queries(records, 150, Random(count))
    for query, answer in zip(queries, _answers(tmp_path, queries), strict=True):
        terms = parsed(query)
        expected = {
            document
            for document, held in enumerate(texts)
            if all(any(term.text in text for text in held) != term.excluded for term in terms)
        }
        assert set(answer["documents"]) == expected, query
        assert answer["exact"], query
        assert answer["first"] == answer["documents"][:10], query
        if answer["unasked"]["exact"]:
            assert answer["unasked"]["total"] == len(expected), query
