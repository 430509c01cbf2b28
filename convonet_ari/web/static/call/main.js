/** The page: one button, one call after the other. */

import { fill, get, h } from "/static/shared/dom.js";
import { icon } from "/static/shared/icons.js";
import { Captions } from "./captions.js";
import { keypad } from "./keypad.js";
import { meter } from "./level.js";
import { Line } from "./line.js";
import { hasAddress, openMicrophone, Trouble } from "./microphone.js";
import { PROBLEMS, STATES } from "./words.js";

const parts = {
  call: get("#call"), status: get("#status"), clock: get("#clock"), problem: get("#problem"), controls: get("#controls"), mute: get("#mute"),
  keys: get("#keys"), hangUp: get("#hang-up"), keypad: get("#keypad"), listening: get("#listening"), tips: get("#try"), ring: get(".ring"), lead: get("#lead"),
};
const voice = /** @type {HTMLAudioElement} */ (get("#voice"));
const captions = new Captions(get("#lines"));
const pad = keypad(parts.keypad, (key) => line?.press(key));

/** @type {Line | null} */
let line = null;
let muted = false;
let began = 0;
/** @type {(() => void)[]} */
let ends = [];

/** Talking with people, or with the assistant, is the same to the line. */
const LIVE = new Set(["talking", "leaving", "people"]);
const BUSY = new Set(["asking", "dialling", "ringing", ...LIVE]);

function show(state) {
  document.body.dataset.state = state;
  parts.status.textContent = STATES[state];
  parts.call.disabled = BUSY.has(state);
  parts.controls.hidden = !BUSY.has(state) || state === "asking";
  parts.mute.disabled = parts.keys.disabled = !LIVE.has(state);
  parts.clock.hidden = !LIVE.has(state) && state !== "over";
  parts.lead.hidden = state !== "idle";
  if (!LIVE.has(state)) openKeys(false);
  if (!LIVE.has(state)) parts.listening.hidden = true;
}

async function call() {
  parts.problem.hidden = true;
  show("asking");
  let microphone = null;
  try {
    microphone = await openMicrophone();
    show("dialling");
    const pass = await ask();
    if (!(await hasAddress(pass.ice_servers))) throw new Trouble("loopback");
    begin(pass, microphone);
  } catch (error) {
    for (const track of microphone?.getTracks() ?? []) track.stop();
    trouble(error.name, error.text);
  }
}

/** Asks the desk for a pass, which is good for one call. */
async function ask() {
  let answer;
  try {
    answer = await fetch("/call/pass", { method: "POST" });
  } catch {
    throw new Trouble("unreachable");
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  throw new Trouble(answer.status === 429 ? "busy" : "unreachable", told.error?.message);
}

function begin(pass, microphone) {
  parts.tips.hidden = true;
  muted = false;
  showMute();
  pad.forget();
  pad.hint(pass.hint);
  captions.follow(pass.key);
  ends = [meter(microphone, parts.ring, "--mouth")];
  line = new Line(pass, microphone);
  line.addEventListener("state", ({ detail }) => stateChanged(detail));
  line.addEventListener("trouble", ({ detail }) => trouble(detail));
  line.addEventListener("voice", ({ detail }) => {
    voice.srcObject = detail;
    ends.push(meter(detail, parts.ring, "--voice"));
  });
  line.dial();
}

function stateChanged(state) {
  show(state);
  if (state === "talking") {
    began = Date.now();
    const ticking = setInterval(tick, 500);
    ends.push(() => clearInterval(ticking));
    tick();
    parts.hangUp.focus();
  }
  if (state === "over" || state === "problem") ended(state);
}

function ended(state) {
  for (const end of ends.splice(0)) end();
  captions.stop();
  line = null;
  voice.srcObject = null;
  if (state === "over" && began) captions.note(STATES.over);
  began = 0;
  parts.call.focus();
}

/** @param {string} name @param {string} [text] */
function trouble(name, text) {
  const known = PROBLEMS[name] ?? PROBLEMS.refused;
  fill(parts.problem, h("strong", {}, known.title), h("p", {}, text || known.text));
  parts.problem.hidden = false;
  show("problem");
}

function tick() {
  const passed = Math.floor((Date.now() - began) / 1000);
  parts.clock.textContent = `${Math.floor(passed / 60)}:${String(passed % 60).padStart(2, "0")}`;
}

function showMute() {
  parts.mute.setAttribute("aria-pressed", String(muted));
  fill(parts.mute, icon(muted ? "micOff" : "mic"), muted ? "Unmute" : "Mute");
}

/** @param {boolean} open */
function openKeys(open) {
  parts.keypad.hidden = !open;
  parts.keys.setAttribute("aria-expanded", String(open));
}

function told({ type, phase }) {
  if (type === "phase" && line) {
    if (phase === "pin") openKeys(true);
    if (phase === "conversation") openKeys(false);
    pad.forget();
    if (phase === "conversation") show("talking");
    if (phase === "handoff") show("leaving");
    if (phase === "with_human") show("people");
  }
  if (type === "speaking") parts.listening.hidden = false;
  if (type === "caller" || type === "say") parts.listening.hidden = true;
}

parts.call.append(icon("phone"));
fill(parts.keys, icon("keypad"), "Keypad");
fill(parts.hangUp, icon("hangup"), "Hang up");
showMute();
parts.call.addEventListener("click", call);
parts.hangUp.addEventListener("click", () => line?.hangUp());
parts.keys.addEventListener("click", () => openKeys(parts.keypad.hidden));
parts.mute.addEventListener("click", () => {
  muted = !muted;
  line?.mute(muted);
  showMute();
});
captions.addEventListener("told", ({ detail }) => told(detail));
addEventListener("pagehide", () => line?.hangUp());
