/** Facets: which values the documents have, and how many answers have each. */

/**
 * @typedef {object} Column
 * @property {string[]} values
 * @property {string[]} labels
 * @property {Uint16Array[]} layers the first value of every document, then the second …; 0: none
 */

/** @typedef {{value: string, label: string, count: number, chosen: boolean}} Choice */

const ONE_BYTE = 255;

/**
 * @param {Uint8Array} data an unpacked column @param {number} documents
 * @param {(data: Uint8Array, at: number) => [number, number]} readVarint
 * @returns {Column}
 */
export function readColumn(data, documents, readVarint) {
  const [headBytes, start] = readVarint(data, 0);
  const head = JSON.parse(new TextDecoder().decode(data.subarray(start, start + headBytes)));
  const planes = head.values.length > ONE_BYTE ? 2 : 1;
  /** @type {Uint16Array[]} */
  const layers = [];
  for (let at = start + headBytes; at < data.length; at += planes * documents) {
    const low = data.subarray(at, at + documents);
    const high = planes > 1 ? data.subarray(at + documents, at + 2 * documents) : [];
    layers.push(Uint16Array.from(low, (byte, i) => byte + 256 * (high[i] ?? 0)));
  }
  return { ...head, layers };
}

/**
 * A test whether a document has one of the chosen values.
 * @param {Column} column @param {string[]} chosen
 * @returns {(document: number) => boolean}
 */
export function facetTest(column, chosen) {
  const codes = new Set(chosen.map((value) => column.values.indexOf(value) + 1));
  codes.delete(0);
  return (document) => column.layers.some((layer) => codes.has(layer[document]));
}

/**
 * The values of a facet that some answers have, or that are chosen.
 * @param {Column} column
 * @param {Iterable<number>} documents the answers as far as the other facets narrow them
 * @param {string[]} chosen
 * @returns {Choice[]}
 */
export function countChoices(column, documents, chosen) {
  const counts = new Uint32Array(column.values.length + 1);
  for (const document of documents) {
    for (const layer of column.layers) counts[layer[document]] += 1;
  }
  const known = column.values.map((value, i) => ({
    value, label: column.labels[i], count: counts[i + 1], chosen: chosen.includes(value),
  }));
  const unknown = chosen.filter((value) => !column.values.includes(value))
    .map((value) => ({ value, label: value, count: 0, chosen: true }));
  return [...known, ...unknown].filter((choice) => choice.count > 0 || choice.chosen);
}
