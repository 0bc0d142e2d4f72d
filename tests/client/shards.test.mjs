import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const shards = await load("shards.js");
const bytes = (/** @type {number[]} */ ...values) => new Uint8Array(values);

test("the streams are read bit by bit", () => {
  const reader = new shards.BitReader(bytes(0b00100001, 0b10000000), bytes(0b10110011, 0b01000000));
  assert.equal(reader.unary(), 2);
  assert.equal(reader.raw(3), 0b101);
  assert.equal(reader.unary(), 4);
  assert.equal(reader.raw(7), 0b1001101);
  assert.equal(reader.unary(), 0);
});

test("a file that is cut short is refused", () => {
  const reader = new shards.BitReader(bytes(0), bytes(0xff));
  assert.throws(() => reader.unary(), RangeError);
  assert.throws(() => reader.raw(9), RangeError);
  assert.throws(() => shards.readVarint(bytes(0x80), 0), RangeError);
});

test("a list above half of its universe is kept as its complement", () => {
  const all = new shards.BitReader(bytes(), bytes());
  assert.deepEqual(all.list(4, 4), [0, 1, 2, 3]);
  const allButTwo = new shards.BitReader(bytes(), bytes(0b10000000));
  assert.deepEqual(allButTwo.list(3, 4), [0, 1, 3]);
});

test("a shard of another segment is refused", () => {
  const place = { shard: 0, shards: 16, documents: 300 };
  assert.throws(() => shards.readShard(bytes(5, 0, 0), place, 1, new Set([0])), RangeError);
});

test("mixing is one to one and stays within the files", () => {
  const mixed = new Set();
  for (let a = 0x4e00; a < 0x4e40; a += 1) {
    for (let b = 0x4e00; b < 0x4e40; b += 1) mixed.add(shards.mixPair(a, b));
  }
  assert.equal(mixed.size, 64 * 64);
  for (const value of mixed) assert.ok(shards.fileOf(value, 40) < 40);
});

test("every unit has a code of its own, the usual ones the lowest", async () => {
  const { ideographs } = await load("folding.js");
  const codes = shards.thirdCodes(ideographs());
  assert.equal(new Set(codes).size, 2 ** 16);
  assert.equal(ideographs().length, 6763);
  assert.equal(codes[0], 0);
  assert.equal(codes["z".charCodeAt(0)], 0x7a);
  assert.ok(codes["政".charCodeAt(0)] < 2 ** 12);
});

test("word units are letters, digits and ideographs, not marks", () => {
  for (const text of ["政务", "az09", "é", "〇", "😀"]) assert.ok(shards.isWord(text), text);
  for (const mark of ["，", "。", " ", "\0", "-", "A", "×", "“", "→", "　", "《", "（"]) {
    assert.ok(!shards.isWord(mark), mark);
  }
});
