/** The WebSocket on which the desk tells what happens; it comes back by itself. */

const PING_MS = 10_000;
const SILENCE_MS = 25_000;
const SIGNED_OUT = 4001;
const WAIT_MS = [250, 500, 1000, 2000, 4000, 8000];

export class Live {
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  #heard = 0;
  #answers = false;
  #wanted = false;
  #timer = 0;

  /**
   * @param {(message: any) => void} onMessage
   * @param {(up: boolean) => void} onLink
   * @param {string} [query] says which kind of page this is
   */
  constructor(onMessage, onLink, query = "") {
    this.url = `${location.origin.replace(/^http/, "ws")}/api/live${query}`;
    this.onMessage = onMessage;
    this.onLink = onLink;
    addEventListener("online", () => this.#again());
    setInterval(() => this.#check(), PING_MS);
  }

  open() {
    this.#wanted = true;
    this.#connect();
  }

  close() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  /** @param {object} message */
  send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #connect() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.#heard = performance.now();
      this.onLink(true);
    };
    socket.onmessage = ({ data }) => this.#hear(data);
    socket.onclose = ({ code }) => socket === this.#socket && this.#lost(code);
  }

  /** @param {string} data */
  #hear(data) {
    this.#heard = performance.now();
    const message = JSON.parse(data);
    if (message.type === "pong") this.#answers = true;
    else this.onMessage(message);
  }

  /** @param {number} code */
  #lost(code) {
    this.#socket = null;
    if (code === SIGNED_OUT && this.#wanted) location.reload();
    this.onLink(false);
    if (!this.#wanted) return;
    const wait = WAIT_MS[Math.min(this.#attempt++, WAIT_MS.length - 1)];
    this.#timer = setTimeout(() => this.#connect(), wait * (0.75 + Math.random() / 2));
  }

  /** A dead network closes nothing: a peer that has answered pings and stops counts as gone. */
  #check() {
    if (!this.#socket) return;
    this.send({ type: "ping" });
    if (this.#answers && performance.now() - this.#heard > SILENCE_MS) this.#again();
  }

  #again() {
    if (!this.#wanted) return;
    const old = this.#socket;
    this.#socket = null;
    old?.close();
    this.onLink(false);
    this.#attempt = 0;
    this.#connect();
  }
}
