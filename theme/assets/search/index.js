/** An opened index: the manifest, and the files that it names, by what they mean. */

/** @typedef {import("./shards.js").Hits} Hits */
/** @typedef {ReturnType<typeof import("./store.js").createStore>} Store */
/** @typedef {import("./store.js").Names} Names */
/** @typedef {{present: boolean, documents: number[]}} Refinement */

/**
 * @typedef {object} Segment
 * @property {string} name
 * @property {number} first the number of its first document
 * @property {number} documents
 * @property {Names} shards names of its gram files
 * @property {Map<string, Names>} heavy names of the files of heavy pairs, by the mixed pair
 * @property {string[]} numberKeys the first key of each number file
 * @property {Names} numbers names of its number files
 * @property {Names} refinements names of its refinement files
 * @property {number} threshold
 */

/**
 * @typedef {object} Manifest
 * @property {number} documents
 * @property {number} refined the longest string with refinements
 * @property {Segment[]} segments
 * @property {Names} texts a name for the texts of each 256 documents
 * @property {Record<string, string>} columns
 * @property {Record<string, Record<string, string>>} labels
 */

/**
 * @typedef {object} DocumentText
 * @property {Map<string, string>} table the foldings of the document's own unusual characters
 * @property {string} address
 * @property {string} published
 * @property {string} category
 * @property {string} outcome
 * @property {string} unit
 * @property {string} title
 * @property {string} number
 * @property {string} documentNumber
 * @property {string[]} names units and proposers
 * @property {string} subject
 * @property {string[]} body
 */

const FORMAT_VERSION = 2;
const SHORTEST_NUMBER = 4;
const SEGMENTS = ["base", "rest"];
const CHUNK = 256;
const CHUNK_NAME_BYTES = 2;
const PRESENT_MARK = "\t";
const WHOLE_MARK = "=";

/**
 * @param {string} json
 * @param {(packed: string, size: number) => Names} unpackNames
 * @returns {Manifest}
 */
export function parseManifest(json, unpackNames) {
  const content = JSON.parse(json);
  if (content.version !== FORMAT_VERSION) throw new RangeError("an index of another version");
  let first = 0;
  /** @param {string} packed */
  const names = (packed) => unpackNames(packed, content.nameBytes);
  const segments = content.segments.map((/** @type {any} */ held, /** @type {number} */ i) => {
    // Two neighbours share a name.
    const shared = names(held.names);
    const segment = {
      name: SEGMENTS[i],
      first,
      documents: held.documents,
      shards: { length: held.shards, at: (/** @type {number} */ shard) => shared.at(shard >> 1) },
      heavy: new Map(Object.entries(held.heavy).map(([pair, packed]) =>
        [pair, names(/** @type {string} */ (packed))])),
      numberKeys: held.numbers,
      numbers: names(held.numberNames),
      refinements: names(held.refinementNames),
      threshold: held.threshold,
    };
    first += held.documents;
    return segment;
  });
  const texts = unpackNames(content.texts, CHUNK_NAME_BYTES);
  return { ...content, segments, texts };
}

/** @param {string} text the lines of a text file @returns {DocumentText} */
export function parseText(text) {
  const [table, address, published, category, outcome, unit, title, number, documentNumber,
    units, proposers, subject, ...body] = text.split("\n");
  const split = (/** @type {string} */ line) => (line ? line.split("\t") : []);
  return {
    table: new Map(split(table).map((entry) => {
      const character = String.fromCodePoint(/** @type {number} */ (entry.codePointAt(0)));
      return [character, entry.slice(character.length)];
    })),
    address, published, category, outcome, unit, title, number, documentNumber,
    names: [...split(units), ...split(proposers)], subject, body,
  };
}

/**
 * @param {Manifest} manifest
 * @param {Store} store
 * @param {typeof import("./shards.js")} shards
 * @param {(data: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>} inflate
 * @param {Uint16Array} codes of third units
 */
export function openIndex(manifest, store, shards, inflate, codes) {
  const raw = (/** @type {Uint8Array<ArrayBuffer>} */ data) => data;

  /**
   * The hits of one gram; `third` 0 asks for the pair itself, `second` 0 for the single unit.
   * @param {Segment} segment @param {string} gram one to three units
   * @returns {Promise<Hits>}
   */
  async function gram(segment, gram) {
    let pair = shards.mixPair(gram.charCodeAt(0), gram.charCodeAt(1) || 0);
    let third = codes[gram.charCodeAt(2) || 0];
    let folder = segment.name;
    let names = segment.shards;
    const hexadecimal = pair.toString(16).padStart(8, "0");
    const heavy = segment.heavy.get(hexadecimal);
    if (third && heavy) {
      folder = `heavy/${hexadecimal}`;
      names = heavy;
      [pair, third] = [shards.mixPair(third, 0), 0];
    }
    const shard = shards.fileOf(pair, names.length);
    const path = `${folder}/${shard}.${names.at(shard)}.bin`;
    const place = { shard, shards: names.length, documents: segment.documents };
    const data = await store.load(path, raw);
    const found = shards.readShard(data, place, pair, new Set([third]));
    return found.get(third) ?? { documents: [], ranks: [] };
  }

  /** @param {string} path */
  function keyedFile(path) {
    return store.load(path, async (data) => {
      const parts = shards.splitKeyedFile(data);
      const block = new TextDecoder().decode(await inflate(parts.block));
      return { parts, keys: parts.count ? block.split("\n") : [] };
    });
  }

  /**
   * The documents of all keys that are wanted.
   * @param {Segment} segment
   * @param {string} key what the wanted keys begin with
   * @param {(other: string) => boolean} wanted
   * @returns {Promise<Hits>}
   */
  async function keyed(segment, key, wanted) {
    const firsts = segment.numberKeys;
    const files = [...firsts.keys()].filter((i) =>
      (firsts[i] <= key || firsts[i].startsWith(key))
        && (i + 1 === firsts.length || firsts[i + 1] > key));
    const paths = files.map((i) => `${segment.name}-numbers/${i}.${segment.numbers.at(i)}.bin`);
    /** @type {Map<number, number>} */
    const ranks = new Map();
    for (const { parts, keys } of await Promise.all(paths.map(keyedFile))) {
      for (const hits of shards.readKeyedLists(parts, keys, wanted).values()) {
        hits.documents.forEach((document, i) => {
          ranks.set(document, Math.max(hits.ranks[i], ranks.get(document) ?? 0));
        });
      }
    }
    const documents = [...ranks.keys()].sort((a, b) => a - b);
    return { documents, ranks: documents.map((d) => /** @type {number} */ (ranks.get(d))) };
  }

  /**
   * The documents with a run of letters and digits that begins with the key anywhere.
   * @param {Segment} segment @param {string} key four to sixteen of [0-9a-z]
   */
  function number(segment, key) {
    return keyed(segment, key, key.length === SHORTEST_NUMBER ? (other) => other === key
      : (other) => other.startsWith(key) && other.length > SHORTEST_NUMBER);
  }

  /** The documents whose own number is this, as a whole. @param {Segment} segment @param {string} text */
  function wholeNumber(segment, text) {
    const key = WHOLE_MARK + text;
    return keyed(segment, key, (other) => other === key);
  }

  /**
   * The refinement of a string, if it has one.
   * @param {Segment} segment @param {string} text three to twelve units
   * @returns {Promise<Refinement | undefined>}
   */
  async function refinement(segment, text) {
    const file = shards.refinementFileOf(text, segment.refinements.length);
    const { parts, keys } = await keyedFile(
      `${segment.name}-refinements/${file}.${segment.refinements.at(file)}.bin`,
    );
    const marked = text + PRESENT_MARK;
    const found = shards.readKeyedLists(parts, keys, (key) => key === text || key === marked);
    for (const [key, hits] of found) return { present: key === marked, documents: hits.documents };
    return undefined;
  }

  /** @param {number} document @returns {Promise<DocumentText>} */
  function text(document) {
    const chunk = Math.floor(document / CHUNK);
    const path = `texts/${chunk}/${document}.bin?v=${manifest.texts.at(chunk)}`;
    return store.load(path, async (data) => {
      const encoding = data[0] === 0 ? "gb18030" : "utf-8";
      const lines = await inflate(data.subarray(1));
      return parseText(new TextDecoder(encoding, { fatal: true }).decode(lines));
    });
  }

  /**
   * @template T
   * @param {string} facet @param {(data: Uint8Array, documents: number) => T} read
   * @returns {Promise<T>}
   */
  function column(facet, read) {
    return store.load(`columns/${facet}.${manifest.columns[facet]}.bin`,
      async (data) => read(await inflate(data), manifest.documents));
  }

  return { manifest, gram, number, wholeNumber, refinement, text, column };
}
