import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const folding = await load("folding.js");
const { expandedTable } = await load("folding-table.js");
const { IDEOGRAPHS } = await load("folding-ideographs.js");
const { OTHERS } = await load("folding-others.js");
const table = expandedTable(IDEOGRAPHS, OTHERS);

test("what needs no table is folded the same without it", () => {
  for (let code = 0; code < 0x110000; code += 1) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const character = String.fromCodePoint(code);
    const needed = folding.neededTables(character);
    if (needed.ideographs || needed.others) continue;
    assert.equal(folding.fold(`字${character}字`), folding.fold(`字${character}字`, table));
  }
});

test("a character that asks for ideographs alone is folded by them alone", () => {
  const ideographs = expandedTable(IDEOGRAPHS, "");
  for (let code = 0x3400; code < 0xa000; code += 1) {
    const character = String.fromCodePoint(code);
    if (folding.neededTables(character).others) continue;
    assert.equal(folding.fold(character, ideographs), folding.fold(character, table));
  }
});

test("white space stays only between ASCII letters and digits", () => {
  const examples = [
    ["政 务\u3000服 务", "政务服务"], ["iPhone  14 Pro", "iphone 14 pro"],
    ["第 3 条", "第3条"], ["５Ｇ 基站", "5g基站"], [" a ", "a"],
  ];
  for (const [text, folded] of examples) assert.equal(folding.fold(text), folded);
});

test("places lead back to the original", () => {
  const { text, starts } = folding.foldWithPlaces("甲 ㎡乙", table);
  assert.equal(text, "甲m2乙");
  assert.deepEqual(starts, [0, 2, 2, 3, 4]);
});

test("a letter that grows when lowered does not shift what follows", () => {
  const { text, starts } = folding.foldWithPlaces("İ字", table);
  assert.equal(text.at(-1), "字");
  assert.equal(starts[text.length - 1], 1);
});
