/** What the agent does with calls: one caller, and perhaps one colleague asked before a transfer. */

import { openMicrophone, whyNoMicrophone } from "./audio.js";
import { forget, keep } from "./keepsake.js";
import { Phone } from "./phone.js";
import { startRinging, stopRinging } from "./ring.js";
import { watchQuality } from "./quality.js";

/** @typedef {import("./line.js").Line} Line @typedef {import("./types.js").State} State */

const RESUME_WITHIN_MS = 8000;

export class Calls {
  /** @type {Line | null} */
  main = null;
  /** @type {Line | null} */
  consult = null;
  #stopQuality = () => {};

  /**
   * @param {import("../shared/store.js").Store<State>} store
   * @param {{say: (text: string, tone?: State["tone"]) => void, rings: (line: Line) => void, over: (line: Line) => void}} desk
   */
  constructor(store, desk) {
    this.store = store;
    this.desk = desk;
    this.phone = new Phone((phone) => store.set({ phone }), (line) => this.#onLine(line));
  }

  get isBusy() {
    return this.main !== null && this.main.phase !== "ringing";
  }

  async answer() {
    const line = this.main;
    if (line?.phase !== "ringing") return;
    const microphone = await this.#microphone();
    if (microphone && line.phase === "ringing") line.answer(microphone);
    else microphone?.getTracks().forEach((track) => track.stop());
  }

  decline() {
    if (this.main?.phase === "ringing") this.main.decline();
  }

  hangUp() {
    if (this.consult) this.consult.hangUp();
    else if (this.main?.phase === "ringing") this.main.decline();
    else this.main?.hangUp();
  }

  toggleMute() {
    const line = this.consult ?? this.main;
    if (line?.phase === "talking") line.mute(!line.muted);
  }

  async toggleHold() {
    const line = this.main;
    if (line?.phase === "talking" && !this.consult) await line.hold(!line.held);
  }

  /** @param {string} tone */
  press(tone) {
    const line = this.consult ?? this.main;
    if (line?.phase === "talking") line.press(tone);
  }

  /** Sends the caller on without asking. @param {string} extension */
  async transfer(extension) {
    const line = this.main;
    if (line?.phase !== "talking") return;
    await line.transfer(this.#address(extension));
    this.desk.say(`Transferred to ${extension}.`);
    line.hangUp();
  }

  /** Calls a colleague while the caller waits. @param {string} extension @param {string} name */
  async ask(extension, name) {
    const line = this.main;
    if (line?.phase !== "talking" || this.consult) return;
    const microphone = await this.#microphone();
    if (!microphone) return;
    if (!line.held) await line.hold(true);
    this.consult = this.phone.call(extension, microphone, { name });
    this.#show();
  }

  /** Connects caller and colleague and leaves. */
  async complete() {
    const [line, other] = [this.main, this.consult];
    if (!line || other?.phase !== "talking") return;
    await line.transfer(this.#address(other.number), other);
    this.desk.say(`Connected the caller with ${other.name}.`);
    this.consult = null;
    other.hangUp();
    line.hangUp();
  }

  /** Away from the colleague, back to the caller. */
  cancelAsking() {
    this.consult?.hangUp();
  }

  /**
   * Goes on with a call that this agent had on a page before.
   * @param {import("./types.js").Held} held @returns {Promise<boolean>}
   */
  async resume(held) {
    const microphone = await this.#microphone();
    if (!microphone) return false;
    const line = this.phone.resume(held, microphone);
    this.main = line;
    this.#show();
    return new Promise((resolve) => {
      const timer = setTimeout(() => line.hangUp(), RESUME_WITHIN_MS);
      const settled = (/** @type {boolean} */ worked) => () => {
        clearTimeout(timer);
        resolve(worked);
      };
      line.session.once("accepted", settled(true));
      line.session.once("failed", settled(false));
    });
  }

  /** Another page has the agent's calls from now on. */
  letGo() {
    stopRinging();
    this.#stopQuality();
    this.main = null;
    this.consult = null;
    this.phone.stop();
    this.#show();
  }

  /** The microphone was chosen anew in the middle of a call. */
  async changeMicrophone() {
    for (const line of this.phone.lines.values()) {
      if (line.phase !== "talking") continue;
      const microphone = await this.#microphone();
      if (microphone) await line.speakThrough(microphone);
    }
  }

  /** @param {Line} line */
  #onLine(line) {
    if (line.phase === "ringing" && this.main && this.main !== line) line.decline();
    else if (line.phase === "ringing" && !this.main) this.#rings(line);
    else if (line.phase === "over") this.#over(line);
    if (line === this.main && line.phase !== "ringing") stopRinging();
    if (line === this.main && line.phase === "talking") this.#talks(line);
    this.#show();
  }

  /** @param {Line} line */
  #rings(line) {
    this.main = line;
    this.desk.rings(line);
    const context = this.store.state.context;
    const name = context?.caller.name ?? line.name;
    startRinging(name, context?.reason ?? "is calling", true);
  }

  /** @param {Line} line */
  #talks(line) {
    if (line.keepsake) keep(line.keepsake);
    this.#stopQuality();
    this.#stopQuality = watchQuality(line.session.connection, (quality) => this.store.set({ quality }));
  }

  /** @param {Line} line */
  #over(line) {
    if (line === this.consult) this.#consultOver();
    if (line !== this.main) return;
    stopRinging();
    this.#stopQuality();
    this.main = null;
    this.consult?.hangUp();
    this.store.set({ quality: null });
    forget();
    this.desk.over(line);
  }

  #consultOver() {
    const name = this.consult?.name;
    this.consult = null;
    if (this.main?.phase !== "talking") return;
    this.desk.say(`${name} is gone; you are back with the caller.`);
    if (this.main.held) this.main.hold(false).catch(() => undefined);
  }

  #show() {
    this.store.set({ line: this.main?.view ?? null, consult: this.consult?.view ?? null });
  }

  /** @param {string} extension */
  #address(extension) {
    return `sip:${extension}@${this.store.state.me.sip?.uri.split("@")[1]}`;
  }

  /** @returns {Promise<MediaStream | null>} */
  async #microphone() {
    try {
      const stream = await openMicrophone();
      this.store.set({ mic: "ok" });
      return stream;
    } catch (error) {
      this.store.set({ mic: whyNoMicrophone(error) });
      return null;
    }
  }
}
