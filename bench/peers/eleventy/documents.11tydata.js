export default {
  layout: "document.njk",
  permalink: (data) => `${data.page.filePathStem.slice("/documents".length)}.html`,
};
