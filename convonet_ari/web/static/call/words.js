/** What the page says about the call and about what keeps it from working. */

export const STATES = {
  idle: "Ready when you are",
  asking: "Allow the microphone to go on",
  dialling: "Calling…",
  ringing: "It rings…",
  talking: "You are talking with the assistant",
  people: "You are talking with a person",
  leaving: "Looking for a person…",
  over: "The call is over",
  problem: "No call",
};

/** @type {Record<string, {title: string, text: string}>} */
export const PROBLEMS = {
  insecure: {
    title: "This address gives pages no microphone",
    text: "Browsers let a page listen only over https, or on the very machine that serves it. Open the page as http://127.0.0.1 there, or over https.",
  },
  denied: {
    title: "The microphone is blocked",
    text: "Allow it for this page: press the lock or the microphone in the address bar. Then call again.",
  },
  absent: {
    title: "There is no microphone",
    text: "Plug one in, or choose one in the settings of your computer. Then call again.",
  },
  taken: {
    title: "The microphone cannot be opened",
    text: "Another program may be using it. Close that one, then call again.",
  },
  loopback: {
    title: "This browser has no way to send sound",
    text: "It found no network address besides this machine's own loopback (127.0.0.1), and browsers send no sound over that one. Join any network, a Wi-Fi will do, then call again. A telephone works without: see the terminal.",
  },
  network: {
    title: "No sound gets through",
    text: "The call was answered, but nothing arrives: a firewall or a router between this browser and the telephone system blocks UDP. Try from the same network, or name a TURN server in call_page.ice_servers.",
  },
  busy: { title: "The line is busy", text: "All lines are taken. Try again in a minute." },
  refused: { title: "The call was not taken", text: "The telephone system refused it. Try again; if it happens again, its log says why." },
  unreachable: { title: "Nobody answers", text: "The telephone system cannot be reached. Try again in a moment." },
  lost: { title: "The connection was lost", text: "The call ended with it. Call again when you are back." },
};

export const NOTES = {
  known: (name) => (name ? `PIN accepted. Hello, ${name}.` : "PIN accepted."),
  wrong: "That PIN was not right.",
  locked: "Too many wrong PINs. A person will help.",
  unavailable: "PINs cannot be checked right now.",
  handoff: "The assistant looks for a person.",
  people: "You are in the queue, or with a person. Captions end here.",
  back: "You are back with the assistant.",
  over: "The call is over.",
};

/** The parts of a turn, in words. */
export const PARTS = {
  endpoint: "until it knew that you had finished, and what you said",
  first_token: "until the first sentence of the answer was there",
  first_audio: "until its first sound",
};

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
