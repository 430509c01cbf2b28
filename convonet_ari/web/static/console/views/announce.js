/** Says to screen readers what others see. */

import { get } from "../../shared/dom.js";
import { nameOf, stateWords } from "./words.js";

/** @param {import("../app.js").Console} desk */
export function announce({ store }) {
  const [says, shouts] = [get("#says"), get("#shouts")];
  store.watch(({ notice }) => notice, ({ notice }) => (says.textContent = notice));
  store.watch(({ agent }) => [agent.state, agent.reason], ({ agent }) => (says.textContent = stateWords(agent)));
  store.watch(
    ({ line, context }) => [line?.phase, line?.held, line?.muted, context?.call_id],
    ({ line, context }) => {
      if (line?.phase === "ringing") shouts.textContent = ringing(line.name, context);
      else if (line?.phase === "talking") says.textContent = talking(line);
      else shouts.textContent = "";
    },
  );
}

/** @param {string} name @param {import("../types.js").Context | null} context */
function ringing(name, context) {
  if (!context) return `Incoming call from ${name}.`;
  const proof = context.caller.verified ? "verified" : "not verified";
  return `Incoming call from ${nameOf(context.caller)}, ${proof}. ${context.reason}`;
}

/** @param {import("../types.js").LineView} line */
function talking({ held, muted }) {
  if (held) return "The caller is on hold.";
  return muted ? "You are muted." : "You are talking.";
}
