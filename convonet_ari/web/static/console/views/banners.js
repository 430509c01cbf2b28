/** What stands in the way of calls, and what just happened. */

import { fill, h } from "../../shared/dom.js";

/** @typedef {import("../app.js").Console} Console @typedef {import("../types.js").State} State */

/** @param {Console} desk */
export function banners(desk) {
  const root = h("div.banners", { "aria-live": "polite" });
  desk.store.watch(
    ({ mic, live, phone, notice, tone, elsewhere, line, me }) => [mic, live, phone, notice, tone, elsewhere, line?.media, line?.phase, me.sip],
    (state) => fill(root, ...(state.elsewhere && !state.line ? [] : all(desk, state))),
  );
  return root;
}

/** @param {Console} desk @param {State} state */
function all(desk, state) {
  const { mic, notice, tone } = state;
  return [
    network(state),
    mic === "denied" && forbidden(desk),
    mic === "missing" && banner("warn", "No microphone was found.", "Plug in a headset; this page notices it.", retry(desk)),
    notice && banner(tone, notice, "", dismiss(desk)),
  ];
}

/** @param {State} state */
function network({ me, live, phone, line }) {
  const inCall = line?.phase === "talking";
  if (inCall && (line.media === "lost" || phone === "lost")) {
    return banner("warn", "The connection is lost; the call is kept.", "Stay on this page: it goes on by itself as soon as the network is back.");
  }
  if (phone === "failed") {
    return banner("bad", "The telephone system refuses this phone.", "Ask your administrator whether your extension and its password are right.");
  }
  if (phone === "lost" || (!live && (phone === "ready" || !me.sip))) {
    return banner("warn", "Connection lost.", "Calls cannot reach you here until it is back; this page keeps trying.");
  }
  return null;
}

/** @param {Console} desk */
function forbidden(desk) {
  return banner(
    "bad",
    "This page may not use the microphone.",
    "Click the icon left of the address, set Microphone to Allow, then try again. Until then you cannot answer here.",
    retry(desk),
  );
}

/** @param {Console} desk */
function retry(desk) {
  return h("button.button.small", { onclick: () => desk.checkMicrophone() }, "Try again");
}

/** @param {Console} desk */
function dismiss(desk) {
  return h("button.button.small.quiet", { onclick: () => desk.say("") }, "Dismiss");
}

/** @param {string} tone @param {string} title @param {string} text @param {Node | null} [action] */
function banner(tone, title, text, action = null) {
  return h(`div.banner.${tone}`, {}, h("p", {}, h("strong", {}, title), text && " ", text), action);
}
