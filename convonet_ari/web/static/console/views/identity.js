/** Who calls, proved or not, why, and for how long. */

import { fill, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clock, span } from "../../shared/time.js";
import { modeOf } from "../mode.js";
import { nameOf, titled } from "./words.js";

/** @typedef {import("../types.js").State} State @typedef {import("../types.js").Context} Context */

/** @param {import("../app.js").Console} desk */
export function identity(desk) {
  const root = h("header.identity");
  desk.store.watch(
    (state) => [modeOf(state), state.context, state.line?.held, state.line?.since, state.line?.name, state.agent.since],
    (state) => {
      root.dataset.mode = modeOf(state);
      fill(root, h("div.what", {}, what(state)), who(state), state.context?.reason && h("p.reason", {}, state.context.reason));
    },
  );
  return root;
}

/** @param {State} state */
function what(state) {
  const { context, line } = state;
  const mode = modeOf(state);
  const department = context?.department && h("span.badge.calm", {}, titled(context.department));
  if (mode === "ringing") return [h("span.kicker", {}, "Incoming call"), department, waited(context)];
  if (mode === "wrap") return [h("span.kicker", {}, "Call over · notes"), department, wrapClock(state)];
  if (line?.held) return [h("span.kicker", {}, "On hold"), department, line && clock(line.since, { label: "Time of this call" })];
  const words = line?.phase === "connecting" ? "Connecting" : line ? "On the call" : "On your desk phone";
  return [h("span.kicker", {}, words), department, line && line.phase === "talking" && clock(line.since, { label: "Time of this call" })];
}

/** @param {Context | null} context */
function waited(context) {
  return context && h("span.badge", {}, icon("clock"), `Waited ${span(context.waiting_s)}`);
}

/** @param {State} state */
function wrapClock({ agent }) {
  if (agent.state !== "wrap_up" || !agent.until) return null;
  return h("span.badge.warn", {}, icon("clock"), "Next call in ", clock(agent.until, { down: true, label: "Time left for notes" }));
}

/** @param {State} state */
function who({ context, line }) {
  if (!context) return h("h1.name", {}, line?.name ?? "Unknown caller");
  const { caller } = context;
  const proof = caller.verified
    ? h("span.badge.good", {}, icon("shield"), "Verified by PIN")
    : h("span.badge.warn", {}, icon("unknown"), "Not verified");
  const number = caller.name && h("span.soft.figure", {}, caller.number);
  return h("div.who-calls", {}, h("h1.name", {}, nameOf(caller)), proof, number);
}
