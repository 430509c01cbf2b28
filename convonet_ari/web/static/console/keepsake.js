/** What a tab must remember to find its call, and the words typed about it, again after a reload. */

/** @typedef {import("./types.js").Held} Held */

const CALL = "convonet.call";
const NOTES = "convonet.notes.";
const FRESH_MS = 60_000;

/** @param {Held} held */
export function keep(held) {
  sessionStorage.setItem(CALL, JSON.stringify({ ...held, seen: Date.now() }));
}

export function forget() {
  sessionStorage.removeItem(CALL);
}

/** The call this tab was in when it was left a moment ago. @returns {Held | null} */
export function remembered() {
  const text = sessionStorage.getItem(CALL);
  if (!text) return null;
  const held = JSON.parse(text);
  return Date.now() - held.seen < FRESH_MS ? held : null;
}

/** Called as the page goes: from then on the call counts as fresh. */
export function stamp() {
  const text = sessionStorage.getItem(CALL);
  if (text) keep(JSON.parse(text));
}

/** @param {string} callId @param {{notes: string, disposition: string}} draft */
export function keepDraft(callId, draft) {
  sessionStorage.setItem(NOTES + callId, JSON.stringify(draft));
}

/** @param {string} callId @returns {{notes: string, disposition: string} | null} */
export function draftOf(callId) {
  return JSON.parse(sessionStorage.getItem(NOTES + callId) ?? "null");
}

/** @param {string} callId */
export function forgetDraft(callId) {
  sessionStorage.removeItem(NOTES + callId);
}
