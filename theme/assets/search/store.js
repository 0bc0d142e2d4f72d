/** Fetches and unpacks the files of the index. */

/** @typedef {{length: number, at: (place: number) => string}} Names of files, in order */

/** A file of the index that could not be had: gone (404), or not reached or not whole. */
export class IndexFault extends Error {
  /** @param {"gone" | "unreachable" | "damaged"} kind @param {string} path */
  constructor(kind, path) {
    super(`${path}: ${kind}`);
    this.kind = kind;
    this.path = path;
  }
}

/**
 * Unpacks raw deflate; a stream that is damaged or cut short is refused.
 * @param {Uint8Array<ArrayBuffer>} data
 */
export async function inflate(data) {
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const writer = writable.getWriter();
  // What is wrong with the stream is told by its readable end.
  writer.write(data).catch(() => undefined);
  writer.close().catch(() => undefined);
  return new Uint8Array(await new Response(readable).arrayBuffer());
}

/**
 * The names of files, of which there are thousands and few are asked for.
 * @param {string} packed base64 of them @param {number} size bytes of a name
 * @returns {Names}
 */
export function unpackNames(packed, size) {
  const data = atob(packed);
  return {
    length: data.length / size,
    at(place) {
      const bytes = [...data.slice(place * size, (place + 1) * size)];
      return bytes.map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
    },
  };
}

/**
 * What a visit has fetched, each file once; what failed is asked for again the next time.
 * @param {URL} root the folder of the index
 * @param {typeof fetch} [fetcher]
 */
export function createStore(root, fetcher = (input, init) => fetch(input, init)) {
  /** @type {Map<string, Promise<any>>} */
  const held = new Map();

  /** @param {string} path @param {RequestInit} [options] */
  async function bytes(path, options) {
    const unreachable = () => {
      throw new IndexFault("unreachable", path);
    };
    const response = await fetcher(new URL(path, root), options).catch(unreachable);
    if ([404, 410].includes(response.status)) throw new IndexFault("gone", path);
    if (!response.ok) unreachable();
    return new Uint8Array(await response.arrayBuffer().catch(unreachable));
  }

  /**
   * The file, read by a function; the result is kept.
   * @template T
   * @param {string} path
   * @param {(data: Uint8Array<ArrayBuffer>) => T | Promise<T>} read
   * @param {RequestInit} [options]
   * @returns {Promise<T>}
   */
  function load(path, read, options) {
    const known = held.get(path);
    if (known) return known;
    const reading = bytes(path, options).then(async (data) => {
      try {
        return await read(data);
      } catch {
        throw new IndexFault("damaged", path);
      }
    });
    held.set(path, reading);
    // Forgotten and asked for again meanwhile, the file may be held anew.
    reading.catch(() => held.get(path) === reading && held.delete(path));
    return reading;
  }

  /** Forgets one file, or all. @param {string} [path] */
  function forget(path) {
    if (path === undefined) held.clear();
    else held.delete(path);
  }

  return { load, forget };
}
