/** The agent's own words about the call, and how it ended. What is typed survives a reload. */

import { fill, h } from "../../shared/dom.js";
import { draftOf, keepDraft } from "../keepsake.js";
import { modeOf } from "../mode.js";

/** @param {import("../app.js").Console} desk */
export function notes(desk) {
  const text = /** @type {HTMLTextAreaElement} */ (h("textarea.input", { id: "notes", rows: 5, placeholder: "What was agreed, what is left to do" }));
  const outcomes = h("div.outcomes", { role: "radiogroup", "aria-label": "How it ended" });
  const done = h("button.button.primary.finish", { onclick: () => desk.finishWrap() }, "Save and go on");
  const root = h("section.notes", { "aria-label": "Notes" }, h("label", { for: "notes" }, h("span", {}, "Notes")), text, h("span.label", {}, "How it ended"), outcomes, done);

  const save = () => {
    const { context } = desk.store.state;
    const picked = /** @type {HTMLInputElement | null} */ (outcomes.querySelector("input:checked"));
    if (context) keepDraft(context.call_id, { notes: text.value, disposition: picked?.value ?? "" });
  };
  text.addEventListener("input", save);
  outcomes.addEventListener("change", save);
  desk.store.watch(({ context }) => context?.call_id, ({ context, me }) => {
    const draft = context && draftOf(context.call_id);
    text.value = draft?.notes ?? "";
    fill(outcomes, me.dispositions.map((name) => outcome(name, name === draft?.disposition)));
  });
  desk.store.watch((state) => [modeOf(state), state.context === null], (state) => {
    const mode = modeOf(state);
    root.hidden = mode === "ringing" || state.context === null;
    done.hidden = mode !== "wrap";
    if (mode === "wrap" && document.activeElement === document.body) text.focus();
  });
  return root;
}

/** @param {string} name @param {boolean} checked */
function outcome(name, checked) {
  const input = /** @type {HTMLInputElement} */ (h("input", { type: "radio", name: "disposition", value: name }));
  input.checked = checked;
  return h("label.outcome", {}, input, h("span", {}, name));
}
