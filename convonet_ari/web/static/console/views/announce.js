/** Says to screen readers what others see. */

import { get } from "../../shared/dom.js";
import { modeOf } from "../mode.js";
import { nameOf, stateWords } from "./words.js";

/** @typedef {import("../types.js").State} State */

/** @param {import("../app.js").Console} desk */
export function announce({ store }) {
  const [says, shouts] = [get("#says"), get("#shouts")];
  store.watch(({ notice }) => notice, ({ notice }) => (says.textContent = notice));
  store.watch(({ agent }) => [agent.state, agent.reason], ({ agent }) => (says.textContent = stateWords(agent)));
  store.watch(
    (state) => [modeOf(state), state.line?.held, state.line?.muted, state.context?.call_id],
    (state) => {
      const mode = modeOf(state);
      shouts.textContent = mode === "ringing" ? ringing(state) : "";
      if (mode === "talking") says.textContent = talking(state);
    },
  );
}

/** @param {State} state */
function ringing({ line, context }) {
  if (!context) return `Incoming call from ${line?.name}.`;
  const proof = context.caller.verified ? "verified" : "not verified";
  return `Incoming call from ${nameOf(context.caller)}, ${proof}. ${context.reason}`;
}

/** @param {State} state */
function talking({ line }) {
  if (line?.held) return "The caller is on hold.";
  return line?.muted ? "You are muted." : "You are in the call.";
}
