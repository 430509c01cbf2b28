/** Builds elements; nothing here ever parses HTML, so nobody's words can become markup. */

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * `h("button.primary#ok", {onclick: fn, "aria-label": "OK"}, "OK")`.
 * @param {string} spec tag, classes and id as in a selector
 * @param {Record<string, unknown>} [props] `on…` functions are listeners, `true`/`false` set or leave out an attribute
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(spec, props = {}, ...children) {
  const [tag, ...marks] = spec.split(/(?=[.#])/);
  const element = document.createElement(tag || "div");
  for (const mark of marks) {
    if (mark[0] === "#") element.id = mark.slice(1);
    else element.classList.add(mark.slice(1));
  }
  for (const [name, value] of Object.entries(props)) give(element, name, value);
  element.append(...children.flat().filter(isThere));
  return element;
}

/** @param {HTMLElement} element @param {string} name @param {unknown} value */
function give(element, name, value) {
  if (name.startsWith("on") && typeof value === "function") {
    element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
  } else if (value === true) {
    element.setAttribute(name, "");
  } else if (value !== false && value !== null && value !== undefined) {
    element.setAttribute(name, String(value));
  }
}

/** @param {Child} child @returns {child is Node | string} */
function isThere(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

/**
 * Shows these children instead of what was there.
 * @param {Element} element @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter(isThere));
}

/** The element that must be on the page. @param {string} selector @returns {HTMLElement} */
export function get(selector) {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** Whether somebody is typing, so that a letter is a letter. @returns {boolean} */
export function isTyping() {
  const at = document.activeElement;
  return at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
}
