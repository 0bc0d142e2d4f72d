/**
 * Runs the client without a browser: node listing.mjs SITE QUERIES, both paths; the queries are a
 * JSON array. Prints a JSON array: for each query all documents that the client would list, in
 * order, after it has counted exactly on request, and what it knew unasked.
 */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { load } from "../client/modules.mjs";

const [folding, queries, shards, stores, indexes, terms, searches, excerpts] = await Promise.all(
  ["folding.js", "query.js", "shards.js", "store.js", "index.js", "terms.js", "search.js",
    "excerpt.js"].map(load));
const { expandedTable } = await load("folding-table.js");
const { IDEOGRAPHS } = await load("folding-ideographs.js");
const { OTHERS } = await load("folding-others.js");

const [site, queryFile] = process.argv.slice(2);
const root = new URL(`${pathToFileURL(path.resolve(site, "search")).href}/`);
const store = stores.createStore(root, async (/** @type {URL} */ url) => {
  try {
    return new Response(await readFile(url.pathname));
  } catch {
    return new Response("", { status: 404 });
  }
});
const manifest = await store.load("manifest.bin", async (/** @type {Uint8Array} */ data) =>
  indexes.parseManifest(new TextDecoder().decode(await stores.inflate(data)), stores.unpackNames));
const index = indexes.openIndex(manifest, store, shards, stores.inflate,
  shards.thirdCodes(folding.ideographs()));
const holds = excerpts.createHolder(folding.foldWithPlaces);

/** @param {string} words */
async function answer(words) {
  const needed = folding.neededTables(words);
  const table = expandedTable(
    needed.ideographs ? IDEOGRAPHS : "", needed.others ? OTHERS : "");
  const parsed = queries.parseQuery(words, (/** @type {string} */ text) => folding.fold(text, table));
  const query = await searches.openQuery(parsed, {
    documents: manifest.documents,
    findTerm: (/** @type {string} */ text) => terms.findTerm(index, text, shards.isWord),
    findWholeNumber: (/** @type {string} */ text) => terms.findWholeNumber(index, text),
    text: index.text,
    holds,
    contradicts(/** @type {number} */ document) {
      throw new Error(`the texts of ${document} contradict the index`);
    },
  });
  const first = (await query.results(1)).map((/** @type {any} */ found) => found.document);
  await query.count(false);
  const unasked = { total: query.candidates().length, exact: query.isExact() };
  await query.count(true);
  return { first, unasked, documents: query.candidates(), exact: query.isExact() };
}

const answers = [];
for (const words of JSON.parse(await readFile(queryFile, "utf8"))) answers.push(await answer(words));
process.stdout.write(JSON.stringify(answers));
