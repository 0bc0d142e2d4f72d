// The smallest Eleventy site that does the same work. The bench writes _data/site.json,
// documents/ and static/ beside this file.
const PAGE_SIZE = 20;
const SHANGHAI = 8 * 60 * 60 * 1000;

const isoDay = (date) => new Date(date.getTime() + SHANGHAI).toISOString().slice(0, 10);

const newestFirst = (one, other) => other.date - one.date || (other.url < one.url ? -1 : 1);

/** Every list of every kind, cut into its pages: each with its term, number and documents. */
function listPages(documents, site) {
  const pages = [];
  for (const { slug: kind } of site.kinds) {
    const terms = new Map();
    for (const document of documents) {
      for (const slug of document.data[kind] ?? []) {
        if (!terms.has(slug)) terms.set(slug, []);
        terms.get(slug).push(document);
      }
    }
    for (const [slug, members] of terms) {
      const count = Math.ceil(members.length / PAGE_SIZE);
      const at = (number) =>
        number < 1 || number > count ? "" : `/${kind}/${slug}${number === 1 ? "" : `/${number}`}.html`;
      for (let number = 1; number <= count; number += 1) {
        pages.push({
          kind,
          slug,
          name: site.terms[kind][slug],
          total: members.length,
          number,
          count,
          address: at(number),
          newer: at(number - 1),
          older: at(number + 1),
          documents: members.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE),
        });
      }
    }
  }
  return pages;
}

export default function (eleventyConfig) {
  let documents;
  eleventyConfig.on("eleventy.before", () => {
    documents = undefined;
  });
  const sorted = (api) => (documents ??= api.getFilteredByGlob("documents/**/*.md").sort(newestFirst));
  eleventyConfig.addCollection("replies", sorted);
  eleventyConfig.addCollection("lists", (api) => {
    const all = sorted(api);
    return all.length ? listPages(all, all[0].data.site) : [];
  });
  eleventyConfig.addFilter("slice_root", (url) => url.slice(1));
  eleventyConfig.addFilter("iso_day", isoDay);
  eleventyConfig.addFilter("day", (date) => {
    const [year, month, day] = isoDay(date).split("-").map(Number);
    return `${year}年${month}月${day}日`;
  });
  eleventyConfig.addPassthroughCopy({ static: "." });
  return {
    dir: { input: ".", includes: "_includes", data: "_data", output: "output" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
    templateFormats: ["md", "njk"],
  };
}
