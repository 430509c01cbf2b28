/** The middle of the page: waiting, the call, or that another tab is in use. */

import { fill, h } from "../../shared/dom.js";
import { modeOf } from "../mode.js";
import { context } from "./context.js";
import { controls } from "./controls.js";
import { identity } from "./identity.js";
import { idle } from "./idle.js";
import { notes } from "./notes.js";

/** @param {import("../app.js").Console} desk */
export function stage(desk) {
  const [waiting, other] = [idle(desk), elsewhere(desk)];
  const call = h(
    "article.call.card", { "aria-label": "Call" },
    identity(desk),
    controls(desk),
    h("div.call-body", {}, context(desk), notes(desk)),
  );
  const root = h("main.stage#stage", { tabindex: -1 }, waiting, call, other);
  desk.store.watch(modeOf, (state) => {
    const mode = modeOf(state);
    root.dataset.mode = mode;
    waiting.hidden = mode !== "idle";
    other.hidden = mode !== "elsewhere";
    call.hidden = mode === "idle" || mode === "elsewhere";
    if (mode === "ringing") focusOn(call, ".answer");
  });
  return root;
}

/** @param {HTMLElement} within @param {string} selector */
function focusOn(within, selector) {
  if (document.activeElement && document.activeElement !== document.body) return;
  /** @type {HTMLElement | null} */ (within.querySelector(selector))?.focus();
}

/** @param {import("../app.js").Console} desk */
function elsewhere(desk) {
  const root = h("section.idle.card", { hidden: true });
  fill(
    root,
    h("h1", {}, "The console is open in another tab"),
    h("p.soft", {}, "Your telephone is there. If you go on here, that tab lets go, and a call you are in comes along."),
    h("div.row", {}, h("button.button.primary", { onclick: () => desk.useHere() }, "Use the console here")),
  );
  return root;
}
