/** To a colleague or another number: at once, or after a word with them. */

import { fill, h } from "../../shared/dom.js";
import { openSheet, closeWithCall } from "./sheet.js";
import { PRESENCE, STATES } from "./words.js";

/** @typedef {import("../app.js").Console} Console @typedef {import("../types.js").Colleague} Colleague */

/** @param {Console} desk */
export function openTransfer(desk) {
  desk.refresh();
  const search = /** @type {HTMLInputElement} */ (
    h("input.input", { type: "search", placeholder: "Name or number", "aria-label": "Name or number", autocomplete: "off" })
  );
  const list = h("ul.people", { "aria-label": "Colleagues" });
  const sheet = openSheet("Transfer the caller", [search, list]);
  const show = () => fill(list, ...rows(desk, search.value.trim(), sheet.close));
  search.addEventListener("input", show);
  sheet.dialog.addEventListener("close", desk.store.watch(({ directory }) => directory, show));
  search.focus();
  closeWithCall(desk, sheet);
}

/** @param {Console} desk @param {string} wanted @param {() => void} close */
function rows(desk, wanted, close) {
  const { directory, me } = desk.store.state;
  const fits = (/** @type {Colleague} */ one) => `${one.name} ${one.extension}`.toLowerCase().includes(wanted.toLowerCase());
  const found = directory.filter((one) => one.extension !== me.agent.extension && fits(one));
  const rank = ["idle", "ringing", "in_use", "unavailable"];
  found.sort((a, b) => rank.indexOf(a.presence) - rank.indexOf(b.presence));
  const people = found.map((one) => row(desk, one.name, one.extension, presence(one), close));
  const isNumber = /^[+*#\d]{2,}$/.test(wanted) && !found.some((one) => one.extension === wanted);
  if (isNumber) people.push(row(desk, wanted, wanted, ["Number", ""], close));
  return people.length ? people : [h("li.soft", {}, "Nobody of that name. A number can be dialled as well.")];
}

/** Whose phone is idle may be away from it. @param {Colleague} one @returns {[string, string]} */
function presence(one) {
  const isAway = one.presence === "idle" && one.state === "not_ready";
  return isAway ? STATES.not_ready : PRESENCE[one.presence];
}

/** @param {Console} desk @param {string} name @param {string} extension @param {[string, string]} presence @param {() => void} close */
function row(desk, name, extension, [words, tone], close) {
  const go = (/** @type {() => Promise<void>} */ doing) => () => {
    close();
    desk.attempt(doing);
  };
  return h(
    "li.person", { "data-extension": extension },
    h(`span.dot${tone && `.${tone}`}`),
    h("span.person-name", {}, h("strong", {}, name), h("span.faint", {}, `${extension} · ${words}`)),
    h("button.button.small.ask", { onclick: go(() => desk.calls.ask(extension, name)), "aria-label": `Ask ${name} first` }, "Ask first"),
    h("button.button.small.send", { onclick: go(() => desk.calls.transfer(extension)), "aria-label": `Transfer to ${name} now` }, "Transfer"),
  );
}
