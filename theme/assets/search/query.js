/** What a query means: the same rules as gongkai/search/query.py. */

export const MOST_TERMS = 20;

/** A term: perhaps a minus, then a quoted text that ends where the term ends, or no white space. */
const TERM = /(-(?=\S))?(?:“([^”]*)”(?!\S)|"([^"]*)"(?!\S)|(\S+))/g;

/**
 * @typedef {object} Term
 * @property {string} text the term as folded
 * @property {boolean} excluded whether documents with it are left out
 * @property {string} source the term as typed, its minus and quotation marks included
 */

/**
 * Whether every surrogate of the text has its partner; others cannot stand in any document.
 * @param {string} text
 */
export function isWellFormed(text) {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

/**
 * The terms of a query. What folds to nothing is no term; a repeated one counts once.
 * @param {string} query
 * @param {(text: string) => string} fold
 * @returns {Term[]}
 */
export function parseQuery(query, fold) {
  /** @type {Map<string, Term>} */
  const terms = new Map();
  for (const match of query.matchAll(TERM)) {
    const [source, minus, chinese, ascii, plain] = match;
    const text = fold(chinese ?? ascii ?? plain);
    const excluded = minus !== undefined;
    if (text) terms.set(`${excluded}${text}`, { text, excluded, source });
  }
  return [...terms.values()];
}
