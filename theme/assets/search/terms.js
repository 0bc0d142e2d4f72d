/** From one term to the documents that may hold it, and then to those that do. */

/** @typedef {ReturnType<typeof import("./index.js").openIndex>} Index */
/** @typedef {import("./index.js").Segment} Segment */
/** @typedef {import("./shards.js").Hits} Hits */

/**
 * What is known of a term: for every document 0 where it is certainly not, else the rank of its
 * hit; whether a hit is sure; `settle` removes doubt without reading any text.
 * @typedef {object} TermHits
 * @property {Uint8Array} ranks
 * @property {(document: number) => boolean} isSure
 * @property {(proven: (document: number) => boolean) => Promise<void>} settle
 */

const SHORTEST_NUMBER = 4;
const LONGEST_NUMBER = 16;
const MOST_GRAMS = 24;
const NUMBER = /^[0-9a-z]+$/;
const WHOLE_NUMBER = /^(?=.*[0-9])[!-~]{1,15}$/;
const SURROGATE = /[\ud800-\udfff]/;

/** @param {string} text */
const isNumber = (text) => text.length >= SHORTEST_NUMBER && NUMBER.test(text);

/**
 * The grams that say most about a term: triples of word units, and pairs where there is none.
 * @param {string} text @param {(text: string) => boolean} isWord
 * @returns {{first: string[], others: string[]}} those to begin with, and the remaining ones
 */
export function gramsOf(text, isWord) {
  if (text.length < 3 || (text.length === 3 && isWord(text))) return { first: [text], others: [] };
  /** @type {string[]} */
  const all = [];
  /** @type {string[]} */
  const first = [];
  const covered = new Set();
  const last = text.length - 3;
  for (let i = 0; i <= last; i += 1) {
    const triple = text.slice(i, i + 3);
    if (!isWord(triple)) continue;
    covered.add(i).add(i + 1);
    all.push(triple);
    if (i % 2 === 0 || i === last || !isWord(text.slice(i + 1, i + 4))) first.push(triple);
  }
  for (let i = 0; i + 1 < text.length; i += 1) {
    if (!covered.has(i)) first.push(text.slice(i, i + 2));
  }
  const spread = first.filter((_, i) =>
    Math.floor((i * MOST_GRAMS) / first.length) !== Math.floor(((i - 1) * MOST_GRAMS) / first.length));
  const chosen = [...new Set(first.length > MOST_GRAMS ? spread : first)];
  const others = new Set(text.length > MOST_GRAMS ? [] : all);
  for (const gram of chosen) others.delete(gram);
  return { first: chosen, others: [...others] };
}

/**
 * Documents in both, each with its lower rank.
 * @param {Hits} left @param {Hits} right
 * @returns {Hits}
 */
export function meet(left, right) {
  const documents = [];
  const ranks = [];
  let j = 0;
  for (let i = 0; i < left.documents.length; i += 1) {
    const document = left.documents[i];
    while (j < right.documents.length && right.documents[j] < document) j += 1;
    if (right.documents[j] !== document) continue;
    documents.push(document);
    ranks.push(Math.min(left.ranks[i], right.ranks[j]));
  }
  return { documents, ranks };
}

/** @param {Hits} hits @param {(document: number) => boolean} test @returns {Hits} */
function kept(hits, test) {
  const places = hits.documents.map((_, i) => i).filter((i) => test(hits.documents[i]));
  return {
    documents: places.map((i) => hits.documents[i]), ranks: places.map((i) => hits.ranks[i]),
  };
}

/**
 * Looks a folded term up.
 * @param {Index} index @param {string} text @param {(text: string) => boolean} isWord
 * @returns {Promise<TermHits>}
 */
export async function findTerm(index, text, isWord) {
  const segments = index.manifest.segments.filter((segment) => segment.documents > 0);
  const number = isNumber(text);
  const exact = number ? text.length <= LONGEST_NUMBER
    : text.length < 3 || (text.length === 3 && isWord(text));
  const grams = gramsOf(text, isWord);

  /** @param {Segment} segment @param {string[]} chosen */
  async function common(segment, chosen) {
    const lists = await Promise.all(chosen.map((gram) => index.gram(segment, gram)));
    return lists.reduce(meet);
  }

  /** @param {Segment} segment */
  function begin(segment) {
    if (!number) return common(segment, grams.first);
    const keys = new Set([text.slice(0, LONGEST_NUMBER), text.slice(-LONGEST_NUMBER)]);
    return Promise.all([...keys].map((key) => index.number(segment, key)))
      .then((lists) => lists.reduce(meet));
  }

  const held = await Promise.all(segments.map(begin));
  const sure = segments.map(() => exact);
  const term = {
    ranks: spread(),
    isSure: (/** @type {number} */ document) =>
      sure[segments.findLastIndex((segment) => segment.first <= document)],
    settle,
  };

  function spread() {
    const ranks = new Uint8Array(index.manifest.documents);
    segments.forEach((segment, i) => {
      held[i].documents.forEach((document, j) => {
        ranks[segment.first + document] = held[i].ranks[j];
      });
    });
    return ranks;
  }

  /** @param {(document: number) => boolean} proven whether a text was seen to hold the term */
  async function settle(proven) {
    if (number) return;
    await Promise.all(segments.map(async (segment, i) => {
      if (sure[i]) return;
      if (grams.others.length) held[i] = meet(held[i], await common(segment, grams.others));
      const known = await refined(index, segment, text, isWord);
      if (known.hits) held[i] = meet(held[i], known.hits);
      sure[i] = known.sure === "yes" || !held[i].documents.length
        || (known.sure === "if it occurs"
          && held[i].documents.some((document) => proven(segment.first + document)));
    }));
    term.ranks = spread();
  }

  return term;
}

/**
 * The documents whose own number a folded term is, where it may be one.
 * @param {Index} index @param {string} text
 * @returns {Promise<number[]>}
 */
export async function findWholeNumber(index, text) {
  if (!WHOLE_NUMBER.test(text)) return [];
  const segments = index.manifest.segments.filter((segment) => segment.documents > 0);
  const held = await Promise.all(segments.map((segment) => index.wholeNumber(segment, text)));
  return held.flatMap(({ documents }, i) => documents.map((d) => segments[i].first + d));
}

/**
 * @typedef {object} Known what is known of one substring of a term in a segment
 * @property {Hits} hits a superset of its documents
 * @property {boolean} sure whether these are exactly its documents, if the term occurs at all
 * @property {boolean} listed whether a refinement says so, which proves that it occurs
 */

/**
 * Goes up from pairs and triples to the whole term by the refinements.
 * @param {Index} index @param {Segment} segment @param {string} text
 * @param {(text: string) => boolean} isWord
 * @returns {Promise<{hits?: Hits, sure: "yes" | "no" | "if it occurs"}>}
 */
async function refined(index, segment, text, isWord) {
  const unusable = !segment.refinements.length || text.length > index.manifest.refined;
  if (unusable || SURROGATE.test(text)) return { sure: "no" };
  const complete = (/** @type {string} */ part) =>
    part.length === 2 || (part.length === 3 && isWord(part));
  /** @type {Map<string, Promise<Known>>} */
  const known = new Map();

  /** @param {string} part @returns {Promise<Known>} */
  function look(part) {
    const before = known.get(part);
    if (before) return before;
    const looking = complete(part)
      ? index.gram(segment, part).then((hits) => ({ hits, sure: true, listed: false }))
      : join(part);
    known.set(part, looking);
    return looking;
  }

  /** @param {string} part @returns {Promise<Known>} */
  async function join(part) {
    const [left, right] = await Promise.all([look(part.slice(0, -1)), look(part.slice(1))]);
    const hits = meet(left.hits, right.hits);
    if (!hits.documents.length) return { hits, sure: true, listed: false };
    if (!left.sure || !right.sure || hits.documents.length <= segment.threshold) {
      return { hits, sure: false, listed: false };
    }
    const refinement = await index.refinement(segment, part);
    if (!refinement) return { hits, sure: true, listed: false };
    const named = new Set(refinement.documents);
    return {
      hits: kept(hits, (document) => named.has(document) === refinement.present),
      sure: true,
      listed: true,
    };
  }

  const { hits, sure, listed } = await look(text);
  if (!sure) return { hits, sure: "no" };
  return { hits, sure: listed ? "yes" : "if it occurs" };
}
