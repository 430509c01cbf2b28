/** Two small bars: how loud the agent and the caller are. */

import { h } from "../../shared/dom.js";
import { gauge } from "../audio.js";

/** @param {import("../app.js").Console} desk */
export function meters(desk) {
  const [mine, theirs] = [bar("You"), bar("Caller")];
  let stop = () => {};
  desk.store.watch(
    ({ line }) => [line?.key, line?.phase, line?.media],
    ({ line }) => {
      stop();
      const live = line?.phase === "talking" ? desk.calls.main : null;
      stop = live ? run([[live.mine, mine.fill], [live.theirs, theirs.fill]]) : () => {};
    },
  );
  return h("div.meters", { "aria-hidden": "true" }, mine.root, theirs.root);
}

/** @param {string} label */
export function bar(label) {
  const fill = h("span.level");
  return { fill, root: h("div.meter", {}, h("span.faint", {}, label), h("span.track", {}, fill)) };
}

/**
 * Moves the bars while the streams live.
 * @param {[MediaStream | null, HTMLElement][]} pairs @returns {() => void}
 */
export function run(pairs) {
  const running = pairs.flatMap(([stream, fill]) => (stream?.getAudioTracks().length ? [{ fill, ...gauge(stream) }] : []));
  const timer = setInterval(() => {
    for (const { fill, level } of running) fill.style.setProperty("--level", level().toFixed(3));
  }, 80);
  return () => {
    clearInterval(timer);
    for (const one of running) {
      one.stop();
      one.fill.style.setProperty("--level", "0");
    }
  };
}
