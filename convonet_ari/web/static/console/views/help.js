/** The keys, in a list. */

import { h } from "../../shared/dom.js";
import { KEYS, areOn, switchKeys } from "../keys.js";
import { openSheet } from "./sheet.js";

export function openHelp() {
  const list = KEYS.map(([key, words]) => h("li", {}, h("kbd", {}, key), words));
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "keys-on", onchange: () => switchKeys(box.checked) }));
  box.checked = areOn();
  openSheet("Keyboard shortcuts", [
    h("ul.keys-list", {}, list),
    h("p.faint", {}, "They rest while you type. Tab and Enter reach everything as well."),
    h("label.check", {}, box, h("span", {}, "Use single keys")),
  ]);
}
