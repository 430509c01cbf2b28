/** The telephone of this page: registered over a WebSocket, and back by itself after a lost network. */

import JsSIP from "../vendor/jssip.js";
import { Line } from "./line.js";

/** @typedef {import("./types.js").Held} Held @typedef {import("./types.js").PhoneState} PhoneState */

const ALIVE_EVERY_MS = 8000;
const ALIVE_WITHIN_MS = 4000;
const REGISTER_S = 120;

/** JsSIP's socket, which can be given up although it looks open: a dead network closes nothing. */
class Wire extends JsSIP.WebSocketInterface {
  drop() {
    this.disconnect();
    this.ondisconnect(true, 1006, "no sign of life");
  }
}

export class Phone {
  /** @type {any} */
  #ua = null;
  /** @type {Wire | null} */
  #wire = null;
  #timer = 0;
  #wasLost = false;
  /** @type {Map<string, Line>} */
  lines = new Map();
  /** @type {PhoneState} */
  state = "off";

  /**
   * @param {(state: PhoneState) => void} onState
   * @param {(line: Line) => void} onLine a line is new or has changed
   */
  constructor(onState, onLine) {
    this.onState = onState;
    this.onLine = onLine;
    addEventListener("offline", () => this.#wire?.isConnected() && this.#wire.drop());
    addEventListener("online", () => this.#hurry());
  }

  /** @param {import("./types.js").Sip} sip */
  start(sip) {
    this.#wire = new Wire(sip.ws_url);
    this.#ua = new JsSIP.UA({
      sockets: [this.#wire],
      uri: sip.uri,
      authorization_user: sip.user,
      password: sip.password,
      display_name: sip.display_name,
      register_expires: REGISTER_S,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 4,
      user_agent: "Convonet console",
    });
    this.#follow(this.#ua);
    this.#become("connecting");
    this.#ua.start();
    this.#timer = setInterval(() => this.#prove(), ALIVE_EVERY_MS);
  }

  /** Lets go without hanging up: whoever took over has the calls. */
  stop() {
    clearInterval(this.#timer);
    const ua = this.#ua;
    this.#ua = null;
    ua?.removeAllListeners();
    if (this.lines.size) this.#slipAway(ua);
    else ua?.stop();
    this.#become("off");
  }

  /** JsSIP's own `stop` would hang up. @param {any} ua */
  #slipAway(ua) {
    for (const line of [...this.lines.values()]) line.abandon();
    ua.registrator().close();
    this.#wire?.disconnect();
  }

  /** No new calls here; the one that runs goes on. */
  leave() {
    this.#ua?.unregister();
  }

  /**
   * @param {string} target @param {MediaStream} microphone
   * @param {{name: string, headers?: string[], callId?: string | null, since?: number}} about
   */
  call(target, microphone, { name, headers = [], callId = null, since }) {
    const session = this.#ua.call(`sip:${target}@${this.#ua.configuration.uri.host}`, {
      mediaStream: microphone,
      pcConfig: { iceServers: [] },
      extraHeaders: headers,
    });
    const line = /** @type {Line} */ (this.lines.get(session.id));
    Object.assign(line, { name, number: target, callId, began: since, mine: microphone, phase: "connecting" });
    this.onLine(line);
    return line;
  }

  /**
   * Takes over a call of a page that is gone: a new INVITE that replaces the dialog (RFC 3891).
   * @param {Held} held @param {MediaStream} microphone
   */
  resume(held, microphone) {
    const { call_id, from_tag, to_tag } = held.dialog;
    const headers = [`Replaces: ${call_id};to-tag=${to_tag};from-tag=${from_tag}`];
    if (held.callId) headers.push(`X-Convonet-Call: ${held.callId}`);
    const line = this.call(this.#ua.configuration.uri.user, microphone, { ...held, headers });
    line.number = held.number;
    return line;
  }

  /** @param {any} ua */
  #follow(ua) {
    ua.on("registered", () => this.#registered());
    ua.on("registrationFailed", (/** @type {any} */ event) => this.#become(event.response ? "failed" : "lost"));
    ua.on("disconnected", () => this.#lost());
    ua.on("newRTCSession", (/** @type {any} */ { session, originator, request }) => {
      this.#admit(session, originator === "remote" ? request : null);
    });
  }

  /** @param {any} session @param {any} request */
  #admit(session, request) {
    const identity = session.remote_identity;
    const about = {
      callId: request?.getHeader("X-Convonet-Call") ?? null,
      name: identity?.display_name || identity?.uri.user || "Unknown",
      number: identity?.uri.user ?? "",
    };
    const line = new Line(session, about, (changed) => this.#changed(changed));
    this.lines.set(line.key, line);
    if (request) this.onLine(line);
  }

  /** @param {Line} line */
  #changed(line) {
    if (line.phase === "over") this.lines.delete(line.key);
    this.onLine(line);
  }

  #registered() {
    const calls = [...this.lines.values()].filter((line) => line.phase === "talking");
    if (this.#wasLost) calls.forEach((line) => line.refresh());
    this.#wasLost = false;
    this.#become("ready");
  }

  #lost() {
    if (this.state === "off") return;
    this.#wasLost = true;
    this.#become("lost");
  }

  /** @param {PhoneState} state */
  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.onState(state);
  }

  /** Any answer to OPTIONS, a refusal too, shows that Asterisk hears us. */
  #prove() {
    const wire = this.#wire;
    if (this.state !== "ready" || !wire?.isConnected()) return;
    const timer = setTimeout(() => wire === this.#wire && wire.isConnected() && wire.drop(), ALIVE_WITHIN_MS);
    const alive = () => clearTimeout(timer);
    this.#ua.sendOptions(this.#ua.configuration.uri.toString(), null, { eventHandlers: { succeeded: alive, failed: alive } });
  }

  /** JsSIP waits longer after each attempt; the browser knows that the network is back. */
  #hurry() {
    if (this.state === "lost") this.#ua?._transport.connect();
  }
}
