/** What a result shows of a document: the title and a piece of text, with the hits marked. */

/** @typedef {import("./index.js").DocumentText} DocumentText */
/** @typedef {{text: string, marked: boolean}} Piece */
/** @typedef {{text: string, starts: number[]}} Folded */
/** @typedef {(text: string, table: Map<string, string>) => Folded} FoldWithPlaces */
/** @typedef {[number, number]} Range of UTF-16 units, the end not included */

const LENGTH = 96;
/** The part of a window that stands before its hit. */
const BEFORE = 0.3;
const NEAR = 64;
const GAP = "……";
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
 * A window of the text, from a little before a hit.
 * @param {string} text @param {Range[]} ranges @param {number} from where the hit begins
 * @param {number} length
 * @returns {Piece[]}
 */
function window(text, ranges, from, length) {
  const before = Math.floor(length * BEFORE);
  const begin = whole(text, Math.max(0, Math.min(from - before, text.length - length)));
  const hit = ranges.find((range) => range[0] >= begin);
  const end = whole(text, Math.min(text.length, Math.max(begin + length, hit?.[1] ?? 0)));
  const inside = ranges.filter((range) => range[0] >= begin && range[1] <= end)
    .map((range) => /** @type {Range} */ ([range[0] - begin, range[1] - begin]));
  const held = pieces(text.slice(begin, end), inside);
  if (begin > 0) held.unshift({ text: GAP, marked: false });
  if (end < text.length) held.push({ text: GAP, marked: false });
  return held;
}

/** The hit from which on the most different ones are near. @param {string} text @param {Range[]} ranges */
function densest(text, ranges) {
  let [best, most] = [0, 0];
  for (const [start] of ranges) {
    const near = ranges.filter((range) => range[0] >= start && range[1] <= start + NEAR);
    const different = new Set(near.map((range) => text.slice(...range))).size;
    if (different > most) [best, most] = [start, different];
  }
  return best;
}

/**
 * The piece of text with the most terms; where one stands far from it and not in the title
 * either, two short pieces.
 * @param {string[]} lines @param {string} title @param {string[]} terms
 * @param {(text: string) => Folded} fold
 * @returns {Piece[] | undefined} nothing where no line has a term
 */
function excerpt(lines, title, terms, fold) {
  const held = lines.map((line) => ({ line, ...hitsIn(line, terms, fold) }));
  const best = held.reduce((most, next) => (next.terms > most.terms ? next : most));
  if (!best.terms) return undefined;
  const from = densest(best.line, best.ranges);
  const shown = window(best.line, best.ranges, from, LENGTH);
  const text = fold([title, ...shown.map((piece) => piece.text)].join("\n")).text;
  const missing = terms.filter((term) => !text.includes(term));
  for (const { line, ranges } of missing.length ? held : []) {
    const place = hitsIn(line, missing, fold).ranges[0];
    if (!place) continue;
    const first = window(best.line, best.ranges, from, LENGTH / 2);
    const second = window(line, ranges, place[0], LENGTH / 2);
    if (first.at(-1)?.text === GAP && second[0].text === GAP) first.pop();
    return [...first, ...second];
  }
  return shown;
}

/**
 * What a result shows: title and numbers in pieces, and the excerpt with the most terms.
 * @param {DocumentText} text @param {string[]} terms folded, those that must be there
 * @param {FoldWithPlaces} foldWithPlaces
 */
export function present(text, terms, foldWithPlaces) {
  const fold = (/** @type {string} */ line) => foldWithPlaces(line, text.table);
  const whole = (/** @type {string} */ line) => pieces(line, hitsIn(line, terms, fold).ranges);
  const plain = text.body.find((line) => line.length >= PLAIN_PARAGRAPH) ?? text.body[0]
    ?? text.subject;
  return {
    title: whole(text.title),
    number: whole(text.number),
    documentNumber: whole(text.documentNumber),
    unit: whole(text.unit),
    excerpt: excerpt([...text.body, text.subject, ...text.names], text.title, terms, fold)
      ?? window(plain, [], 0, LENGTH),
  };
}
