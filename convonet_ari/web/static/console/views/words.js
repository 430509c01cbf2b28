/** The words for states, shared by all parts of the screen. */

/** @type {Record<string, [string, string]>} state → words, tone */
export const STATES = {
  ready: ["Ready", "good"],
  not_ready: ["Not ready", "warn"],
  ringing: ["Ringing", "calm"],
  on_call: ["On a call", "calm"],
  wrap_up: ["Wrapping up", "warn"],
  logged_out: ["Logged out", ""],
};

/** @type {Record<string, [string, string]>} */
export const PRESENCE = {
  idle: ["Free", "good"],
  ringing: ["Ringing", "calm"],
  in_use: ["On a call", "calm"],
  unavailable: ["Phone off", ""],
};

/** @param {{name: string | null, number: string}} caller */
export function nameOf(caller) {
  return caller.name || caller.number || "Unknown caller";
}

/** `not_ready` because of lunch is "Lunch". @param {{state: string, reason: string | null}} agent */
export function stateWords({ state, reason }) {
  const [words] = STATES[state] ?? [state];
  return state === "not_ready" && reason ? `${words} · ${reason}` : words;
}

/** Departments are kept as they are spoken: "general enquiries". @param {string} department */
export function titled(department) {
  return department.charAt(0).toUpperCase() + department.slice(1);
}
