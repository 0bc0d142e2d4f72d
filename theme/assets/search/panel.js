/** The panel of facets: opened as the screen allows, filled as far as it is open. */

/** @typedef {import("./facets.js").Choice} Choice */

/**
 * The facets that are open from the start on a wide screen, and hidden where no answer has a value:
 * their columns are small enough to be always read.
 */
const OPEN_WHEN_WIDE = ["category", "year", "outcome", "session"];
const WIDE = "(min-width: 60rem)";

/**
 * @param {HTMLDetailsElement} panel
 * @param {{choices: (facet: string) => Promise<{choices: Choice[], exact: boolean} | undefined>,
 *   element: typeof import("./view.js").element, grouped: (count: number) => string,
 *   changed: (chosen: Record<string, string[]>) => void, failed: (fault: unknown) => void}} tools
 */
export function createPanel(panel, tools) {
  const facets = [...panel.querySelectorAll("details[data-facet]")].map((node) => ({
    node: /** @type {HTMLDetailsElement} */ (node),
    name: /** @type {HTMLElement} */ (node).dataset.facet ?? "",
    list: /** @type {HTMLElement} */ (node.querySelector("ul")),
  }));
  /** @type {Record<string, string[]>} */
  let chosen = {};

  /** @param {string} facet @param {Choice} choice @param {boolean} exact */
  function box(facet, choice, exact) {
    const input = tools.element("input");
    input.type = "checkbox";
    input.name = facet;
    input.value = choice.value;
    input.checked = choice.chosen;
    const words = `${exact ? "" : "约 "}${tools.grouped(choice.count)}`;
    return tools.element("li", "",
      tools.element("label", "search-facet-choice", input,
        tools.element("span", "search-facet-label", choice.label)),
      tools.element("span", "search-facet-count", words));
  }

  const wide = matchMedia(WIDE);
  const arrange = () => {
    panel.open = wide.matches;
    for (const { node, name } of facets) {
      node.open = (chosen[name] ?? []).length > 0
        || (wide.matches && OPEN_WHEN_WIDE.includes(name));
    }
  };
  arrange();
  wide.addEventListener("change", arrange);

  /** @param {typeof facets[number]} facet */
  async function fill(facet) {
    const small = OPEN_WHEN_WIDE.includes(facet.name);
    if (!panel.open || !(small || facet.node.open)) return;
    const held = await tools.choices(facet.name);
    if (!held) return;
    facet.node.hidden = small && !held.choices.length;
    const focused = document.activeElement;
    const value = focused instanceof HTMLInputElement && focused.name === facet.name
      ? focused.value : undefined;
    const boxes = held.choices.map((choice) => box(facet.name, choice, held.exact));
    const none = tools.element("li", "search-facet-count", "没有");
    facet.list.replaceChildren(...(boxes.length ? boxes : [none]));
    if (value === undefined) return;
    for (const input of facet.list.querySelectorAll("input")) {
      if (input.value === value) input.focus();
    }
  }

  const fillAll = () => Promise.all(facets.map(fill));
  panel.addEventListener("toggle", () => fillAll().catch(tools.failed));
  for (const facet of facets) {
    facet.node.addEventListener("toggle", () => fill(facet).catch(tools.failed));
  }
  panel.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== "checkbox") return;
    const { name, value, checked } = event.target;
    const others = (chosen[name] ?? []).filter((held) => held !== value);
    tools.changed({ ...chosen, [name]: checked ? [...others, value] : others });
  });

  return {
    fillAll,
    /** @param {Record<string, string[]>} values */
    choose(values) {
      chosen = values;
      for (const { node, name } of facets) if (values[name]?.length) node.open = true;
    },
  };
}
