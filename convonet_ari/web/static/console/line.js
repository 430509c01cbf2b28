/** One call of this page: a JsSIP session, its sound, and what may be done with it. */

import { chosen } from "./audio.js";

/** @typedef {import("./types.js").LineView} LineView @typedef {import("./types.js").Held} Held */

const HOLD_PATIENCE_MS = 5000;
const REFER_PATIENCE_MS = 15_000;

export class Line {
  /** @type {LineView["phase"]} */
  phase = "ringing";
  held = false;
  muted = false;
  /** @type {LineView["media"]} */
  media = "ok";
  since = Date.now();
  cause = "";
  wasAnswered = false;
  /** @type {import("./types.js").Dialog | null} */
  dialog = null;
  /** @type {MediaStream | null} */
  mine = null;
  sound = new Audio();
  /** @type {Promise<void>} */
  #holding = Promise.resolve();

  /**
   * @param {any} session JsSIP's RTCSession
   * @param {{callId: string | null, name: string, number: string, since?: number}} about
   * @param {(line: Line) => void} changed
   */
  constructor(session, about, changed) {
    this.session = session;
    this.key = session.id;
    this.callId = about.callId;
    this.name = about.name;
    this.number = about.number;
    this.began = about.since;
    this.changed = changed;
    this.sound.autoplay = true;
    this.#watch();
  }

  /** @returns {LineView} */
  get view() {
    const { key, callId, name, number, phase, since, held, muted, media } = this;
    return { key, callId, name, number, phase, since, held, muted, media };
  }

  /** What another page needs to take this call over. @returns {Held | null} */
  get keepsake() {
    const { dialog, callId, name, number, since } = this;
    return dialog && { dialog, callId, name, number, since };
  }

  /** @returns {MediaStream | null} */
  get theirs() {
    return /** @type {MediaStream | null} */ (this.sound.srcObject);
  }

  /** @param {MediaStream} microphone */
  answer(microphone) {
    this.mine = microphone;
    this.#become("connecting");
    this.session.answer({ mediaStream: microphone, pcConfig: { iceServers: [] } });
  }

  decline() {
    this.session.terminate({ status_code: 486, reason_phrase: "Busy Here" });
  }

  hangUp() {
    if (!this.session.isEnded()) this.session.terminate();
  }

  /** Forgets the session without a word to the other side. */
  abandon() {
    this.session.connection?.close();
    this.#over("");
  }

  /**
   * One change after the other: SIP takes no second offer before the first is answered.
   * @param {boolean} wanted @returns {Promise<void>}
   */
  hold(wanted) {
    const held = this.#holding.then(() => this.#hold(wanted));
    this.#holding = held.catch(() => undefined);
    return held;
  }

  /** @param {boolean} wanted @returns {Promise<void>} */
  #hold(wanted) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("The telephone system did not answer.")), HOLD_PATIENCE_MS);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      const begun = wanted ? this.session.hold({}, done) : this.session.unhold({}, done);
      if (begun === false) done();
    });
  }

  /** @param {boolean} wanted */
  mute(wanted) {
    if (wanted) this.session.mute({ audio: true });
    else this.session.unmute({ audio: true });
  }

  /** @param {string} tone */
  press(tone) {
    this.session.sendDTMF(tone, { transportType: "RFC2833", duration: 120, interToneGap: 80 });
  }

  /**
   * Sends the other side elsewhere; Asterisk says how it went and leaves the hanging up to us.
   * @param {string} target @param {Line} [replaces] @returns {Promise<void>}
   */
  transfer(target, replaces) {
    return new Promise((resolve, reject) => {
      const no = (/** @type {string} */ why) => () => reject(new Error(why));
      const timer = setTimeout(no("Nobody said whether the transfer worked."), REFER_PATIENCE_MS);
      const yes = () => {
        clearTimeout(timer);
        resolve();
      };
      const failed = no("The transfer did not work; the caller is still with you.");
      const eventHandlers = { accepted: yes, failed, requestFailed: failed };
      this.session.refer(target, { eventHandlers, replaces: replaces?.session });
      this.session.once("ended", yes);
    });
  }

  /** New paths for the sound, and Asterisk learns where we are now. */
  refresh() {
    this.session.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
  }

  /** @param {MediaStream} microphone */
  async speakThrough(microphone) {
    const track = microphone.getAudioTracks()[0];
    const sender = this.session.connection?.getSenders().find((/** @type {RTCRtpSender} */ one) => one.track);
    track.enabled = !this.muted && !this.held;
    await sender?.replaceTrack(track);
    this.mine?.getTracks().forEach((old) => old.stop());
    this.mine = microphone;
    this.changed(this);
  }

  #watch() {
    const { session } = this;
    session.on("accepted", (/** @type {any} */ event) => this.#accepted(event));
    session.on("confirmed", () => this.#become("talking"));
    session.on("ended", (/** @type {any} */ event) => this.#over(event.cause));
    session.on("failed", (/** @type {any} */ event) => this.#over(event.cause));
    for (const [name, field, value] of FLAGS) {
      session.on(name, () => {
        this[/** @type {"held"} */ (field)] = value;
        this.changed(this);
      });
    }
    session.on("peerconnection", (/** @type {any} */ event) => this.#listen(event.peerconnection));
    if (session.connection) this.#listen(session.connection);
  }

  /** @param {any} event */
  #accepted({ response }) {
    const { request } = this;
    const from = response ?? request;
    const [mine, other] = response ? [from.from_tag, from.to_tag] : [from.to_tag, from.from_tag];
    this.dialog = { call_id: from.call_id, from_tag: mine, to_tag: other };
    this.wasAnswered = true;
    this.since = this.began ?? Date.now();
    if (response) this.#become("talking");
  }

  get request() {
    return this.session._request;
  }

  /** @param {RTCPeerConnection} connection */
  #listen(connection) {
    connection.addEventListener("track", ({ track, streams }) => {
      this.sound.srcObject = streams[0] ?? new MediaStream([track]);
      // Chromium feeds WebAudio silence from a remote stream unless an element plays it too.
      this.sound.play().catch(() => undefined);
      chosen.applySink(this.sound);
      this.changed(this);
    });
    connection.addEventListener("iceconnectionstatechange", () => {
      const state = connection.iceConnectionState;
      if (state === "disconnected" || state === "failed") this.media = "lost";
      if (state === "connected" || state === "completed") this.media = "ok";
      this.changed(this);
    });
  }

  /** @param {LineView["phase"]} phase */
  #become(phase) {
    if (this.phase === "over" || this.phase === phase) return;
    this.phase = phase;
    this.changed(this);
  }

  /** @param {string} cause */
  #over(cause) {
    if (this.phase === "over") return;
    this.cause = cause;
    this.sound.srcObject = null;
    this.mine?.getTracks().forEach((track) => track.stop());
    this.#become("over");
  }
}

/** @type {[string, string, boolean][]} */
const FLAGS = [
  ["hold", "held", true],
  ["unhold", "held", false],
  ["muted", "muted", true],
  ["unmuted", "muted", false],
];
