/** What a user changed by voice in the last day, and a button that takes each of it back. */

import { fill, get, h } from "../shared/dom.js";
import { ApiError, api, carry } from "../shared/http.js";
import { when } from "../shared/time.js";

/** @typedef {{key: string, words: string, at: string}} Change */

const root = get("#app");
const told = h("p.told", { role: "status" });
const wrong = h("p.problem", { role: "alert", hidden: true });

/** The link is used at once and leaves the address: nobody finds it in the history. */
async function enter() {
  const link = location.hash.slice(1);
  if (!link) return;
  history.replaceState(null, "", location.pathname);
  try {
    await api("POST", "mine/session", { link });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 410) throw error;
  }
}

async function show() {
  const mine = await api("GET", "mine/changes");
  carry(mine.csrf);
  const list = h("ul", { "aria-label": "Changes" }, mine.changes.map(item));
  const nothing = h("p.soft", {}, "Nothing of the last 24 hours is left to take back.");
  fill(
    root,
    h(
      "main.changes", {},
      h("h1", { tabindex: "-1" }, `What was changed for ${mine.name}`),
      h("p.soft", {}, "By telephone in the last 24 hours, the latest first."),
      told, wrong,
      mine.changes.length ? list : nothing,
      h("div.row.end", {}, h("button.button.quiet", { type: "button", onclick: leave }, "Close this page")),
    ),
  );
}

/** @param {Change} change */
function item(change) {
  const words = change.words.charAt(0).toUpperCase() + change.words.slice(1);
  return h(
    "li.card", {},
    h("p", {}, words, h("time.faint", { datetime: change.at }, when(change.at))),
    h("button.button.small", { type: "button", "aria-label": `Take back: ${words}`, onclick: () => attempt(() => undo(change)) }, "Take back"),
  );
}

/** @param {Change} change */
async function undo(change) {
  const { done } = await api("POST", "mine/undo", { key: change.key });
  await show();
  told.textContent = done;
  get("h1").focus();
}

function leave() {
  attempt(async () => {
    await api("DELETE", "mine/session");
    ended("This page is closed. Your next receipt has a new link.");
  });
}

/** @param {string} words */
function ended(words) {
  fill(root, h("main.changes", {}, h("h1", {}, "Your changes"), h("p", { role: "status" }, words)));
}

/** @param {() => Promise<void>} action */
async function attempt(action) {
  told.textContent = "";
  wrong.hidden = true;
  try {
    await action();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      ended("This link is used up or too old. Your next receipt has a new one, and whoever runs the assistant can give you one.");
      return;
    }
    wrong.textContent = /** @type {Error} */ (error).message;
    wrong.hidden = false;
    if (!wrong.isConnected) fill(root, h("main.changes", {}, h("h1", {}, "Your changes"), wrong));
  }
}

attempt(async () => {
  await enter();
  await show();
});
