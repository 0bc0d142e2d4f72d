"""Write the folding table: ``gongkai/folding_table.py`` and its two halves for the browser.

Run ``python tools/make_folding_table.py`` with the package opencc-python-reimplemented
installed.  The table joins three sources, closed under repetition so that folding twice is
folding once:

* compatibility forms (Unicode NFKC of single characters: full width, circled, squared …);
* lower case (single characters, without context: a final sigma is a sigma);
* traditional to simplified, OpenCC's t2s *characters*.  Phrases are left out: whether 乾 is
  read in 乾隆 or in 乾燥 depends on its neighbours, and a fold that looks at neighbours would
  not keep substrings.

White space of every kind becomes U+0020; format characters, variation selectors and control
characters, which no reader sees or types, become nothing.
"""

from __future__ import annotations

import importlib.resources
import sys
import unicodedata
from collections.abc import Iterator
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON_TARGET = ROOT / "gongkai" / "folding_table.py"
SCRIPTS = ROOT / "theme" / "assets" / "search"
IDEOGRAPHS_TARGET = SCRIPTS / "folding-ideographs.js"
OTHERS_TARGET = SCRIPTS / "folding-others.js"

#: The version of the table's rules and format; raise it when either changes.
TABLE_VERSION = 1
SURROGATES = range(0xD800, 0xE000)
VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
#: The blocks whose characters may stand in source code as themselves: unified ideographs.
PLAIN_IDEOGRAPHS = (
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0x20000, 0x2F800),
    range(0x30000, 0x32400),
)
BASIC_PLANE = range(0x10000)
WIDTH = 90


def simplified() -> dict[str, str]:
    """OpenCC's first simplified character for each traditional one that has a single source."""
    lines = (
        importlib.resources.files("opencc")
        .joinpath("dictionary/TSCharacters.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    table = {}
    for line in lines:
        source, _, targets = line.partition("\t")
        table[source] = targets.split(" ")[0]
    return table


def folded_once(character: str, to_simplified: dict[str, str]) -> str:
    """One round of folding; the rounds are repeated until nothing changes."""
    if character.isspace():
        return " "
    code = ord(character)
    if any(code in block for block in VARIATION_SELECTORS):
        return ""
    if unicodedata.category(character) in ("Cf", "Cc"):
        return ""
    compatible = unicodedata.normalize("NFKC", character)
    return "".join(to_simplified.get(part, part) for part in compatible.lower())


def closure(character: str, to_simplified: dict[str, str]) -> str:
    """The fixed point of :func:`folded_once`.

    Raises ``ValueError`` when the sources go round in a circle.
    """
    current = character
    for _ in range(8):
        following = "".join(folded_once(part, to_simplified) for part in current)
        if following == current:
            return current
        current = following
    raise ValueError(f"folding U+{ord(character):04X} does not end")


def complete_table() -> dict[int, str]:
    """Every code point that folding changes, with what it becomes."""
    to_simplified = simplified()
    table = {}
    for code in range(sys.maxunicode + 1):
        if code in SURROGATES:
            continue
        target = closure(chr(code), to_simplified)
        if target != chr(code):
            table[code] = target
    return table


def is_plain(code: int) -> bool:
    """Whether the character is a unified ideograph, safe to write as itself."""
    return any(code in block for block in PLAIN_IDEOGRAPHS)


def is_ideograph_pair(code: int, target: str) -> bool:
    """Whether the first half of the table holds this: ideographs of the basic plane."""
    return code in BASIC_PLANE and is_plain(code) and len(target) == 1 and is_plain(ord(target))


def ideograph_pairs(table: dict[int, str]) -> str:
    """Source and target, one after the other, of the pairs of the first half."""
    return "".join(
        chr(code) + target for code, target in table.items() if is_ideograph_pair(code, target)
    )


def other_runs(table: dict[int, str]) -> Iterator[str]:
    """The remaining characters in runs, all numbers hexadecimal.

    ``start:target,target…`` spells the targets of successive sources out, the characters of one
    target joined by ``+``; ``start*step=distance*count`` stands for ``count`` characters, each
    ``step`` after the one before, that all move equally far; ``start-count`` for ``count``
    successive characters that become nothing.
    """
    rest = {code: target for code, target in table.items() if not is_ideograph_pair(code, target)}
    for _, members in groupby(
        enumerate(code for code, target in rest.items() if not target),
        lambda item: item[1] - item[0],
    ):
        vanishing = [code for _, code in members]
        yield f"{vanishing[0]:x}-{len(vanishing):x}"
    rest = {code: target for code, target in rest.items() if target}

    def step_run(code: int, step: int) -> int:
        if len(rest[code]) != 1:
            return 1
        distance = ord(rest[code]) - code
        count = 1
        while (
            rest.get(code + count * step) is not None
            and rest[code + count * step] == chr(code + count * step + distance)
            and (step == 1 or code + count * step - 1 not in rest)
        ):
            count += 1
        return count

    pending: list[int] = []

    def spelled(codes: list[int]) -> Iterator[str]:
        for _, members in groupby(enumerate(codes), lambda item: item[1] - item[0]):
            run = [code for _, code in members]
            targets = ",".join("+".join(f"{ord(c):x}" for c in rest[code]) for code in run)
            yield f"{run[0]:x}:{targets}"

    codes = sorted(rest)
    done: set[int] = set()
    for code in codes:
        if code in done:
            continue
        best = max((step_run(code, step), -step) for step in (1, 2))
        if best[0] >= 4:
            yield from spelled(pending)
            pending = []
            step = -best[1]
            yield f"{code:x}*{step}={ord(rest[code]) - code:x}*{best[0]:x}"
            done.update(code + i * step for i in range(best[0]))
        else:
            pending.append(code)
    yield from spelled(pending)


def wrapped(text: str, width: int) -> Iterator[str]:
    """``text`` in pieces of at most ``width`` characters."""
    for start in range(0, len(text), width):
        yield text[start : start + width]


def python_source(pairs: str, runs: str, sources: str) -> str:
    """The module for the generator."""
    lines = [
        '"""The folding table.  Made by tools/make_folding_table.py; not to be edited."""',
        "",
        f"TABLE_VERSION = {TABLE_VERSION}",
        f'SOURCES = "{sources}"',
        "IDEOGRAPHS = (",
        *(f'    "{piece}"' for piece in wrapped(pairs, WIDTH // 2)),
        ")",
        "OTHERS = (",
        *(f'    "{piece}"' for piece in wrapped(runs, WIDTH)),
        ")",
        "",
    ]
    return "\n".join(lines)


def script_source(name: str, text: str, sources: str) -> str:
    """One half of the table for the browser."""
    return "\n".join(
        [
            "// Half of the folding table. Made by tools/make_folding_table.py; not to be edited.",
            f"// {sources}",
            f"export const TABLE_VERSION = {TABLE_VERSION};",
            f'export const {name} = "{text}";',
            "",
        ]
    )


def main() -> None:
    """Write both files."""
    table = complete_table()
    pairs = ideograph_pairs(table)
    runs = " ".join(other_runs(table))
    sources = (
        f"Unicode {unicodedata.unidata_version}; "
        f"opencc-python-reimplemented {version('opencc-python-reimplemented')}"
    )
    PYTHON_TARGET.write_text(python_source(pairs, runs, sources), encoding="utf-8", newline="\n")
    for target, name, text in (
        (IDEOGRAPHS_TARGET, "IDEOGRAPHS", pairs),
        (OTHERS_TARGET, "OTHERS", runs),
    ):
        target.write_text(script_source(name, text, sources), encoding="utf-8", newline="\n")
    print(f"{len(table)} characters; {sources}")


if __name__ == "__main__":
    main()
