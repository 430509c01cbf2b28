/** A queue and an agent, as cards of the wall. */

import { h } from "../shared/dom.js";
import { clock, span } from "../shared/time.js";
import { STATES, stateWords, titled } from "../console/views/words.js";

const LONG_S = 60;

/** @param {import("../console/types.js").QueueRow} queue */
export function queueCard(queue) {
  const { department, waiting, longest_s, expected_s, free, busy, paused } = queue;
  const alarm = waiting === 0 ? "" : longest_s >= LONG_S ? "bad" : "warn";
  const longest = waiting ? clock(Date.now() - longest_s * 1000, { label: "Longest wait" }) : "–";
  return h(
    "li.queue.card", { "data-alarm": alarm, "data-queue": queue.queue },
    h("h2", {}, titled(department)),
    h("p.waiting", {}, h("span.figure", {}, waiting), h("span.soft", {}, waiting === 1 ? "caller waits" : "callers wait")),
    h(
      "dl", {},
      figure("Longest", longest),
      figure("Expected", expected_s === null || expected_s === undefined ? "–" : span(expected_s)),
      figure("Free", free),
      figure("Talking", busy),
      figure("Away", paused),
    ),
  );
}

/** @param {string} label @param {import("../shared/dom.js").Child} value */
function figure(label, value) {
  return h("div", {}, h("dt", {}, label), h("dd.figure", {}, value));
}

/** @param {import("../console/types.js").AgentRow} agent */
export function agentCard(agent) {
  const tone = STATES[agent.state]?.[1] ?? "";
  return h(
    "li.agent", { "data-state": agent.state, "data-extension": agent.extension },
    h(`span.dot${tone && `.${tone}`}`),
    h("span.agent-name", {}, h("strong", {}, agent.name), h("span.faint", {}, stateWords(agent))),
    agent.state !== "logged_out" && agent.since && clock(agent.since, { label: "Since" }),
  );
}
