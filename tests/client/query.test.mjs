import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const { isWellFormed, parseQuery } = await load("query.js");
const { fold } = await load("folding.js");
const texts = (/** @type {string} */ query) =>
  parseQuery(query, fold).map((/** @type {any} */ term) => (term.excluded ? "-" : "") + term.text);

test("a query is cut into terms", () => {
  const examples = [
    ["养老 服务", ["养老", "服务"]],
    ["  养老\u3000服务 ", ["养老", "服务"]],
    ["“5G 基站”", ["5g基站"]],
    ['"iPhone 14"', ["iphone 14"]],
    ["养老 -“社区 服务”", ["养老", "-社区服务"]],
    ["-养老", ["-养老"]],
    ["-", ["-"]],
    ["“一网通办”改革", ["“一网通办”改革"]],
    ["养老 养老", ["养老"]],
    ["“”", []],
    ["", []],
  ];
  for (const [query, expected] of examples) {
    assert.deepEqual(texts(/** @type {string} */ (query)), expected);
  }
});

test("a surrogate without its partner is noticed", () => {
  assert.ok(isWellFormed("😀政"));
  assert.ok(!isWellFormed("\ud83d政"));
  assert.ok(!isWellFormed("政\ude00"));
});

test("ten thousand characters are one term, quickly", () => {
  assert.equal(texts("政".repeat(10_000)).length, 1);
  assert.equal(texts('"'.repeat(10_000)).length, 1);
  assert.equal(texts("“".repeat(10_000)).length, 1);
});
