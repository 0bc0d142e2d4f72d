/**
 * What a document's page offers beside its text, in words: copy the link, print, 扫一扫. 引用 is in
 * the page itself, because it needs no script. The link is the permanent address where there is one.
 */
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const SVG = "http://www.w3.org/2000/svg";
  const QUIET_ZONE = 4; // modules of white on each side (ISO/IEC 18004, 9.1)
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

  /**
   * A QR code as a drawing, black on white in every scheme, as cameras want it.
   * @param {{size: number, get: (x: number, y: number) => boolean}} code
   */
  function drawing(code) {
    let dark = "";
    for (let y = 0; y < code.size; y += 1) {
      for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) dark += `M${x} ${y}h1v1h-1z`;
    }
    const svg = document.createElementNS(SVG, "svg");
    const side = code.size + 2 * QUIET_ZONE;
    svg.setAttribute("viewBox", `${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", "本页网址的二维码");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", dark);
    svg.append(path);
    return svg;
  }

  /** @type {HTMLElement | undefined} */
  let figure;

  /** The code beside the address in words; the library is fetched when it is first asked for. */
  async function scan(/** @type {HTMLButtonElement} */ button) {
    const isWanted = figure?.hidden ?? true;
    if (!figure) {
      figure = document.createElement("figure");
      figure.className = "qr";
      figure.hidden = true;
      const words = document.createElement("figcaption");
      words.textContent = "用手机扫一扫，打开本页：";
      const link = document.createElement("span");
      link.textContent = address;
      words.append(link);
      figure.append(words);
      place?.append(figure);
      try {
        const { generate } = await import(new URL("../qr/lean-qr.js", script?.src).href);
        figure.prepend(drawing(generate(address)));
      } catch {
        // A page that lies on a disk may load no module.
        words.firstChild?.replaceWith("二维码要在网站上才能画出。本页的网址：");
      }
    }
    figure.hidden = !isWanted;
    button.setAttribute("aria-expanded", String(isWanted));
  }

  offer("复制链接", () => void copy());
  offer("打印", () => window.print());
  // The place of a file on this disk is of no use to another device.
  if (/^https?:/.test(address)) {
    offer("扫一扫", (button) => void scan(button));
    place.lastElementChild?.setAttribute("aria-expanded", "false");
  }
  place.append(said);
})();
