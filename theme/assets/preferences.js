/**
 * The reader's own look, put on the page before it is first painted: the one script that blocks.
 *
 * Chosen values lie in this browser alone (localStorage) and become attributes of the root
 * element, from which 05-schemes.css sets colours and sizes. What was not chosen has no attribute,
 * so that the system's preferences hold. js/settings.js lets the reader choose.
 */
(() => {
  const CHOICES = {
    scheme: ["light", "dark", "green", "contrast"],
    size: ["small", "large", "larger", "largest"],
    mode: ["elder"],
  };
  const root = document.documentElement;

  /** What is kept under a name; a browser that keeps nothing answers nothing. @param {string} name */
  function kept(name) {
    try {
      return localStorage.getItem(`gongkai-${name}`) ?? "";
    } catch {
      return "";
    }
  }

  for (const [name, values] of Object.entries(CHOICES)) {
    const value = kept(name);
    if (values.includes(value)) root.dataset[name] = value;
  }
  // Room is kept for the control that settings.js will put there, so that nothing moves.
  root.dataset.scripts = "";

  // A search that the address asks for will soon fill the page: until then nothing stands there
  // that it would push away. From a disk no search runs, and the page says so at once.
  const isAsked = location.pathname.endsWith("/search.html") && location.protocol !== "file:"
    && new URLSearchParams(location.search).get("q");
  if (isAsked) {
    root.dataset.asked = "";
    addEventListener("load", () => delete root.dataset.asked);
  }
})();
