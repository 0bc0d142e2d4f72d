/**
 * What a document's page offers beside its text, in words: copy the link, print. 引用 is in the
 * page itself, because it needs no script. The link is the permanent address where there is one.
 */
(() => {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-tools]"));
  if (!place) return;
  const address = place.dataset.address ?? location.href.replace(/[?#].*/, "");

  /** @param {string} text @param {(button: HTMLButtonElement) => void} act */
  function offer(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => act(button));
    place?.append(button);
  }

  const said = document.createElement("span");
  said.setAttribute("role", "status");

  /** Where a page may not write to the clipboard, the address is shown to be copied by hand. */
  async function copy() {
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = "已复制";
    } catch {
      said.textContent = address;
    }
  }

  offer("复制链接", () => void copy());
  offer("打印", () => window.print());
  place.append(said);
})();
