/** Beside the call: colleagues, and the calls of before. */

import { fill, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clock, span, when } from "../../shared/time.js";
import { told } from "./context.js";
import { openSheet } from "./sheet.js";
import { PRESENCE, STATES, nameOf, stateWords, titled } from "./words.js";

/** @typedef {import("../app.js").Console} Console @typedef {import("../types.js").PastCall} PastCall */

/** @param {Console} desk */
export function side(desk) {
  const [people, past] = [team(desk), history(desk)];
  const tabs = [tab("Team", people), tab("My calls", past)];
  const pick = (/** @type {number} */ at) =>
    tabs.forEach(({ button, panel }, n) => {
      button.setAttribute("aria-selected", String(n === at));
      button.tabIndex = n === at ? 0 : -1;
      panel.hidden = n !== at;
    });
  tabs.forEach(({ button }, n) => button.addEventListener("click", () => pick(n)));
  const list = h("div.tabs", { role: "tablist", "aria-label": "Beside the call" }, tabs.map(({ button }) => button));
  list.addEventListener("keydown", ({ key }) => {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return;
    const at = tabs.findIndex(({ panel }) => panel.hidden);
    pick(at);
    tabs[at].button.focus();
  });
  pick(0);
  return h("aside.side.card", { "aria-label": "Team and history" }, list, people, past);
}

/** @param {string} label @param {HTMLElement} panel */
function tab(label, panel) {
  const id = `panel-${label.replace(/\W/g, "").toLowerCase()}`;
  Object.assign(panel, { id, role: "tabpanel" });
  return { panel, button: h("button.tab", { role: "tab", "aria-controls": id }, label) };
}

/** @param {Console} desk */
function team(desk) {
  const list = h("ul.team");
  desk.store.watch(
    ({ board, directory }) => [board?.agents, directory],
    (state) => {
      const rows = state.directory.filter((one) => one.extension !== state.me.agent.extension).map((one) => colleague(desk, one));
      fill(list, rows.length ? rows : h("li.soft", {}, "Nobody else is in your team yet."));
    },
  );
  return h("div.panel", {}, list);
}

/** @param {Console} desk @param {import("../types.js").Colleague} one */
function colleague(desk, one) {
  const { board, me } = desk.store.state;
  const live = board?.agents.find((agent) => agent.extension === one.extension);
  const state = live?.state ?? one.state;
  const isFree = state === "ready";
  const [words, tone] = isFree ? PRESENCE[one.presence] : [stateWords(live ?? { state, reason: null }), STATES[state][1]];
  const callId = live?.call_id;
  return h(
    "li.person", { "data-extension": one.extension },
    h(`span.dot${tone && `.${tone}`}`),
    h("span.person-name", {}, h("strong", {}, one.name), h("span.faint", {}, `${one.extension} · ${words}`)),
    live && !isFree && state !== "logged_out" && h("span.faint", {}, clock(live.since)),
    me.agent.role === "supervisor" && callId && listening(desk, callId, one.name),
  );
}

/** @param {Console} desk @param {string} callId @param {string} name */
function listening(desk, callId, name) {
  const choose = () => {
    const modes = [["listen", "Listen", "Neither hears you."], ["whisper", "Whisper", `Only ${name} hears you.`], ["barge", "Join in", "Both hear you."]];
    const { close } = openSheet(`The call of ${name}`, modes.map(([mode, label, words]) => {
      const go = () => (close(), desk.supervise(callId, mode));
      return h("div.row", {}, h("button.button", { onclick: go }, label), h("span.soft", {}, words));
    }));
  };
  return h("button.button.small.quiet.square", { "aria-label": `Listen to ${name}`, title: "Listen, whisper or join", onclick: choose }, icon("ear"));
}

/** @param {Console} desk */
function history(desk) {
  const list = h("ul.past");
  desk.store.watch(
    (state) => state.history,
    (state) => fill(list, state.history.length ? state.history.map((one) => past(desk, one)) : h("li.soft", {}, "Your calls will be listed here.")),
  );
  return h("div.panel", {}, list);
}

/** @param {Console} desk @param {PastCall} one */
function past(desk, one) {
  const open = () => desk.attempt(async () => openPast(one, await desk.context(one.id)));
  return h(
    "li", {},
    h(
      "button.past-call", { onclick: open },
      h("span", {}, h("strong", {}, one.caller), h("time.faint", {}, when(one.at))),
      h("span.soft", {}, one.reason || titled(one.department)),
      h("span.faint.figure", {}, [one.duration_s !== null && span(one.duration_s), one.disposition].filter(Boolean).join(" · ")),
    ),
  );
}

/** @param {PastCall} one @param {import("../types.js").Context} found */
function openPast(one, found) {
  const { caller } = found;
  openSheet(nameOf(caller), [
    h("p.soft", {}, [when(one.at), titled(found.department), caller.verified ? "verified" : "not verified", caller.number].filter(Boolean).join(" · ")),
    found.reason && h("p", {}, h("strong", {}, found.reason)),
    h("div.context", {}, told(found)),
  ]);
}
