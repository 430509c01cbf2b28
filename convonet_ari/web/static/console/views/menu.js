/** A button that opens a short list of choices. */

import { fill, h } from "../../shared/dom.js";

/** @typedef {{label: string, tone?: string, chosen?: boolean, pick: () => void}} Choice */

/**
 * @param {string} label what the button is for @param {() => Choice[]} choices
 * @returns {{root: HTMLElement, button: HTMLElement}}
 */
export function menu(label, choices) {
  const list = h("div.menu", { role: "menu", hidden: true });
  const button = h("button.button.state", { "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label });
  const root = h("div.menu-root", {}, button, list);
  const open = (/** @type {boolean} */ wanted) => {
    list.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
    if (!wanted) return;
    fill(list, choices().map((choice) => item(choice, () => open(false))));
    /** @type {HTMLElement | null} */ (list.querySelector("[aria-checked=true]") ?? list.firstElementChild)?.focus();
  };
  button.addEventListener("click", () => open(list.hidden));
  root.addEventListener("keydown", (event) => steer(event, list, () => (open(false), button.focus())));
  root.addEventListener("focusout", (event) => {
    if (!root.contains(/** @type {Node | null} */ (event.relatedTarget))) open(false);
  });
  return { root, button };
}

/** @param {Choice} choice @param {() => void} close */
function item({ label, tone = "", chosen = false, pick }, close) {
  const choose = () => {
    close();
    pick();
  };
  const dot = h(`span.dot${tone && `.${tone}`}`);
  return h("button.menu-item", { role: "menuitemradio", "aria-checked": chosen, tabindex: -1, onclick: choose }, dot, label);
}

/** @param {KeyboardEvent} event @param {HTMLElement} list @param {() => void} close */
function steer(event, list, close) {
  if (list.hidden) return;
  const items = /** @type {HTMLElement[]} */ ([...list.children]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") close();
  else if (step) items[(at + step + items.length) % items.length].focus();
  else return;
  event.preventDefault();
}
