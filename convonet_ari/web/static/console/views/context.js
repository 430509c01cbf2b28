/** What the assistant knows of the call: summary, what was done, and the last words. */

import { fill, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { when } from "../../shared/time.js";

/** @typedef {import("../types.js").Context} Context */

/** @param {import("../app.js").Console} desk */
export function context(desk) {
  const root = h("section.context", { "aria-label": "What happened so far" });
  desk.store.watch(
    (state) => state.context && [state.context.call_id, state.context.summary, state.context.done, state.context.last_turns, state.context.notes],
    (state) => fill(root, state.context ? told(state.context) : h("p.soft", {}, "A direct call: the assistant was not in it.")),
  );
  return root;
}

/** @param {Context} found @returns {Node[]} */
export function told({ summary, done, last_turns, notes }) {
  return [
    summary && part("Summary", h("p", {}, summary)),
    done.length > 0 && part("Done already", h("ul.done", {}, done.map((one) => h("li", {}, icon("check"), one)))),
    notes && part("Earlier note", h("p", {}, notes)),
    last_turns.length > 0 && part("Last words with the assistant", h("ol.turns", {}, last_turns.map(turn))),
  ].filter((one) => one instanceof Node);
}

/** @param {string} title @param {Node} body */
function part(title, body) {
  return h("section.part", {}, h("h2", {}, title), body);
}

/** @param {import("../types.js").Turn} turn */
function turn({ who, text, at }) {
  const speaker = who === "caller" ? "Caller" : "Assistant";
  return h(`li.turn.${who}`, {}, h("span.speaker", {}, speaker, at && h("time.faint", {}, when(at))), h("p", {}, text));
}
