/** Tones for the machine at the other end. */

import { h } from "../../shared/dom.js";
import { openSheet, closeWithCall } from "./sheet.js";

const TONES = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** @param {import("../app.js").Console} desk */
export function openKeypad(desk) {
  const pressed = h("output.pressed.figure", { "aria-live": "polite", "aria-label": "Pressed" });
  const press = (/** @type {string} */ tone) => {
    desk.calls.press(tone);
    pressed.textContent += tone;
  };
  const keys = TONES.map((tone) => h("button.button.key", { onclick: () => press(tone) }, tone));
  const sheet = openSheet("Keypad", [pressed, h("div.keys", {}, keys)]);
  sheet.dialog.classList.add("narrow");
  sheet.dialog.addEventListener("keydown", (event) => TONES.includes(event.key) && press(event.key));
  closeWithCall(desk, sheet);
}
