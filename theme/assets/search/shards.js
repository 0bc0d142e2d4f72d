/** Reads the binary files of the index; docs/search-format.md describes every field. */

const PAIR_SPACE = 2 ** 32;
const UNITS = 2 ** 16;
const ASCII = 0x80;
/** Lists of third units are coded as if all had codes below this; nearly all have. */
const USUAL_CODES = 2 ** 12;

/** Where a document was hit; 0 stands for nowhere. */
export const RANK = Object.freeze({ OTHER: 1, TITLE: 2, NUMBER: 3 });

/** @typedef {{documents: number[], ranks: number[]}} Hits ascending documents, a rank each */

/** A unit that is no word unit; docs/search-format.md lists them. */
const NON_WORD = /[\0-/:-`{-\xbf\xd7\xf7\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\ufe10-\ufe6f\uff00-\uff65]/;

/** Whether all units of a text are word units. @param {string} text */
export const isWord = (text) => !NON_WORD.test(text);

/** Spreads 32 bits evenly, one to one. @param {number} value */
function mix(value) {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  mixed ^= mixed >>> 16;
  return mixed >>> 0;
}

/** The mixed value of a pair of units. @param {number} first @param {number} second */
export function mixPair(first, second) {
  return mix(((first << 16) | second) >>> 0);
}

/** Which of so many files holds a mixed value. @param {number} mixed @param {number} files */
export function fileOf(mixed, files) {
  return Math.floor((mixed * files) / PAIR_SPACE);
}

/** Which refinement file holds a string. @param {string} text @param {number} files */
export function refinementFileOf(text, files) {
  const inner = mixPair(text.charCodeAt(0), text.charCodeAt(1)) ^ text.charCodeAt(2);
  return fileOf(mix(inner >>> 0), files);
}

/**
 * The code of every unit, by which third units stand in a shard: ASCII, the ideographs of GB2312,
 * all others.
 * @param {string} ideographs of GB2312 in its order
 */
export function thirdCodes(ideographs) {
  const codes = new Uint16Array(UNITS);
  let next = ASCII;
  for (const character of ideographs) codes[character.charCodeAt(0)] = next++;
  for (let unit = 1; unit < UNITS; unit += 1) codes[unit] ||= unit < ASCII ? unit : next++;
  return codes;
}

/** Reads the two bit streams of a file side by side. */
export class BitReader {
  /** @param {Uint8Array} unary @param {Uint8Array} raw */
  constructor(unary, raw) {
    this.unaryBytes = unary;
    this.rawBytes = raw;
    this.unaryAt = 0;
    this.rawAt = 0;
  }

  /** The zeros before the next one. */
  unary() {
    const start = this.unaryAt;
    let at = start;
    let byte = (this.unaryBytes[at >> 3] << (at & 7)) & 0xff;
    while (byte === 0) {
      at = (at | 7) + 1;
      if (at >> 3 >= this.unaryBytes.length) throw new RangeError("the file is cut short");
      byte = this.unaryBytes[at >> 3];
    }
    at += Math.clz32(byte) - 24;
    this.unaryAt = at + 1;
    return at - start;
  }

  /** A number of so many bits, up to 32. @param {number} width */
  raw(width) {
    let value = 0;
    let left = width;
    let at = this.rawAt;
    if ((at + width + 7) >> 3 > this.rawBytes.length) throw new RangeError("the file is cut short");
    while (left > 0) {
      const room = 8 - (at & 7);
      const take = Math.min(room, left);
      const bits = (this.rawBytes[at >> 3] >> (room - take)) & ((1 << take) - 1);
      value = value * (1 << take) + bits;
      at += take;
      left -= take;
    }
    this.rawAt = at;
    return value;
  }

  /** An Elias gamma code. */
  gamma() {
    const width = this.unary();
    return 2 ** width + this.raw(width);
  }

  /** A Golomb-Rice code. @param {number} width */
  rice(width) {
    const quotient = this.unary();
    return quotient * 2 ** width + this.raw(width);
  }

  /** A list of so many numbers below a bound. @param {number} count @param {number} universe */
  list(count, universe) {
    const inverted = 2 * count > universe;
    const kept = inverted ? universe - count : count;
    const values = new Array(kept);
    if (kept === 1) {
      values[0] = this.raw(bitLength(universe - 1));
    } else if (kept) {
      const width = riceWidth(universe, kept);
      let value = -1;
      for (let i = 0; i < kept; i += 1) {
        value += this.rice(width) + 1;
        values[i] = value;
      }
    }
    return inverted ? complement(values, universe) : values;
  }
}

/** @param {number} value */
function bitLength(value) {
  return 32 - Math.clz32(value);
}

/** @param {number} universe @param {number} count */
function riceWidth(universe, count) {
  return Math.max(bitLength(Math.floor((universe * 11) / (16 * Math.max(count, 1)))) - 1, 0);
}

/** @param {number[]} absent @param {number} universe */
function complement(absent, universe) {
  const values = [];
  let next = 0;
  for (let value = 0; value < universe; value += 1) {
    if (absent[next] === value) next += 1;
    else values.push(value);
  }
  return values;
}

/** @param {Uint8Array} data @param {number} at @returns {[number, number]} number, next place */
export function readVarint(data, at) {
  let value = 0;
  let weight = 1;
  for (let i = at; i < data.length; i += 1) {
    value += (data[i] & 0x7f) * weight;
    if (data[i] < 0x80) return [value, i + 1];
    weight *= 0x80;
  }
  throw new RangeError("the file is cut short");
}

/**
 * The hits of one list whose prominent places and their bits have been read.
 * @param {number[]} documents @param {number[]} places @param {number[]} numbers
 * @returns {Hits}
 */
function hits(documents, places, numbers) {
  const ranks = new Array(documents.length).fill(RANK.OTHER);
  places.forEach((place, i) => {
    ranks[place] = numbers[i] ? RANK.NUMBER : RANK.TITLE;
  });
  return { documents, ranks };
}

/**
 * What a gram shard says of one pair: its own hits under 0, its triples' under the codes of
 * their third units.
 * @param {Uint8Array} data the file
 * @param {{shard: number, shards: number, documents: number}} place which file of how many, and
 *   the size of its segment
 * @param {number} pair mixed
 * @param {Set<number>} thirds the codes of the third units asked for, 0 for the pair itself
 * @returns {Map<number, Hits>}
 * @throws {RangeError} when the file is cut short or is of another segment
 */
export function readShard(data, place, pair, thirds) {
  const [documents, afterDocuments] = readVarint(data, 0);
  if (documents !== place.documents) throw new RangeError("the file is of another segment");
  const [pairs, afterPairs] = readVarint(data, afterDocuments);
  const [unaryBytes, start] = readVarint(data, afterPairs);
  const reader = new BitReader(
    data.subarray(start, start + unaryBytes), data.subarray(start + unaryBytes),
  );
  let key = Math.ceil((place.shard * PAIR_SPACE) / place.shards) - 1;
  const keyWidth = riceWidth(Math.floor(PAIR_SPACE / place.shards), pairs);
  let mine = -1;
  for (let i = 0; i < pairs; i += 1) {
    key += reader.rice(keyWidth) + 1;
    if (key === pair) mine = i;
  }
  /** @type {Map<number, Hits>} */
  const found = new Map();
  if (mine < 0) return found;
  const many = (/** @type {() => number} */ read) => Array.from({ length: pairs }, read);
  const counts = many(() => reader.gamma());
  const sizes = many(() => reader.gamma() - 1);
  /** @type {number[]} */
  let units = [];
  for (let i = 0; i < pairs; i += 1) {
    const width = riceWidth(USUAL_CODES, sizes[i]);
    const held = new Array(sizes[i]);
    let unit = -1;
    for (let j = 0; j < sizes[i]; j += 1) {
      unit += reader.rice(width) + 1;
      held[j] = unit;
    }
    if (i === mine) units = held;
  }
  const each = (/** @type {(i: number) => number} */ read) =>
    sizes.map((size, i) => Array.from({ length: size }, () => read(i)));
  const tripleCounts = each((i) => (counts[i] > 1 ? reader.gamma() : 1));
  const starred = many(() => reader.gamma() - 1);
  const tripleStarred = each((i) => (starred[i] > 0 ? reader.gamma() - 1 : 0));
  const lists = counts.map((count) => reader.list(count, documents));
  const tripleLists = tripleCounts.map((held, i) => held.map((m) => reader.list(m, counts[i])));
  readRanks(reader, starred, counts, (i, places, numbers) => {
    if (i === mine && thirds.has(0)) found.set(0, hits(lists[i], places, numbers));
  });
  const flat = tripleCounts.flatMap((held, i) => held.map((_, j) => [i, j]));
  readRanks(reader, tripleStarred.flat(), tripleCounts.flat(), (index, places, numbers) => {
    const [i, j] = flat[index];
    if (i !== mine || !thirds.has(units[j])) return;
    found.set(units[j], hits(tripleLists[i][j].map((at) => lists[i][at]), places, numbers));
  });
  return found;
}

/**
 * Reads the prominent places of all lists, then their bits, and hands them over list by list.
 * @param {BitReader} reader @param {number[]} starred @param {number[]} counts
 * @param {(index: number, places: number[], numbers: number[]) => void} take
 */
function readRanks(reader, starred, counts, take) {
  const places = starred.map((stars, i) => (stars ? reader.list(stars, counts[i]) : []));
  places.forEach((held, i) => take(i, held, held.map(() => reader.raw(1))));
}

/**
 * The parts of a keyed file: the block of keys is compressed and read first.
 * @param {Uint8Array<ArrayBuffer>} data
 */
export function splitKeyedFile(data) {
  const [documents, afterDocuments] = readVarint(data, 0);
  const [count, afterCount] = readVarint(data, afterDocuments);
  const [blockBytes, start] = readVarint(data, afterCount);
  const end = start + blockBytes;
  return { documents, count, block: data.subarray(start, end), lists: data.subarray(end) };
}

/**
 * The hits of the keys that are wanted.
 * @param {{documents: number, lists: Uint8Array}} parts
 * @param {string[]} keys @param {(key: string) => boolean} wanted
 * @returns {Map<string, Hits>}
 */
export function readKeyedLists(parts, keys, wanted) {
  const [unaryBytes, start] = readVarint(parts.lists, 0);
  const reader = new BitReader(
    parts.lists.subarray(start, start + unaryBytes), parts.lists.subarray(start + unaryBytes),
  );
  const counts = keys.map(() => reader.gamma());
  const starred = keys.map(() => reader.gamma() - 1);
  const lists = counts.map((count) => reader.list(count, parts.documents));
  /** @type {Map<string, Hits>} */
  const found = new Map();
  readRanks(reader, starred, counts, (i, places, numbers) => {
    if (wanted(keys[i])) found.set(keys[i], hits(lists[i], places, numbers));
  });
  return found;
}
