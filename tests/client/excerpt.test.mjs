import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const { createHolder, hitsIn, pieces, present } = await load("excerpt.js");
const { fold, foldWithPlaces } = await load("folding.js");
const { parseText } = await load("index.js");

const lines = [
  "㎡m2", "a/1.html", "2023-09-19", "suggestions", "A", "市政务局", "关于政务服务的答复", "20230489",
  "深政数函〔2023〕84号", "市政务局\t市数据局", "张三", "关于窗口的建议", "尊敬的代表：",
  `${"前".repeat(80)}养老服务${"后".repeat(120)}`, "面积 80㎡ 的<b>窗口</b>",
];
const text = parseText(lines.join("\n"));
const words = (/** @type {any[]} */ held) => held.filter((p) => p.marked).map((p) => p.text);

test("a document is read line by line", () => {
  assert.equal(text.title, "关于政务服务的答复");
  assert.deepEqual(text.names, ["市政务局", "市数据局", "张三"]);
  assert.equal(text.body.length, 3);
  assert.equal(text.table.get("㎡"), "m2");
});

test("a term is looked for in each text alone", () => {
  const holds = createHolder(foldWithPlaces);
  assert.ok(holds(text, "80m2"));
  assert.ok(holds(text, "张三"));
  assert.ok(!holds(text, "答复2023"));
});

test("marks stand on the original characters", () => {
  const shown = present(text, ["80m2的", "政务"], foldWithPlaces);
  assert.deepEqual(words(shown.title), ["政务"]);
  assert.deepEqual(words(shown.excerpt), ["80㎡ 的"]);
});

test("the excerpt is a window around the hit", () => {
  const { excerpt } = present(text, ["养老服务"], foldWithPlaces);
  assert.deepEqual(words(excerpt), ["养老服务"]);
  assert.equal(excerpt[0].text, "……");
  assert.equal(excerpt.at(-1).text, "……");
  assert.ok(excerpt.map((/** @type {any} */ p) => p.text).join("").length < 110);
});

test("terms that stand apart are shown in two pieces, near ones in one", () => {
  const apart = parseText([...lines.slice(0, 13), `${"前".repeat(40)}养老服务${"中".repeat(200)}停车难`,
    `停车${"后".repeat(300)}`].join("\n"));
  const shown = (/** @type {string[]} */ terms) => present(apart, terms, foldWithPlaces).excerpt;
  const letters = (/** @type {any[]} */ held) => held.map((p) => p.text).join("");
  assert.deepEqual(words(shown(["养老服务", "停车难"])), ["养老服务", "停车难"]);
  assert.ok(letters(shown(["养老服务", "停车难"])).length < 110);
  assert.ok(!letters(shown(["养老服务", "停车难"])).includes("…………"));
  assert.deepEqual(words(shown(["中停", "车难"])), ["中停车难"]);
  assert.deepEqual(words(shown(["养老", "服务"])), ["养老服务"]);
});

test("the window begins where the most different terms are near", () => {
  const far = parseText([...lines.slice(0, 12), `社区${"前".repeat(200)}社区的养老${"后".repeat(200)}`]
    .join("\n"));
  assert.deepEqual(words(present(far, ["社区", "养老"], foldWithPlaces).excerpt), ["社区", "养老"]);
});

test("without a hit in the body another field is shown, else the first paragraph of some length", () => {
  assert.deepEqual(words(present(text, ["市数据局"], foldWithPlaces).excerpt), ["市数据局"]);
  assert.equal(present(text, [], foldWithPlaces).excerpt[0].text[0], "前");
});

test("hits that touch become one mark, and emoji stay whole", () => {
  assert.deepEqual(hitsIn("政务服务", ["政务", "务服"], foldWithPlaces).ranges, [[0, 3]]);
  const { ranges } = hitsIn("好😀好", ["😀"], foldWithPlaces);
  assert.deepEqual(pieces("好😀好", ranges).map((/** @type {any} */ p) => p.text), ["好", "😀", "好"]);
  assert.equal(fold("好😀好"), "好😀好");
});
