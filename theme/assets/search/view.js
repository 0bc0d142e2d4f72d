/** Draws results, the status sentence and the way on, as nodes: no text becomes markup. */

/** @typedef {import("./excerpt.js").Piece} Piece */
/** @typedef {import("./index.js").DocumentText} DocumentText */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name @param {string} [className] @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, className = "", ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/** @param {Piece[]} pieces */
function marked(pieces) {
  return pieces.map((piece) => (piece.marked ? element("mark", "", piece.text) : piece.text));
}

/** @param {string} published an ISO date or date-time */
function chineseDate(published) {
  const [year, month, day] = published.slice(0, 10).split("-").map(Number);
  const node = element("time", "", `${year}年${month}月${day}日`);
  node.dateTime = published.slice(0, 10);
  return node;
}

/**
 * One result.
 * @param {DocumentText} text
 * @param {ReturnType<typeof import("./excerpt.js").present>} shown
 * @param {Record<string, Record<string, string>>} labels @param {string} root
 */
export function resultItem(text, shown, labels, root) {
  const link = element("a", "search-result-title", ...marked(shown.title));
  link.href = root + text.address;
  const facts = [
    marked(shown.unit), [chineseDate(text.published)],
    [labels.category[text.category] ?? text.category],
    text.number ? ["编号 ", ...marked(shown.number)] : [],
    marked(shown.documentNumber),
    text.outcome ? [`答复类别 ${labels.outcome[text.outcome] ?? text.outcome}`] : [],
  ].filter((fact) => fact.length);
  return element("li", "search-result",
    element("h3", "search-result-heading", link),
    element("p", "search-result-facts", ...facts.map((fact) => element("span", "", ...fact))),
    element("p", "search-result-excerpt", ...marked(shown.excerpt)));
}

/** @param {number} count */
export function grouped(count) {
  return count.toLocaleString("en");
}

/**
 * The links to the pages before and after.
 * @param {number} page @param {number} total @param {boolean} exact
 * @param {(page: number) => string} address
 */
export function pageLinks(page, total, exact, address) {
  const last = Math.max(1, Math.ceil(total / 10));
  /** @param {number} target @param {string} words @param {string} relation */
  const link = (target, words, relation) => {
    const node = element("a", "search-page-link", words);
    node.href = address(target);
    node.rel = relation;
    return node;
  };
  const nodes = [];
  if (page > 1) nodes.push(link(page - 1, "上一页", "prev"));
  nodes.push(element("span", "search-page-now",
    `第 ${grouped(page)} 页，${exact ? "共" : "约"} ${grouped(last)} 页`));
  if (page < last) nodes.push(link(page + 1, "下一页", "next"));
  return last > 1 || page > 1 ? nodes : [];
}

/** @param {string} words @param {() => void} action */
export function button(words, action) {
  const node = element("button", "search-button", words);
  node.type = "button";
  node.addEventListener("click", action);
  return node;
}
