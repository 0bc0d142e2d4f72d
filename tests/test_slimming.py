"""Scripts and style sheets as they are published."""

from __future__ import annotations

import pytest

from gongkai.slimming import joined_modules, on_few_lines, published_script, published_sheet

LEFT = """/** Why. */
import * as right from "./right.js";
import { VALUE, twice } from "./other-one.js";
const own = 1;
export const total = () => right.value + twice(VALUE) + own;
"""
RIGHT = "const own = 2;\nexport const value = own;\n"
OTHER = "export const VALUE = 3;\nexport async function late() {}\nexport function twice(n) {\nreturn 2 * n;\n}\n"


def test_modules_are_joined_with_their_names_kept_apart() -> None:
    entry = published_script(LEFT).replace("export ", "")
    joined = joined_modules(entry, {"right.js": RIGHT, "other-one.js": OTHER})
    assert joined == (
        "const module_right = (() => {\nconst own = 2;\nconst value = own;\n"
        "return { value };\n})();\n"
        "const module_other_one = (() => {\nconst VALUE = 3;\nasync function late() {}\n"
        "function twice(n) {\nreturn 2 * n;\n}\nreturn { VALUE, late, twice };\n})();\n"
        "const right = module_right;\n"
        "const { VALUE, twice } = module_other_one;\n"
        "const own = 1;\nconst total = () => right.value + twice(VALUE) + own;\n"
    )


@pytest.mark.parametrize(
    ("entry", "module"),
    [
        ('import whole from "./a.js";\n', "export default 1;\n"),
        ('import { a } from "./a.js";\n', 'import "./b.js";\nexport const a = 1;\n'),
        ('import { a } from "./a.js";\n', "const a = 1;\nexport { a };\n"),
        ('import { a } from "./missing.js";\n', ""),
    ],
)
def test_what_cannot_be_joined_stays_modules(entry: str, module: str) -> None:
    assert joined_modules(entry, {"a.js": module}) == entry


def test_a_script_keeps_the_line_breaks_that_end_something() -> None:
    script = "const f = (\na,\nb\n) => {\nreturn a\n|| b;\n};\nfunction g() {}\ng()\n"
    few = "const f = (a,b) => {return a\n|| b;};function g() {}\ng()\n"
    assert on_few_lines(script) == few


def test_a_style_sheet_loses_its_comments_and_keeps_its_strings() -> None:
    sheet = b"""/* Why. */
a::after {
  content: "/* no \\" comment */";   /* and
  why */

}
b { color: red; }
"""
    bare = b'a::after {content: "/* no \\" comment */";}b { color: red; }'
    assert published_sheet(sheet) == bare
