/** A call makes itself known: a tone, a notification, and the tab's title. */

import { graph, chosen } from "./audio.js";

const TITLE = document.title;
const CYCLE_S = 3;
// Two soft strokes a major third apart, then quiet.
const STROKES = [[0, 587.3], [0.22, 740], [0.6, 587.3], [0.82, 740]];

let timer = 0;
/** @type {Notification | null} */
let shown = null;

/** @param {string} title @param {string} body @param {boolean} sounding quiet while another call goes on */
export function startRinging(title, body, sounding) {
  if (timer) return;
  const stroke = () => {
    document.title = document.title === TITLE ? `☎ ${title}` : TITLE;
    if (sounding) play();
  };
  stroke();
  timer = setInterval(stroke, CYCLE_S * 1000);
  notify(title, body);
}

export function stopRinging() {
  clearInterval(timer);
  timer = 0;
  document.title = TITLE;
  shown?.close();
  shown = null;
}

/** Must follow a click or a key. */
export function askToNotify() {
  if ("Notification" in globalThis && Notification.permission === "default") Notification.requestPermission();
}

/** @param {string} title @param {string} body */
function notify(title, body) {
  if (!("Notification" in globalThis) || Notification.permission !== "granted" || document.hasFocus()) return;
  shown = new Notification(title, { body, tag: "convonet-call", requireInteraction: true });
  shown.onclick = () => {
    window.focus();
    shown?.close();
  };
}

/** One cycle of the tone; also how the settings let it be heard. */
export function play() {
  const audio = graph();
  if (chosen.values.ringer === "off") return;
  for (const [at, frequency] of STROKES) strike(audio, audio.currentTime + at, frequency);
}

/** @param {AudioContext} audio @param {number} at @param {number} frequency */
function strike(audio, at, frequency) {
  const tone = new OscillatorNode(audio, { type: "sine", frequency });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.22, at + 0.015);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at);
  tone.stop(at + 0.55);
}
