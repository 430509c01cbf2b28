/** Between calls: whether calls can come, and how much waits. */

import { fill, h } from "../../shared/dom.js";
import { clock, span } from "../../shared/time.js";
import { titled } from "./words.js";

/** @typedef {import("../types.js").State} State @typedef {import("../app.js").Console} Console */

/** @param {Console} desk */
export function idle(desk) {
  const words = h("div.idle-words");
  const queues = h("ul.queue-figures", { "aria-label": "Your queues" });
  desk.store.watch(
    ({ agent, phone, mic }) => [agent, phone, mic],
    (state) => fill(words, ...headline(desk, state)),
  );
  desk.store.watch(
    ({ board, me }) => [board?.queues, me.departments],
    (state) => fill(queues, ...figures(state)),
  );
  return h("section.idle.card", { "aria-label": "Between calls" }, words, queues);
}

/** @param {Console} desk @param {State} state */
function headline(desk, { agent, phone, mic, me }) {
  const ready = h("button.button.primary", { onclick: () => desk.setState("ready") }, "Go ready");
  if (agent.state === "logged_out") return [h("h1", {}, "You are logged out"), h("p.soft", {}, "Callers are not sent to you."), ready];
  if (agent.state === "not_ready") {
    const since = h("p.soft", {}, agent.reason ? `${agent.reason}, for ` : "For ", clock(agent.since), ". Callers are not sent to you.");
    return [h("h1", {}, "You are not ready"), since, ready];
  }
  if (agent.state === "wrap_up") return [h("h1", {}, "Wrapping up"), h("p.soft", {}, "The next caller comes when you are ready."), ready];
  if (me.sip && (phone !== "ready" || mic === "denied")) return [h("h1", {}, "Your phone is not ready yet"), h("p.soft", {}, "See above what is missing.")];
  const where = me.sip ? "It rings here, and you see who calls before you answer." : "Your desk phone rings; this page shows who calls and takes your notes.";
  return [h("h1", {}, "Ready for the next call"), h("p.soft", {}, "Free for ", clock(agent.since), ". ", where)];
}

/** @param {State} state */
function figures({ board, me }) {
  return (board?.queues ?? []).map((queue) => {
    const isOthers = !me.departments.some((one) => one.queue === queue.queue && one.member);
    return h(
      "li", {},
      h("span.label", {}, titled(queue.department), isOthers && h("span.faint", {}, " · others’")),
      h("span.figure.big", { "data-alarm": queue.waiting > 0 }, queue.waiting),
      h("span.faint", {}, queue.waiting ? `waiting, longest ${span(queue.longest_s)}` : `waiting · ${queue.free} free`),
    );
  });
}
