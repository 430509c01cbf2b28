/** The keys of a telephone. What was pressed is sent and forgotten: the display shows how many keys, never which. */

import { fill, h, isTyping } from "/static/shared/dom.js";

const KEYS = [["1", ""], ["2", "abc"], ["3", "def"], ["4", "ghi"], ["5", "jkl"], ["6", "mno"], ["7", "pqrs"], ["8", "tuv"], ["9", "wxyz"], ["*", ""], ["0", ""], ["#", ""]];
const NAMES = { "*": "star", "#": "hash" };
const SHOWN = 8;

/**
 * @param {HTMLElement} place @param {(key: string) => void} press
 * @returns {{forget: () => void, hint: (text: string) => void}}
 */
export function keypad(place, press) {
  let count = 0;
  const dots = h("p.dots", { "aria-hidden": "true" });
  const told = h("p.unseen", { role: "status" });
  const show = () => {
    dots.textContent = count ? "•".repeat(Math.min(count, SHOWN)) : "PIN, then #";
    dots.classList.toggle("empty", !count);
    told.textContent = count ? `${count} ${count === 1 ? "key" : "keys"} pressed` : "";
  };
  const pressed = (key) => {
    press(key);
    count = key === "#" ? 0 : count + 1;
    show();
  };
  const buttons = KEYS.map(([key, letters]) =>
    h("button.key", { type: "button", "aria-label": NAMES[key] ?? key, onclick: () => pressed(key) },
      h("span.digit", {}, key), letters && h("span.letters", { "aria-hidden": "true" }, letters)));
  const hint = h("p.faint");
  fill(place, dots, told, hint, h("div.grid", {}, buttons));
  document.addEventListener("keydown", (event) => {
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (!place.hidden && bare && !isTyping() && /^[0-9*#]$/.test(event.key)) pressed(event.key);
  });
  show();
  return {
    forget() {
      count = 0;
      show();
    },
    hint(text) {
      hint.textContent = text;
      hint.hidden = !text;
    },
  };
}
