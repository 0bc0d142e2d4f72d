/**
 * Folding: what the search holds to be the same text. The same function as gongkai/folding.py,
 * with the same generated table; where a text needs only the plain rules, no table is loaded.
 */

/** GB2312 ideographs that the table changes all the same. */
export const CHANGED_IDEOGRAPHS = "乾菸薹捱摺吒後徵夥甯榘於麴醣麽";
/** Marks beyond ASCII that the table leaves alone and that people type. */
export const PLAIN_MARKS = "、。〈〉《》「」『』【】〔〕“”‘’—·";
const WHITE = /^[\t\n\v\f\r \u00a0\u3000]$/;
const ALPHANUMERIC = /^[0-9a-z]$/;
const FULL_WIDTH_SHIFT = 0xfee0;

/** @typedef {Map<string, string>} Table a character to its folding */
/** @typedef {{text: string, starts: number[]}} Folded folded text, and where each unit stood */

/** @type {Set<string> | undefined} */
let common;

/** The ideographs of GB2312 in its order. */
export function ideographs() {
  const bytes = [];
  for (let row = 0xb0; row <= 0xf7; row += 1) {
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) bytes.push(row, cell);
  }
  // The cells that GB2312 leaves open decode to other characters.
  return new TextDecoder("gbk").decode(new Uint8Array(bytes)).replace(/[^\u4e00-\u9fff]/g, "");
}

/** Those of them that folding leaves alone: nearly all that people type. */
export function commonIdeographs() {
  if (!common) {
    common = new Set(ideographs());
    for (const character of CHANGED_IDEOGRAPHS) common.delete(character);
  }
  return common;
}

/** @param {string} character */
function isPlain(character) {
  const code = /** @type {number} */ (character.codePointAt(0));
  return (code >= 0x20 && code < 0x7f) || (code >= 0xff01 && code <= 0xff5e)
    || WHITE.test(character) || PLAIN_MARKS.includes(character)
    || commonIdeographs().has(character);
}

/**
 * Which halves of the table the folding of a text may need.
 * @param {string} text
 * @returns {{ideographs: boolean, others: boolean}}
 */
export function neededTables(text) {
  const needed = { ideographs: false, others: false };
  for (const character of text) {
    if (isPlain(character)) continue;
    if (/^[\u3400-\u4dbf\u4e00-\u9fff]$/.test(character)) needed.ideographs = true;
    else needed.others = true;
  }
  return needed;
}

/** @param {string} character @param {Table | undefined} table */
function foldedCharacter(character, table) {
  const known = table?.get(character);
  if (known !== undefined) return known;
  if (WHITE.test(character)) return " ";
  let code = /** @type {number} */ (character.codePointAt(0));
  if (code >= 0xff01 && code <= 0xff5e) code -= FULL_WIDTH_SHIFT;
  if (code >= 0x41 && code <= 0x5a) code += 0x20;
  return String.fromCodePoint(code);
}

/**
 * Folds a text and keeps, for each UTF-16 unit of the result and for its end, where in the
 * original it begins.
 * @param {string} text @param {Table} [table]
 * @returns {Folded}
 */
export function foldWithPlaces(text, table) {
  const units = [];
  const places = [];
  let at = 0;
  for (const character of text) {
    const folded = foldedCharacter(character, table);
    for (let i = 0; i < folded.length; i += 1) {
      units.push(folded[i]);
      places.push(at);
    }
    at += character.length;
  }
  let result = "";
  const starts = [];
  for (let i = 0; i < units.length; i += 1) {
    if (units[i] === " ") {
      let next = i;
      while (units[next] === " ") next += 1;
      const inner = ALPHANUMERIC.test(result.slice(-1)) && ALPHANUMERIC.test(units[next] ?? "");
      if (inner) {
        result += " ";
        starts.push(places[i]);
      }
      i = next - 1;
      continue;
    }
    result += units[i];
    starts.push(places[i]);
  }
  starts.push(text.length);
  return { text: result, starts };
}

/** @param {string} text @param {Table} [table] */
export function fold(text, table) {
  return foldWithPlaces(text, table).text;
}
