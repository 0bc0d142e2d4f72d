/** The gentle page for a query that found nothing; fetched when it is needed. */

/**
 * What to say when nothing was found.
 * @param {{source: string, found: boolean, without: string}[]} terms each with the address of
 *   the query without it
 * @param {string | undefined} withoutFacets the address without the facets, when some are chosen
 * @param {typeof import("./view.js").element} element
 */
export function nothingFound(terms, withoutFacets, element) {
  const missing = terms.filter((term) => !term.found);
  const lines = [];
  if (missing.length) {
    const words = missing.map((term) => `“${term.source}”`).join("、");
    lines.push(element("p", "", `没有文件含有${words}。`));
  } else if (terms.length > 1) {
    lines.push(element("p", "", "各搜索词分别见于不同的文件，没有一件同时符合。"));
  }
  const offers = [];
  if (terms.length > 1) {
    for (const term of missing.length ? missing : terms) {
      const link = element("a", "", `去掉“${term.source}”再搜索`);
      link.href = term.without;
      offers.push(element("li", "", link));
    }
  }
  if (withoutFacets !== undefined) {
    const link = element("a", "", "不限筛选条件再搜索");
    link.href = withoutFacets;
    offers.push(element("li", "", link));
  }
  if (offers.length) lines.push(element("ul", "search-offers", ...offers));
  lines.push(element("p", "", "可以减少字数，或者换一种说法。"));
  return lines;
}
