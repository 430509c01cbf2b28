/** The buttons of a call. They are built once, so focus stays where the agent left it. */

import { fill, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clock } from "../../shared/time.js";
import { modeOf } from "../mode.js";
import { askFirst } from "./giveback.js";
import { openKeypad } from "./keypad.js";
import { meters } from "./meters.js";
import { openTransfer } from "./transfer.js";

/** @typedef {import("../app.js").Console} Console @typedef {import("../types.js").State} State */

/** @param {Console} desk */
export function controls(desk) {
  const parts = [ringing(desk), talking(desk), consult(desk)];
  const root = h("div.controls", { role: "group", "aria-label": "Call controls" }, parts);
  desk.store.watch(
    (state) => [modeOf(state), state.line?.phase, state.consult?.phase],
    (state) => {
      const { line, consult: other } = state;
      const mode = modeOf(state);
      parts[0].hidden = mode !== "ringing";
      parts[1].hidden = !line || line.phase === "ringing" || other !== null;
      parts[2].hidden = other === null;
      root.hidden = parts.every((part) => part.hidden);
    },
  );
  return root;
}

/** @param {Console} desk */
function ringing(desk) {
  const answer = button("answer.go", "phone", "Answer", "A", () => desk.calls.answer());
  const decline = button("decline", "hangup", "Decline", "D", () => desk.calls.decline());
  const hint = h("p.soft", {});
  desk.store.watch(
    ({ line, me, mic }) => [line?.phase, me.sip, mic],
    ({ line, me, mic }) => {
      const canAnswer = line?.phase === "ringing" && mic !== "denied";
      answer.toggleAttribute("disabled", !canAnswer);
      decline.toggleAttribute("disabled", line?.phase !== "ringing");
      answer.hidden = decline.hidden = !me.sip;
      hint.textContent = me.sip ? (line ? "" : "Your phone is about to ring …") : "Answer on your desk phone.";
    },
  );
  return h("div.control-row.ringing", {}, answer, decline, hint);
}

/** @param {Console} desk */
function talking(desk) {
  const { calls } = desk;
  const mute = button("mute", "mic", "Mute", "M", () => calls.toggleMute());
  const hold = button("hold", "pause", "Hold", "H", () => desk.attempt(() => calls.toggleHold()));
  const back = button("back", "back", "Assistant", "B", () => askFirst(desk));
  const away = button("away", "close", "Send assistant away", "W", () => desk.sendAway());
  const row = h(
    "div.control-row", {},
    mute,
    hold,
    button("pad", "keypad", "Keypad", "K", () => openKeypad(desk)),
    button("transfer", "transfer", "Transfer", "T", () => openTransfer(desk)),
    back,
    away,
    meters(desk),
    button("end.stop", "hangup", "End call", "E", () => calls.hangUp()),
  );
  desk.store.watch(({ line }) => [line?.muted, line?.held], ({ line }) => {
    toggle(mute, Boolean(line?.muted), line?.muted ? "micOff" : "mic", line?.muted ? "Unmute" : "Mute");
    toggle(hold, Boolean(line?.held), line?.held ? "play" : "pause", line?.held ? "Resume" : "Hold");
  });
  desk.store.watch(({ context, assisted }) => [context?.call_id, assisted], ({ context, assisted }) => {
    away.hidden = !assisted || assisted !== context?.call_id;
  });
  desk.store.watch(({ context, line }) => [context?.call_id, line?.phase], ({ context, line }) => {
    back.hidden = !context;
    for (const one of row.querySelectorAll("button:not(.end)")) one.toggleAttribute("disabled", line?.phase !== "talking");
  });
  return row;
}

/** A colleague is asked while the caller waits. @param {Console} desk */
function consult(desk) {
  const words = h("p.consult-words", { role: "status" });
  const join = button("join.primary", "transfer", "Connect them", "", () => desk.attempt(() => desk.calls.complete()));
  desk.store.watch(({ consult: other }) => [other?.phase, other?.name], ({ consult: other }) => {
    const talks = other?.phase === "talking";
    join.toggleAttribute("disabled", !talks);
    fill(words, talks ? `You talk with ${other.name}; the caller waits. ` : `Calling ${other?.name} …`, talks && clock(other.since));
  });
  const leave = button("leave", "back", "Back to the caller", "", () => desk.calls.cancelAsking());
  return h("div.control-row.consult", {}, words, join, leave);
}

/** @param {string} classes @param {Parameters<typeof icon>[0]} picture @param {string} label @param {string} key @param {() => void} onclick */
function button(classes, picture, label, key, onclick) {
  const made = h(`button.button.control.${classes}`, { onclick, "aria-keyshortcuts": key || null }, icon(picture), h("span.label-of", {}, label));
  if (key) made.append(h("kbd", { "aria-hidden": "true" }, key));
  return made;
}

/** @param {HTMLElement} made @param {boolean} on @param {Parameters<typeof icon>[0]} picture @param {string} label */
function toggle(made, on, picture, label) {
  made.setAttribute("aria-pressed", String(on));
  made.querySelector("svg")?.replaceWith(icon(picture));
  /** @type {HTMLElement} */ (made.querySelector(".label-of")).textContent = label;
}
