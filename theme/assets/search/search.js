/** Puts the terms of a query together: which documents, in which order, and how many. */

/** @typedef {import("./query.js").Term} Term */
/** @typedef {import("./terms.js").TermHits} TermHits */
/** @typedef {import("./index.js").DocumentText} DocumentText */

/**
 * @typedef {object} Tools
 * @property {number} documents
 * @property {(text: string) => Promise<TermHits>} findTerm
 * @property {(text: string) => Promise<number[]>} findWholeNumber documents with this number
 * @property {(document: number) => Promise<DocumentText>} text
 * @property {(text: DocumentText, term: string) => boolean} holds whether the texts hold a term
 * @property {(document: number) => never} contradicts called when a text is not what the index
 *   says: the index was replaced
 */

/** @typedef {{document: number, text: DocumentText}} Found */

const PAGE = 10;
/** The rank of a document whose own number is the query; those of terms are lower. */
const OWN_NUMBER = 4;
/** How many texts may be read to make a count exact without being asked. */
const READ_UNASKED = 48;
const READ_AT_ONCE = 12;

/**
 * So many of the documents, evenly spaced: both segments are likely to be among them.
 * @param {number[]} documents @param {number} count
 */
function spread(documents, count) {
  return documents.filter((_, i) =>
    Math.floor((i * count) / documents.length) !== Math.floor(((i - 1) * count) / documents.length));
}

/**
 * Opens a query: all its terms are looked up at once.
 * @param {Term[]} terms @param {Tools} tools
 */
export async function openQuery(terms, tools) {
  const alone = terms.length === 1 && !terms[0].excluded;
  const [own, ...hits] = await Promise.all([
    alone ? tools.findWholeNumber(terms[0].text) : [],
    ...terms.map((term) => tools.findTerm(term.text)),
  ]);
  /** Documents whose text was read, and whether they answer the query. @type {Map<number, boolean>} */
  const read = new Map();
  /** Terms seen in a text, so that they are known to occur. @type {Map<number, Set<number>>} */
  const seen = new Map();
  /** @type {((document: number) => boolean) | undefined} */
  let passes;
  let newestFirst = false;

  /** Ranks of all that may answer, 0 for the others. */
  function ranks() {
    const result = new Uint8Array(tools.documents).fill(255);
    terms.forEach((term, t) => {
      const held = hits[t].ranks;
      for (let d = 0; d < result.length; d += 1) {
        if (!term.excluded) result[d] = Math.min(result[d], held[d]);
        else if (held[d] && hits[t].isSure(d)) result[d] = 0;
      }
    });
    for (const document of own) if (result[document]) result[document] = OWN_NUMBER;
    for (const [document, answers] of read) if (!answers) result[document] = 0;
    return result;
  }

  /** Whether only its text can tell if a document answers. @param {number} document */
  function isDoubtful(document) {
    if (read.has(document)) return false;
    return terms.some((term, t) =>
      (!term.excluded || hits[t].ranks[document]) && !hits[t].isSure(document));
  }

  /** The documents that may answer, in the order of the results. */
  function candidates() {
    const held = ranks();
    /** @type {number[][]} */
    const byRank = [];
    for (let d = held.length - 1; d >= 0; d -= 1) {
      const rank = newestFirst ? 1 : held[d];
      if (held[d] && (!passes || passes(d))) (byRank[rank] ??= []).push(d);
    }
    return byRank.reverse().flat();
  }

  /** @param {number} document @returns {Promise<Found>} */
  async function readText(document) {
    const text = await tools.text(document);
    const present = terms.map((term) => tools.holds(text, term.text));
    terms.forEach((_, t) => {
      const said = hits[t].ranks[document] > 0;
      if (present[t] ? !said : said && hits[t].isSure(document)) tools.contradicts(document);
    });
    seen.set(document, new Set(terms.map((_, t) => t).filter((t) => present[t])));
    read.set(document, terms.every((term, t) => present[t] !== term.excluded));
    return { document, text };
  }

  /**
   * The results of a page, read in order until it is full.
   * @param {number} page from 1
   * @returns {Promise<Found[]>}
   */
  async function results(page) {
    const first = (page - 1) * PAGE;
    if (page > 1) await settle();
    let failures = 0;
    for (;;) {
      const wanted = candidates().slice(0, first + PAGE);
      const doubtful = wanted.filter(isDoubtful);
      if (!doubtful.length) return Promise.all(wanted.slice(first).map(readText));
      const before = read.size;
      const found = await Promise.all(doubtful.slice(0, READ_AT_ONCE).map(readText));
      failures += found.filter(({ document }) => !read.get(document)).length;
      if (failures >= 2 && read.size > before) {
        failures = 0;
        await settle();
      }
    }
  }

  /** Removes what doubt the index can remove without texts. */
  async function settle() {
    await Promise.all(hits.map((held, t) =>
      held.settle((document) => seen.get(document)?.has(t) ?? false)));
  }

  /**
   * Makes the count exact: by the index, then by reading what is left if that is little, or all.
   * @param {boolean} asked whether the reader wants it at any cost
   */
  async function count(asked) {
    await settle();
    let doubtful = candidates().filter(isDoubtful);
    const limit = asked ? Infinity : READ_UNASKED;
    if (doubtful.length > limit) {
      await Promise.all(spread(doubtful, READ_AT_ONCE).map(readText));
      await settle();
      doubtful = candidates().filter(isDoubtful);
    }
    if (doubtful.length > limit) return;
    for (let at = 0; at < doubtful.length; at += READ_AT_ONCE) {
      await Promise.all(doubtful.slice(at, at + READ_AT_ONCE).map(readText));
    }
  }

  return {
    results,
    count,
    candidates,
    /** @returns {boolean} whether the candidates are exactly the answers */
    isExact: () => !candidates().some(isDoubtful),
    /** The documents of the whole query whatever the facets say, 0 for the others. */
    ranks,
    /** The candidates of one term alone, at most so many. @param {number} t */
    size: (t) => hits[t].ranks.reduce((sum, rank) => sum + (rank ? 1 : 0), 0),
    /**
     * Narrows the answers by the facets and chooses the order.
     * @param {((document: number) => boolean) | undefined} filter @param {boolean} byDate
     */
    narrow(filter, byDate) {
      passes = filter;
      newestFirst = byDate;
    },
    /** How many of the answers were hit in a number or a title, if that is known. */
    prominent() {
      if (!terms.some((term) => !term.excluded)) return 0;
      const held = ranks();
      return candidates().filter((document) => held[document] > 1).length;
    },
  };
}
