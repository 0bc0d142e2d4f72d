/** Unpacks the generated folding table, when a query needs it. */

/** @typedef {import("./folding.js").Table} Table */

const HEX = 16;

/**
 * The table from its two halves; either may be empty.
 * @param {string} ideographs @param {string} others
 * @returns {Table}
 */
export function expandedTable(ideographs, others) {
  const table = new Map();
  const pairs = [...ideographs];
  for (let i = 0; i < pairs.length; i += 2) table.set(pairs[i], pairs[i + 1]);
  for (const run of others ? others.split(" ") : []) addRun(table, run);
  return table;
}

/** @param {Table} table @param {string} run */
function addRun(table, run) {
  const number = (/** @type {string} */ digits) => Number.parseInt(digits, HEX);
  const from = (/** @type {number} */ code) => String.fromCodePoint(code);
  if (run.includes(":")) {
    const [start, targets] = run.split(":");
    targets.split(",").forEach((target, i) => {
      table.set(from(number(start) + i), target.split("+").map((code) => from(number(code))).join(""));
    });
  } else if (run.includes("=")) {
    const [[start, step], [distance, count]] = run.split("=").map((side) => side.split("*"));
    for (let i = 0; i < number(count); i += 1) {
      const source = number(start) + Number(step) * i;
      table.set(from(source), from(source + number(distance)));
    }
  } else {
    const [start, count] = run.split("-");
    for (let i = 0; i < number(count); i += 1) table.set(from(number(start) + i), "");
  }
}
