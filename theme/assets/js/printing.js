/**
 * The day of printing, small at the end of the paper, beside the page's address. The page itself
 * knows no such day: the same content always gives the same bytes.
 */
(() => {
  const place = document.querySelector("[data-printed]");
  if (!place) return;
  const day = document.createElement("span");
  addEventListener("beforeprint", () => {
    const now = new Date();
    day.textContent = `　打印日期：${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日`;
    place.append(day);
  });
  addEventListener("afterprint", () => day.remove());
})();
