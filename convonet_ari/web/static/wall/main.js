/** The team at a glance: who is free, how many wait, and for how long. */

import { fill, get, h } from "../shared/dom.js";
import { ApiError, api, carry } from "../shared/http.js";
import { icon } from "../shared/icons.js";
import { Live } from "../shared/live.js";
import { signIn } from "../shared/signin.js";
import { agentCard, queueCard } from "./cards.js";

/** @typedef {import("../console/types.js").Board} Board */

const root = get("#app");
const ORDER = ["ready", "ringing", "on_call", "wrap_up", "not_ready", "logged_out"];

/** @returns {Promise<Board>} */
async function board() {
  try {
    carry((await api("GET", "me")).csrf);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    await signIn(root, "Team wall");
  }
  return api("GET", "board");
}

/** @param {HTMLElement} queues @param {HTMLElement} agents @param {Board} shown */
function show(queues, agents, shown) {
  const people = [...shown.agents].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.name.localeCompare(b.name));
  fill(queues, shown.queues.map(queueCard));
  fill(agents, people.length ? people.map(agentCard) : h("li.soft", {}, "Nobody is in this team yet."));
}

function now() {
  return new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

async function begin() {
  const first = await board();
  const [queues, agents] = [h("ul.queues"), h("ul.agents")];
  const link = h("span.badge", { role: "status" });
  const time = h("time.now", {}, now());
  setInterval(() => (time.textContent = now()), 1000);
  fill(
    root,
    h("header.head", {}, h("a.brand", { href: "/" }, icon("wave"), "Convonet"), h("h1", {}, "Team"), link, time),
    h("main", {}, h("section", { "aria-label": "Queues" }, queues), h("section", { "aria-label": "Agents" }, agents)),
  );
  show(queues, agents, first);
  const linked = (/** @type {boolean} */ up) => fill(link, h(`span.dot.${up ? "good" : "bad"}`), up ? "Live" : "Reconnecting");
  linked(false);
  new Live((message) => message.type === "board" && show(queues, agents, message), linked, "?view=wall").open();
}

begin().catch((error) => fill(root, h("main.sign-in", {}, h("p.problem", { role: "alert" }, error.message))));
