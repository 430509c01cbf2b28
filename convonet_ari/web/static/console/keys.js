/** One key for each thing an agent does; none while somebody types, and the agent may switch them off. */

import { isTyping } from "../shared/dom.js";
import { askFirst } from "./views/giveback.js";
import { openKeypad } from "./views/keypad.js";
import { openTransfer } from "./views/transfer.js";

/** @typedef {import("./app.js").Console} Console */

const KEY = "convonet.keys";

/** @type {[string, string][]} */
export const KEYS = [
  ["A", "Answer"],
  ["D", "Decline a ringing call"],
  ["E", "End the call"],
  ["M", "Mute or unmute"],
  ["H", "Hold or resume"],
  ["K", "Keypad"],
  ["T", "Transfer"],
  ["B", "Back to the assistant"],
  ["W", "Send the assistant away"],
  ["R", "Ready"],
  ["N", "Not ready"],
  ["?", "This list"],
];

export const areOn = () => localStorage.getItem(KEY) !== "off";

/** @param {boolean} on */
export function switchKeys(on) {
  localStorage.setItem(KEY, on ? "on" : "off");
}

/** @param {Console} desk @param {() => void} help */
export function listenToKeys(desk, help) {
  const { calls } = desk;
  const talking = () => calls.main?.phase === "talking";
  /** @type {Record<string, () => unknown>} */
  const does = {
    a: () => calls.answer(),
    d: () => calls.decline(),
    e: () => talking() && calls.hangUp(),
    m: () => calls.toggleMute(),
    h: () => desk.attempt(() => calls.toggleHold()),
    k: () => talking() && openKeypad(desk),
    t: () => talking() && openTransfer(desk),
    b: () => talking() && askFirst(desk),
    w: () => talking() && desk.sendAway(),
    r: () => desk.setState("ready"),
    n: () => desk.setState("not_ready", desk.store.state.me.reasons[0]),
    "?": help,
  };
  addEventListener("keydown", (event) => {
    if (!areOn() || isTyping() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const action = does[event.key.toLowerCase()];
    if (!action || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    action();
  });
}
