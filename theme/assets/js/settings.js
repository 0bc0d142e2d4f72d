/**
 * The control of the page's look: 长者模式 as one switch, colours and text size behind 显示设置.
 *
 * It stands where the template has [data-settings], and is made here because without JavaScript
 * it could do nothing. preferences.js applies what was chosen on every later page.
 */
(() => {
  const SCHEMES = [
    ["", "跟随系统"], ["light", "浅色"], ["dark", "深色"], ["green", "护眼"], ["contrast", "高对比"],
  ];
  const SIZES = [
    ["small", "小"], ["", "标准"], ["large", "大"], ["larger", "特大"], ["largest", "最大"],
  ];
  const SHOWN_OF_A_LIST = 7;
  const root = document.documentElement;

  /** Puts a choice on the page and keeps it; an empty one is forgotten. @param {string} name @param {string} value */
  function choose(name, value) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    try {
      if (value) localStorage.setItem(`gongkai-${name}`, value);
      else localStorage.removeItem(`gongkai-${name}`);
    } catch {
      return;
    }
  }

  /** @param {string} tag @param {string} text @param {string} [css] */
  function element(tag, text, css = "") {
    const made = document.createElement(tag);
    made.textContent = text;
    if (css) made.className = css;
    return made;
  }

  /** A group of radio buttons. @param {string} name @param {string} legend @param {string[][]} values */
  function choices(name, legend, values) {
    const group = element("fieldset", "", "settings-group");
    group.append(element("legend", legend));
    for (const [value, word] of values) {
      const label = element("label", "");
      const input = document.createElement("input");
      input.type = "radio";
      input.name = `settings-${name}`;
      input.value = value;
      input.checked = (root.dataset[name] ?? "") === value;
      input.addEventListener("change", () => choose(name, value));
      label.append(input, ` ${word}`);
      group.append(label);
    }
    return group;
  }

  function elderSwitch() {
    const button = /** @type {HTMLButtonElement} */ (element("button", "", "settings-elder"));
    button.type = "button";
    const show = () => {
      const isOn = root.dataset.mode === "elder";
      button.textContent = isOn ? "退出长者模式" : "长者模式";
    };
    button.addEventListener("click", () => {
      choose("mode", root.dataset.mode === "elder" ? "" : "elder");
      show();
    });
    show();
    return button;
  }

  /** In 长者模式 a long list shows its beginning; a button shows the rest. @param {Element} list */
  function offerTheRest(list) {
    const rest = list.children.length - SHOWN_OF_A_LIST;
    if (rest <= 0) return;
    const button = /** @type {HTMLButtonElement} */ (
      element("button", `显示其余 ${rest} 项`, "fold-button"));
    button.type = "button";
    const firstHidden = list.getAttribute("data-fold") === "last" ? 0 : SHOWN_OF_A_LIST;
    button.addEventListener("click", () => {
      list.setAttribute("data-unfolded", "");
      button.remove();
      const next = /** @type {HTMLElement | null} */ (
        list.children[firstHidden].querySelector("a"));
      next?.focus();
    });
    list.after(button);
  }

  const place = document.querySelector("[data-settings]");
  if (place) {
    const details = element("details", "", "settings-panel");
    details.append(element("summary", "显示设置"),
      choices("scheme", "配色", SCHEMES), choices("size", "字号", SIZES));
    place.append(elderSwitch(), details);
  }
  for (const list of document.querySelectorAll("[data-fold]")) offerTheRest(list);
})();
