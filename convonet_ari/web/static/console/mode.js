/** What the middle of the page is about. */

/** @typedef {import("./types.js").State} State @typedef {"idle" | "elsewhere" | "ringing" | "talking" | "wrap"} Mode */

/** @param {State} state @returns {Mode} */
export function modeOf({ line, context, wrapping, elsewhere }) {
  if (line) return line.phase === "ringing" ? "ringing" : "talking";
  if (elsewhere) return "elsewhere";
  if (!context) return "idle";
  if (wrapping) return "wrap";
  return ON_DESK_PHONE.has(context.status) ? "talking" : "ringing";
}

const ON_DESK_PHONE = new Set(["answered", "ended"]);
