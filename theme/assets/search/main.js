/** The search page: reads the address, asks the index, draws what it says. */

import * as folding from "./folding.js";
import * as queries from "./query.js";
import * as shards from "./shards.js";
import { IndexFault, createStore, inflate, unpackNames } from "./store.js";
import { openIndex, parseManifest } from "./index.js";
import { findTerm, findWholeNumber } from "./terms.js";
import { openQuery } from "./search.js";
import { readAddress, writeAddress } from "./address.js";
import { createHolder, present } from "./excerpt.js";
import * as view from "./view.js";

/** @typedef {import("./address.js").State} State */

const MANIFEST = "manifest.bin";
const MANIFEST_AGE = 5 * 60 * 1000;
/** The facets that an address may choose from. */
const facetNames = ["category", "year", "outcome", "session", "topic", "unit"];

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const app = byId("search");
const form = /** @type {HTMLFormElement} */ (byId("search-form"));
const input = /** @type {HTMLInputElement} */ (byId("search-query"));
const sort = /** @type {HTMLSelectElement} */ (byId("search-sort"));
const status = byId("search-status");
const pageTitle = document.title;
const root = app.dataset.root ?? "./";
const store = createStore(new URL(app.dataset.index ?? "search/", location.href));
const holds = createHolder(folding.foldWithPlaces);
const codes = shards.thirdCodes(folding.ideographs());

let state = readAddress(location.search, facetNames);
let run = 0;
let manifestRead = 0;
/** What the last finished query knows, for the facets. @type {Shown | undefined} */
let shown;

/** @type {ReturnType<typeof import("./panel.js").createPanel> | undefined} */
let panel;

/** @typedef {Awaited<ReturnType<typeof openQuery>>} Query */
/** @typedef {{index: ReturnType<typeof openIndex>, query: Query}} Shown */

/** @param {string} text the query @returns {Promise<(text: string) => string>} */
async function foldingFor(text) {
  const needed = folding.neededTables(text);
  if (!needed.ideographs && !needed.others) return (words) => folding.fold(words);
  const [{ expandedTable }, ideographs, others] = await Promise.all([
    import("./folding-table.js"),
    needed.ideographs ? import("./folding-ideographs.js").then((held) => held.IDEOGRAPHS) : "",
    needed.others ? import("./folding-others.js").then((held) => held.OTHERS) : "",
  ]);
  const table = expandedTable(ideographs, others);
  return (words) => folding.fold(words, table);
}

/** @param {boolean} afresh whether the manifest that the browser holds is known to be old */
async function openedIndex(afresh) {
  if (Date.now() - manifestRead > MANIFEST_AGE) store.forget(MANIFEST);
  const manifest = await store.load(MANIFEST, async (data) => {
    manifestRead = Date.now();
    return parseManifest(new TextDecoder().decode(await inflate(data)), unpackNames);
  }, { cache: afresh ? "reload" : "no-cache" });
  return openIndex(manifest, store, shards, inflate, codes);
}

/** What the first results can do without is fetched beside the count. */
const facetModules = () => Promise.all([import("./facets.js"), import("./panel.js")]);

/** @param {ReturnType<typeof openIndex>} index @param {string} facet */
async function column(index, facet) {
  const { readColumn } = await import("./facets.js");
  return index.column(facet, (data, documents) => readColumn(data, documents, shards.readVarint));
}

/**
 * A test whether a document passes the chosen values of all facets but one.
 * @param {ReturnType<typeof openIndex>} index @param {string} [except]
 * @returns {Promise<((document: number) => boolean) | undefined>}
 */
async function filter(index, except) {
  const chosen = facetNames.filter((facet) => facet !== except && state.facets[facet].length);
  if (!chosen.length) return undefined;
  const { facetTest } = await import("./facets.js");
  const tests = await Promise.all(chosen.map(async (facet) =>
    facetTest(await column(index, facet), state.facets[facet])));
  return (document) => tests.every((test) => test(document));
}

/** @param {string} data @param {string} words @param {number} total @param {boolean} exact */
function say(data, words, total = 0, exact = false) {
  status.dataset.total = String(total);
  status.dataset.exact = String(exact);
  // The same words again would be read out again.
  if (status.textContent !== words) status.textContent = words;
  status.dataset.state = data;
}

/** @param {Partial<State>} change */
const addressWith = (change) => writeAddress({ ...state, page: 1, ...change });

/** Asks the index for the present state and draws the answer. @param {boolean} again */
async function search(again = false) {
  run += 1;
  const mine = run;
  const current = () => mine === run;
  input.value = state.query;
  sort.value = state.sort;
  panel?.choose(state.facets);
  document.title = state.query ? `${state.query.slice(0, 40)} - ${pageTitle}` : pageTitle;
  say("busy", "正在搜索……");
  byId("search-actions").replaceChildren();
  shown = undefined;
  try {
    await answer(current, again);
  } catch (fault) {
    if (!current()) return;
    const replaced = fault instanceof IndexFault && fault.kind !== "unreachable";
    if (replaced && !again) {
      store.forget();
      await search(true);
    } else {
      if (!shown) draw([]);
      failed(fault);
    }
  }
}

/** @param {() => boolean} current whether nothing newer was asked @param {boolean} again */
async function answer(current, again) {
  if (!queries.isWellFormed(state.query)) {
    draw([]);
    say("done", "搜索词中有不完整的字符，没有文件含有它。", 0, true);
    return;
  }
  const fold = await foldingFor(state.query);
  const terms = queries.parseQuery(state.query, fold);
  if (terms.length > queries.MOST_TERMS) {
    draw([]);
    say("error", `搜索词过多，请减少到 ${queries.MOST_TERMS} 个以内。`);
    return;
  }
  const index = await openedIndex(again);
  const query = await openQuery(terms, {
    documents: index.manifest.documents,
    findTerm: (text) => findTerm(index, text, shards.isWord),
    findWholeNumber: (text) => findWholeNumber(index, text),
    text: index.text,
    holds,
    contradicts(document) {
      throw new IndexFault("gone", `texts of ${document}`);
    },
  });
  query.narrow(await filter(index), state.sort === "date");
  const found = await query.results(state.page);
  if (!current()) return;
  const words = terms.filter((term) => !term.excluded).map((term) => term.text);
  const items = found.map(({ text }) => view.resultItem(
    text, present(text, words, folding.foldWithPlaces), index.manifest.labels, root,
  ));
  shown = { index, query };
  draw(items);
  say("busy", "正在计数……");
  await Promise.all([query.count(false), facetModules()]);
  if (current()) await finish(query, terms, current);
}

/** @param {HTMLElement[]} items */
function draw(items) {
  byId("search-columns").hidden = false;
  byId("search-results").replaceChildren(...items);
  byId("search-nothing").replaceChildren();
  byId("search-pages").replaceChildren();
}

/** @param {Query} query @param {queries.Term[]} terms @param {() => boolean} current */
async function finish(query, terms, current) {
  const total = query.candidates().length;
  const exact = query.isExact();
  const last = Math.max(1, Math.ceil(total / 10));
  if (exact && state.page > last) {
    state = { ...state, page: last };
    history.replaceState(null, "", writeAddress(state));
    await search();
    return;
  }
  const prominent = exact && state.query ? query.prominent() : 0;
  const sentence = total ? `共 ${exact ? "" : "约 "}${view.grouped(total)} 件`
    + `${prominent ? `，其中编号、文号或标题相符 ${view.grouped(prominent)} 件` : ""}。`
    : "没有找到符合条件的文件。";
  app.toggleAttribute("data-found", total > 0);
  byId("search-pages").replaceChildren(...view.pageLinks(
    state.page, total, exact, (page) => addressWith({ page }),
  ));
  byId("search-nothing").replaceChildren(...(total ? [] : await nothing(query, terms)));
  byId("search-actions").replaceChildren(...(exact ? [] : [view.button("统计准确件数", () => {
    say("busy", "正在逐件核对……", total, false);
    query.count(true).then(() => (current() ? finish(query, terms, current) : undefined), failed);
  })]));
  say("busy", sentence, total, exact);
  await fillPanel();
  if (current()) say("done", sentence, total, exact);
}

/** Fills the panel of facets. */
async function fillPanel() {
  const [, { createPanel }] = await facetModules();
  if (!panel) {
    panel = createPanel(/** @type {HTMLDetailsElement} */ (byId("search-facets")), {
      choices,
      element: view.element,
      grouped: view.grouped,
      changed: (facets) => go({ ...state, facets, page: 1 }),
      failed,
    });
    panel.choose(state.facets);
  }
  await panel.fillAll();
}

/** @param {Query} query @param {queries.Term[]} terms */
async function nothing(query, terms) {
  const { nothingFound } = await import("./nothing.js");
  const sources = terms.map((term, t) => ({
    source: term.source,
    found: term.excluded || query.size(t) > 0,
    without: addressWith({
      query: terms.filter((other) => other !== term).map((other) => other.source).join(" "),
    }),
  }));
  const chosen = facetNames.some((facet) => state.facets[facet].length);
  const open = Object.fromEntries(facetNames.map((facet) => [facet, []]));
  const withoutFacets = chosen ? addressWith({ facets: open }) : undefined;
  return nothingFound(sources, withoutFacets, view.element);
}

/** A fault outside the search itself. @param {unknown} fault */
function failed(fault) {
  say("error", "有一部分索引未能读取，请重试。");
  byId("search-actions").replaceChildren(view.button("重试", () => void search()));
  if (!(fault instanceof IndexFault)) throw fault;
}

/** The choices of a facet for the present query. @param {string} facet */
async function choices(facet) {
  if (!shown) return undefined;
  const { index, query } = shown;
  const { countChoices } = await import("./facets.js");
  const [held, test] = await Promise.all([column(index, facet), filter(index, facet)]);
  const ranks = query.ranks();
  const documents = [];
  for (let d = 0; d < ranks.length; d += 1) if (ranks[d] && (!test || test(d))) documents.push(d);
  const counted = countChoices(held, documents, state.facets[facet]);
  if (facet === "year" || facet === "session") counted.reverse();
  if (facet === "unit" || facet === "topic") counted.sort((a, b) => b.count - a.count);
  return { choices: counted, exact: query.isExact() };
}

/** Goes to a new state as if by a link. @param {State} next @param {boolean} [focus] */
function go(next, focus = false) {
  state = next;
  history.pushState(null, "", writeAddress(next));
  if (focus) status.focus();
  void search();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // The keyboard of a telephone covers the results for as long as the field has the focus.
  if (matchMedia("(pointer: coarse)").matches) input.blur();
  go({ ...state, query: input.value, page: 1 });
});
sort.addEventListener("change", () => {
  go({ ...state, sort: sort.value === "date" ? "date" : "relevance", page: 1 });
});
app.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href^='?']") : null;
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain) return;
  event.preventDefault();
  go(readAddress(/** @type {HTMLAnchorElement} */ (link).search, facetNames), true);
});
addEventListener("popstate", () => {
  state = readAddress(location.search, facetNames);
  void search();
});

byId("search-offline").hidden = true;
if (location.search) void search();
// The page has asked for the manifest already, so that the first query need not wait for it.
else openedIndex(false).catch(() => undefined);
