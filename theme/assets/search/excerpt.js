/** What a result shows of a document: the title and a piece of text, with the hits marked. */

/** @typedef {import("./index.js").DocumentText} DocumentText */
/** @typedef {{text: string, marked: boolean}} Piece */
/** @typedef {{text: string, starts: number[]}} Folded */
/** @typedef {(text: string, table: Map<string, string>) => Folded} FoldWithPlaces */
/** @typedef {[number, number]} Range of UTF-16 units, the end not included */

const LENGTH = 96;
const BEFORE = 28;
const PLAIN_PARAGRAPH = 24;

/** All searchable texts of a document. @param {DocumentText} text */
function searchable(text) {
  return [text.title, text.number, text.documentNumber, ...text.names, text.subject, ...text.body];
}

/**
 * A test whether a document's texts hold a folded term; each document is folded once.
 * @param {FoldWithPlaces} foldWithPlaces
 */
export function createHolder(foldWithPlaces) {
  /** @type {WeakMap<DocumentText, string[]>} */
  const folded = new WeakMap();
  return (/** @type {DocumentText} */ text, /** @type {string} */ term) => {
    let held = folded.get(text);
    if (!held) {
      held = searchable(text).map((line) => foldWithPlaces(line, text.table).text);
      folded.set(text, held);
    }
    return held.some((line) => line.includes(term));
  };
}

/**
 * Where the terms stand in a text, joined where they touch; `terms` counts the different ones.
 * @param {string} text @param {string[]} terms folded @param {(text: string) => Folded} fold
 */
export function hitsIn(text, terms, fold) {
  const folded = fold(text);
  /** @type {Range[]} */
  const ranges = [];
  let different = 0;
  for (const term of terms) {
    let at = folded.text.indexOf(term);
    if (at >= 0) different += 1;
    for (; at >= 0; at = folded.text.indexOf(term, at + term.length)) {
      const end = folded.starts[at + term.length - 1];
      const width = text.codePointAt(end) ?? 0;
      ranges.push([folded.starts[at], end + (width > 0xffff ? 2 : 1)]);
    }
  }
  ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  /** @type {Range[]} */
  const joined = [];
  for (const [start, end] of ranges) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return { ranges: joined, terms: different };
}

/**
 * A text in pieces, the hits marked.
 * @param {string} text @param {Range[]} ranges
 * @returns {Piece[]}
 */
export function pieces(text, ranges) {
  /** @type {Piece[]} */
  const result = [];
  let at = 0;
  for (const [start, end] of ranges) {
    result.push({ text: text.slice(at, start), marked: false });
    result.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  result.push({ text: text.slice(at), marked: false });
  return result.filter((piece) => piece.text);
}

/** Moves a place out of the middle of a surrogate pair. @param {string} text @param {number} at */
function whole(text, at) {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}

/**
 * A window of the text around its hits.
 * @param {string} text @param {Range[]} ranges
 * @returns {Piece[]}
 */
function window(text, ranges) {
  const first = ranges[0]?.[0] ?? 0;
  const begin = whole(text, text.length <= LENGTH ? 0
    : Math.max(0, Math.min(first - BEFORE, text.length - LENGTH)));
  const close = Math.max(begin + LENGTH, ranges[0]?.[1] ?? 0);
  const end = whole(text, Math.min(text.length, close));
  const inside = ranges.filter((range) => range[0] >= begin && range[1] <= end)
    .map((range) => /** @type {Range} */ ([range[0] - begin, range[1] - begin]));
  const held = pieces(text.slice(begin, end), inside);
  if (begin > 0) held.unshift({ text: "……", marked: false });
  if (end < text.length) held.push({ text: "……", marked: false });
  return held;
}

/**
 * What a result shows: title and numbers in pieces, and the excerpt with the most terms.
 * @param {DocumentText} text @param {string[]} terms folded, those that must be there
 * @param {FoldWithPlaces} foldWithPlaces
 */
export function present(text, terms, foldWithPlaces) {
  const fold = (/** @type {string} */ line) => foldWithPlaces(line, text.table);
  const whole = (/** @type {string} */ line) => pieces(line, hitsIn(line, terms, fold).ranges);
  let best = { line: "", ranges: /** @type {Range[]} */ ([]), terms: 0 };
  const fields = [text.subject, ...text.names];
  for (const line of [...text.body, ...fields]) {
    const hits = hitsIn(line, terms, fold);
    if (hits.terms > best.terms) best = { line, ...hits };
  }
  if (!best.terms) {
    const plain = text.body.find((line) => line.length >= PLAIN_PARAGRAPH) ?? text.body[0];
    best.line = plain ?? text.subject;
  }
  return {
    title: whole(text.title),
    number: whole(text.number),
    documentNumber: whole(text.documentNumber),
    unit: whole(text.unit),
    excerpt: window(best.line, best.ranges),
  };
}
