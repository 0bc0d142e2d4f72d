/**
 * Marks, on a document's page, the words of the search that led to it, and lets them be cleared.
 *
 * The words come from the address (?mark=…, for links that are passed on) or from the page that
 * the reader came from, when that was the site's search page. Nothing is stored or rewritten.
 */
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const modules = new URL("../search/", script?.src ?? location.href);
  const SEARCH_PAGE = /\/search\.html$/;
  const MOST_MARKS = 500;

  function searchedFor() {
    const asked = new URLSearchParams(location.search).get("mark");
    if (asked !== null) return asked;
    if (!document.referrer) return "";
    const from = new URL(document.referrer);
    if (from.origin !== location.origin || !SEARCH_PAGE.test(from.pathname)) return "";
    return from.searchParams.get("q") ?? "";
  }

  /** The text nodes of one block, so that a hit may cross emphasis and links. @param {Element} block */
  function textNodes(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    /** @type {Text[]} */
    const nodes = [];
    while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode));
    return nodes;
  }

  /**
   * Puts a mark around a piece of a block's text, node by node.
   * @param {Text[]} nodes @param {number} start @param {number} end
   * @returns {HTMLElement[]}
   */
  function mark(nodes, start, end) {
    const marks = [];
    let at = 0;
    for (const node of nodes) {
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, node.data.length);
      at += node.data.length;
      if (from >= to) continue;
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      const wrap = document.createElement("mark");
      wrap.dataset.hit = "";
      range.surroundContents(wrap);
      marks.push(wrap);
    }
    return marks;
  }

  /** @param {HTMLElement[]} marks */
  function clear(marks) {
    for (const held of marks) {
      const parent = held.parentNode;
      held.replaceWith(...held.childNodes);
      parent?.normalize();
    }
  }

  /** @param {HTMLElement} article @param {HTMLElement[]} marks */
  function offerClearing(article, marks) {
    const bar = document.createElement("p");
    bar.className = "search-marks-bar";
    const words = document.createElement("span");
    words.textContent = `已标出搜索词 ${marks.length} 处。`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "search-button";
    button.textContent = "清除标记";
    button.addEventListener("click", () => {
      clear(marks);
      bar.remove();
      article.tabIndex = -1;
      article.focus();
    });
    bar.append(words, button);
    article.before(bar);
  }

  async function run() {
    const query = searchedFor();
    const article = /** @type {HTMLElement | null} */ (
      document.querySelector("[data-marks], article"));
    if (!query || !article) return;
    const load = (/** @type {string} */ name) => import(new URL(name, modules).href);
    const [folding, queries, excerpts, tables, ideographs, others] = await Promise.all(
      ["folding.js", "query.js", "excerpt.js", "folding-table.js", "folding-ideographs.js",
        "folding-others.js"].map(load));
    const table = tables.expandedTable(ideographs.IDEOGRAPHS, others.OTHERS);
    const fold = (/** @type {string} */ text) => folding.foldWithPlaces(text, table);
    if (!queries.isWellFormed(query)) return;
    const terms = queries.parseQuery(query, (/** @type {string} */ text) => fold(text).text)
      .filter((/** @type {{excluded: boolean}} */ term) => !term.excluded)
      .map((/** @type {{text: string}} */ term) => term.text);
    /** @type {HTMLElement[]} */
    const marks = [];
    const blocks = [...article.querySelectorAll("h1,h2,h3,h4,h5,h6,p,li,td,th,dd,blockquote")]
      .filter((block) => !block.querySelector("p,li,td,blockquote"));
    for (const block of blocks) {
      const text = textNodes(block).map((node) => node.data).join("");
      const { ranges } = excerpts.hitsIn(text, terms, fold);
      for (const [start, end] of ranges.reverse()) {
        if (marks.length < MOST_MARKS) marks.push(...mark(textNodes(block), start, end));
      }
    }
    if (marks.length) offerClearing(article, marks);
  }

  // Marks are a comfort: where modules do not load, say from a disk, the page is as it was.
  run().catch(() => undefined);
})();
