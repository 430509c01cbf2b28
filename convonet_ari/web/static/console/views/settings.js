/** Microphone, loudspeaker, ring tone and colours. */

import { fill, h } from "../../shared/dom.js";
import { chosen, devices, openMicrophone } from "../audio.js";
import { play } from "../ring.js";
import { openSheet } from "./sheet.js";
import { bar, run } from "./meters.js";
import { applyTheme, theme } from "../../shared/theme.js";

/** @typedef {import("../app.js").Console} Console */

/** @param {Console} desk */
export function openSettings(desk) {
  const meter = bar("Level");
  const trial = { stop: () => {} };
  const [microphone, speaker] = [select("Microphone"), select("Loudspeaker or headset")];
  const listen = () => tryOut(trial, meter.fill);
  microphone.box.addEventListener("change", async () => {
    chosen.set({ microphone: microphone.box.value });
    await desk.calls.changeMicrophone();
    listen();
  });
  speaker.box.addEventListener("change", () => {
    chosen.set({ speaker: speaker.box.value });
    for (const line of desk.calls.phone.lines.values()) chosen.applySink(line.sound);
  });
  openSheet("Sound and settings", [microphone.root, meter.root, speaker.root, cleaning(desk), ringing(), colours()], () => trial.stop());
  listen().then(() => offer(microphone.box, speaker.box));
}

/** @param {{stop: () => void}} trial @param {HTMLElement} level */
async function tryOut(trial, level) {
  trial.stop();
  const stream = await openMicrophone().catch(() => null);
  if (!stream) return;
  const still = run([[stream, level]]);
  trial.stop = () => {
    still();
    stream.getTracks().forEach((track) => track.stop());
  };
}

/** @param {HTMLSelectElement} microphone @param {HTMLSelectElement} speaker */
async function offer(microphone, speaker) {
  const found = await devices();
  put(microphone, found.microphones, chosen.values.microphone);
  put(speaker, found.speakers, chosen.values.speaker);
}

/** @param {HTMLSelectElement} box @param {MediaDeviceInfo[]} found @param {string} value */
function put(box, found, value) {
  const named = found.filter((one) => one.deviceId !== "default");
  fill(box, h("option", { value: "" }, "The computer's own choice"), named.map((one, n) => h("option", { value: one.deviceId }, one.label || `Device ${n + 1}`)));
  box.value = named.some((one) => one.deviceId === value) ? value : "";
}

/** @param {string} label */
function select(label) {
  const box = /** @type {HTMLSelectElement} */ (h("select.input", {}, h("option", { value: "" }, "The computer's own choice")));
  return { box, root: h("label", {}, h("span", {}, label), box) };
}

/** @param {Console} desk */
function cleaning(desk) {
  const change = async (/** @type {boolean} */ clean) => {
    chosen.set({ clean });
    await desk.calls.changeMicrophone();
  };
  return check("Remove echo and noise", chosen.values.clean, change);
}

function ringing() {
  const row = check("Ring aloud", chosen.values.ringer !== "off", (on) => chosen.set({ ringer: on ? "" : "off" }));
  return h("div.row", {}, row, h("button.button.small.quiet", { onclick: play }, "Listen"));
}

function colours() {
  const box = /** @type {HTMLSelectElement} */ (
    h("select.input", {}, [["", "As the computer"], ["light", "Light"], ["dark", "Dark"]].map(([value, words]) => h("option", { value }, words)))
  );
  box.value = theme();
  box.addEventListener("change", () => applyTheme(box.value));
  return h("label", {}, h("span", {}, "Colours"), box);
}

/** @param {string} label @param {boolean} on @param {(on: boolean) => void} changed */
function check(label, on, changed) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox" }));
  box.checked = on;
  box.addEventListener("change", () => changed(box.checked));
  return h("label.check", {}, box, h("span", {}, label));
}
