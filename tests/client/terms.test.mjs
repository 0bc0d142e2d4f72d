import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const { gramsOf, meet } = await load("terms.js");
const { isWord } = await load("shards.js");

test("a long term begins with every other triple and the last", () => {
  assert.deepEqual(gramsOf("政务服务大厅", isWord), {
    first: ["政务服", "服务大", "务大厅"], others: ["务服务"],
  });
});

test("where punctuation stands pairs take the place of triples", () => {
  assert.deepEqual(gramsOf("务，提", isWord), { first: ["务，", "，提"], others: [] });
  const { first } = gramsOf("政务服，提", isWord);
  assert.deepEqual(first, ["政务服", "服，", "，提"]);
});

test("one, two and three characters are asked for as they are", () => {
  for (const term of ["政", "政务", "政务服"]) {
    assert.deepEqual(gramsOf(term, isWord), { first: [term], others: [] });
  }
});

test("a term of ten thousand characters asks for few grams", () => {
  const { first, others } = gramsOf("政务服务大厅窗口".repeat(1250), isWord);
  assert.ok(first.length + others.length <= 24);
  const letters = Array.from({ length: 5000 }, (_, i) => String.fromCharCode(0x4e00 + i)).join("");
  assert.ok(gramsOf(letters, isWord).first.length <= 25);
});

test("lists meet with the lower rank", () => {
  const left = { documents: [1, 3, 5, 9], ranks: [1, 3, 2, 1] };
  const right = { documents: [0, 3, 5, 10], ranks: [1, 1, 3, 1] };
  assert.deepEqual(meet(left, right), { documents: [3, 5], ranks: [1, 2] });
});
