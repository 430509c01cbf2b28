/** The bar on top: who and in which state, whether the phone works, and the way to settings. */

import { fill, h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { clock } from "../../shared/time.js";
import { openHelp } from "./help.js";
import { menu } from "./menu.js";
import { openSettings } from "./settings.js";
import { STATES, stateWords } from "./words.js";

/** @typedef {import("../app.js").Console} Console */

/** @param {Console} desk */
export function bar(desk) {
  const { me } = desk.store.state;
  return h(
    "header.bar", {},
    h("a.brand", { href: "/", "aria-label": "Convonet, all pages" }, icon("wave"), h("span", {}, "Convonet")),
    stateMenu(desk),
    phoneStatus(desk),
    h(
      "nav.tools", { "aria-label": "Console" },
      h("span.who", {}, h("strong", {}, me.agent.name), h("span.faint", {}, `Extension ${me.agent.extension}`)),
      h("a.button.quiet.square", { href: "/wall", title: "Team wall", "aria-label": "Team wall", target: "convonet-wall" }, icon("screen")),
      tool("settings", "Sound and settings", () => openSettings(desk)),
      tool("help", "Keyboard shortcuts", () => openHelp()),
      tool("out", "Sign out", () => desk.signOut()),
    ),
  );
}

/** @param {"settings" | "help" | "out"} name @param {string} label @param {() => void} onclick */
function tool(name, label, onclick) {
  return h("button.button.quiet.square", { "aria-label": label, title: label, onclick }, icon(name));
}

/** @param {Console} desk */
function stateMenu(desk) {
  const { root, button } = menu("Your state", () => choices(desk));
  desk.store.watch(
    ({ agent }) => agent,
    ({ agent }) => {
      const words = stateWords(agent);
      button.setAttribute("aria-label", `Your state: ${words}`);
      button.dataset.state = agent.state;
      fill(button, h(`span.dot${tone(agent.state)}`), h("span.words", {}, words), clock(agent.since), icon("down"));
    },
  );
  return root;
}

/** @param {string} state */
function tone(state) {
  const found = STATES[state]?.[1];
  return found ? `.${found}` : "";
}

/** @param {Console} desk @returns {import("./menu.js").Choice[]} */
function choices(desk) {
  const { agent, me } = desk.store.state;
  return [
    { label: "Ready", tone: "good", chosen: agent.state === "ready", pick: () => void desk.setState("ready") },
    ...me.reasons.map((reason) => ({
      label: `Not ready · ${reason}`,
      tone: "warn",
      chosen: agent.state === "not_ready" && agent.reason === reason,
      pick: () => void desk.setState("not_ready", reason),
    })),
    { label: "Log out of the queues", chosen: agent.state === "logged_out", pick: () => void desk.setState("logged_out") },
  ];
}

/** @type {Record<string, [string, string]>} */
const PHONE = {
  off: ["Desk phone", ""],
  connecting: ["Connecting", "warn"],
  ready: ["Phone ready", "good"],
  lost: ["Reconnecting", "bad"],
  failed: ["Phone refused", "bad"],
};

/** @param {Console} desk */
function phoneStatus(desk) {
  const root = h("div.phone-status");
  desk.store.watch(
    ({ phone, quality, line, me, live }) => [phone, quality, line?.phase, me.sip, live],
    ({ phone, quality, line }) => {
      const [words, colour] = PHONE[phone];
      root.dataset.phone = phone;
      fill(
        root,
        h("span.badge", {}, h(`span.dot${colour && `.${colour}`}`), words),
        line?.phase === "talking" && quality && qualityBadge(quality),
      );
    },
  );
  return root;
}

/** @param {import("../types.js").Quality} quality */
function qualityBadge({ grade, rtt_ms, jitter_ms, loss_pct }) {
  const colour = { good: "good", fair: "warn", poor: "bad" }[grade];
  const figures = `Round trip ${rtt_ms} ms, jitter ${jitter_ms} ms, loss ${loss_pct} %`;
  return h(`span.badge.quality.${colour}`, { title: figures, "aria-label": `Line ${grade}. ${figures}` }, icon("signal"), `Line ${grade}`, h("span.figure.faint", {}, `${rtt_ms} ms`));
}
