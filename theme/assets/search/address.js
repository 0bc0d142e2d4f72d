/** The state of a search as an address, and back. */

/**
 * @typedef {object} State
 * @property {string} query
 * @property {Record<string, string[]>} facets chosen values of each facet
 * @property {"relevance" | "date"} sort
 * @property {number} page from 1
 */

const MOST_PAGES = 1_000_000;

/** @param {string} search the part of an address from its question mark @param {string[]} facets */
export function readAddress(search, facets) {
  const parameters = new URLSearchParams(search);
  const page = Number.parseInt(parameters.get("page") ?? "1", 10);
  return /** @type {State} */ ({
    query: parameters.get("q") ?? "",
    facets: Object.fromEntries(
      facets.map((facet) => [facet, [...new Set(parameters.getAll(facet).filter(Boolean))]]),
    ),
    sort: parameters.get("sort") === "date" ? "date" : "relevance",
    page: page >= 1 && page <= MOST_PAGES ? page : 1,
  });
}

/** @param {State} state @returns {string} the part of the address from its question mark */
export function writeAddress(state) {
  const parameters = new URLSearchParams({ q: state.query });
  for (const [facet, values] of Object.entries(state.facets)) {
    for (const value of values) parameters.append(facet, value);
  }
  if (state.sort === "date") parameters.set("sort", "date");
  if (state.page > 1) parameters.set("page", String(state.page));
  return `?${parameters}`;
}
