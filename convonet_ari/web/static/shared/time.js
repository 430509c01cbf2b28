/** Times in words, and clocks that run by themselves. */

import { h } from "./dom.js";

/** Milliseconds since 1970 of an ISO time, or of seconds or milliseconds. @param {string | number | null | undefined} at */
export function moment(at) {
  if (typeof at === "number") return at < 1e11 ? at * 1000 : at;
  return at ? Date.parse(at) : Date.now();
}

/** `1:05`, `1:02:03`. @param {number} seconds */
export function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** `14:05` today, `Tue 14:05` this week, else the date. @param {string | number} at */
export function when(at) {
  const then = new Date(moment(at));
  const time = then.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const days = (Date.now() - then.getTime()) / 86_400_000;
  if (new Date().toDateString() === then.toDateString()) return time;
  if (days < 6) return `${then.toLocaleDateString([], { weekday: "short" })} ${time}`;
  return then.toLocaleDateString([], { day: "numeric", month: "short", year: "numeric" });
}

/**
 * A running clock: up since a moment, or down to it.
 * @param {string | number} at @param {{down?: boolean, label?: string}} [how]
 */
export function clock(at, { down = false, label = "" } = {}) {
  const element = h("time", { "data-at": moment(at), "data-down": down, "aria-label": label || null, role: "timer" });
  show(element);
  return element;
}

/** @param {HTMLElement} element */
function show(element) {
  const past = (Date.now() - Number(element.dataset.at)) / 1000;
  const text = span(element.dataset.down === undefined ? past : Math.ceil(-past));
  if (element.textContent !== text) element.textContent = text;
}

setInterval(() => document.querySelectorAll("time[data-at]").forEach((one) => show(/** @type {HTMLElement} */ (one))), 250);
