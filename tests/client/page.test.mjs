import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const { readAddress, writeAddress } = await load("address.js");
const { countChoices, facetTest, readColumn } = await load("facets.js");
const { IndexFault, createStore, unpackNames } = await load("store.js");
const { readVarint } = await load("shards.js");
const FACETS = ["category", "year"];

test("a state goes into an address and back", () => {
  for (const address of [
    "?q=", "?q=%E5%85%BB%E8%80%81+%E6%9C%8D%E5%8A%A1&year=2023&year=2022&sort=date&page=3",
    "?q=%22%3Cscript%3E%26%25",
  ]) {
    const state = readAddress(address, FACETS);
    assert.deepEqual(readAddress(writeAddress(state), FACETS), state);
  }
});

test("nonsense in an address is read as nothing", () => {
  const state = readAddress("?page=-3&sort=up&year=&colour=red", FACETS);
  assert.deepEqual(state, {
    query: "", facets: { category: [], year: [] }, sort: "relevance", page: 1,
  });
});

test("a column says which documents have which values", () => {
  const head = new TextEncoder().encode('{"values":["a","b"],"labels":["甲","乙"]}');
  const data = new Uint8Array([head.length, ...head, 1, 2, 0, 2, 0, 0]);
  const column = readColumn(data, 3, readVarint);
  assert.deepEqual([0, 1, 2].filter(facetTest(column, ["b"])), [0, 1]);
  assert.deepEqual([0, 1, 2].filter(facetTest(column, ["unknown"])), []);
  const choices = countChoices(column, [0, 1, 2], ["c"]);
  assert.deepEqual(
    choices.map((/** @type {any} */ c) => [c.label, c.count, c.chosen]),
    [["甲", 1, false], ["乙", 2, false], ["c", 0, true]],
  );
});

test("names are unpacked", () => {
  const names = unpackNames(btoa("\x01\x02\xff\x00"), 2);
  assert.deepEqual([names.length, names.at(0), names.at(1)], [2, "0102", "ff00"]);
});

test("a file is fetched once, and a failure is told and tried again", async () => {
  let asked = 0;
  const answers = [new Response("", { status: 404 }), new Response("ab"), new Response("cd")];
  const store = createStore(new URL("http://localhost/search/"), async () => {
    asked += 1;
    return /** @type {Response} */ (answers.shift());
  });
  const read = (/** @type {Uint8Array} */ data) => data.length;
  await assert.rejects(store.load("x", read), (/** @type {any} */ fault) =>
    fault instanceof IndexFault && fault.kind === "gone");
  assert.equal(await store.load("x", read), 2);
  assert.equal(await store.load("x", read), 2);
  assert.equal(asked, 2);
  store.forget();
  assert.equal(await store.load("x", read), 2);
  assert.equal(asked, 3);
});

test("a server that cannot be reached and a damaged file are told apart", async () => {
  const away = createStore(new URL("http://localhost/"), async () => {
    throw new TypeError("offline");
  });
  await assert.rejects(away.load("x", () => 1), { kind: "unreachable" });
  const damaged = createStore(new URL("http://localhost/"), async () => new Response("x"));
  await assert.rejects(damaged.load("x", () => {
    throw new RangeError("short");
  }), { kind: "damaged" });
});
