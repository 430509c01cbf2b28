/** Sends the caller back to the assistant with a word about what to do, or brings the assistant into the call. */

import { h } from "../../shared/dom.js";
import { openSheet, closeWithCall } from "./sheet.js";

/** @param {import("../app.js").Console} desk */
export function askFirst(desk) {
  if (!desk.store.state.context) return;
  const note = /** @type {HTMLTextAreaElement} */ (h("textarea.input", { id: "give-back-note", rows: 3, placeholder: "Please book Tuesday at ten.", maxlength: 500 }));
  const send = async () => {
    button.setAttribute("disabled", "");
    if (await desk.giveBack(note.value.trim())) sheet.close();
    else button.removeAttribute("disabled");
  };
  const callIn = async () => {
    if (await desk.callIn()) sheet.close();
  };
  const verified = desk.store.state.context.caller.verified;
  const button = h("button.button.primary", { onclick: send }, "Send back");
  const sheet = openSheet("Back to the assistant", [
    h("p.soft", {}, "The caller leaves you and talks with the assistant again. It knows what was said before, and your note."),
    h("label", { for: "give-back-note" }, h("span", {}, "What should the assistant do?")),
    note,
    verified && h("p.soft", {}, "Or have it join the two of you: you hear what it says and does, and may speak to it as well."),
    h("div.row.end", {}, h("button.button.quiet", { onclick: () => sheet.close() }, "Stay with the caller"), verified && h("button.button", { onclick: callIn }, "Have it join us"), button),
  ]);
  note.focus();
  closeWithCall(desk, sheet);
}
