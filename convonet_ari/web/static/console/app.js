/** The console itself: what the desk tells, what the agent wants, and what the screen shows of both. */

import { ApiError, api, carry } from "../shared/http.js";
import { Live } from "../shared/live.js";
import { Store } from "../shared/store.js";
import { tryMicrophone, watchMicrophone } from "./audio.js";
import { Calls } from "./calls.js";
import { draftOf, forgetDraft, forget, remembered, stamp } from "./keepsake.js";
import { askToNotify } from "./ring.js";
import { Tabs } from "./tabs.js";

/** @typedef {import("./types.js").State} State @typedef {import("./types.js").Context} Context @typedef {import("./types.js").Me} Me */

const DIRECTORY_EVERY_MS = 15_000;

export class Console {
  #asked = Promise.resolve(true);

  /** @param {Me} me */
  constructor(me) {
    carry(me.csrf);
    this.store = new Store(/** @type {State} */ ({ ...EMPTY, me, agent: me.state }));
    this.calls = new Calls(this.store, {
      say: (text, tone) => this.say(text, tone),
      rings: (line) => this.#rings(line),
      over: (line) => this.#over(line),
    });
    this.live = new Live((message) => this.#heard(message), (up) => this.#linked(up));
    this.tabs = new Tabs(me.agent.id, {
      held: () => this.calls.main?.keepsake ?? null,
      isBusy: () => this.calls.isBusy,
      yielded: () => this.#yield(),
    });
  }

  async start() {
    addEventListener("pagehide", stamp);
    addEventListener("beforeunload", (event) => this.calls.isBusy && event.preventDefault());
    watchMicrophone(() => this.checkMicrophone());
    setInterval(() => this.refresh(), DIRECTORY_EVERY_MS);
    if (await this.tabs.isOtherBusy()) this.store.set({ elsewhere: true });
    else await this.useHere();
  }

  /** This tab becomes the agent's telephone, with the call another tab may be in. */
  async useHere() {
    const held = (await this.tabs.take()) ?? remembered();
    this.store.set({ elsewhere: false });
    this.live.open();
    this.refresh();
    const { sip } = this.store.state.me;
    if (!sip) return;
    this.calls.phone.start(sip);
    await this.checkMicrophone();
    if (held) this.#resume(held);
  }

  async checkMicrophone() {
    if (this.calls.isBusy || !this.store.state.me.sip) return;
    this.store.set({ mic: await tryMicrophone() });
  }

  /** @param {"ready" | "not_ready" | "logged_out"} state @param {string} [reason] */
  setState(state, reason) {
    if (state === "ready") askToNotify();
    // One after the other: what was wanted last is what holds.
    this.#asked = this.#asked.then(() =>
      this.attempt(async () => {
        const answer = await api("PUT", "state", { state, reason });
        if (answer?.state) this.#state(answer);
      }),
    );
    return this.#asked;
  }

  async signOut() {
    await this.attempt(() => api("DELETE", "session"));
    forget();
    location.reload();
  }

  /** @param {string} note */
  giveBack(note) {
    const callId = this.store.state.context?.call_id;
    return this.attempt(async () => {
      await api("POST", `calls/${callId}/return`, { note });
      this.say("The caller goes back to the assistant, with your note.");
    });
  }

  callIn() {
    const callId = this.store.state.context?.call_id ?? "";
    return this.attempt(async () => {
      await api("POST", `calls/${callId}/assist`, {}).catch((error) => {
        if (error instanceof ApiError && error.code === "assisting") this.store.set({ assisted: callId });
        throw error;
      });
      this.store.set({ assisted: callId });
      this.say("The assistant joins you. Speak to it, both of you; it leaves when nobody asks for more.");
    });
  }

  /** Ends the assistant's part in the call; agent and caller go on. */
  sendAway() {
    const callId = this.store.state.assisted;
    if (!callId) return;
    this.store.set({ assisted: "" });
    return this.attempt(async () => {
      await api("DELETE", `calls/${callId}/assist`);
      this.say("The assistant has left you and the caller alone.");
    });
  }

  /** @param {string} callId @param {string} mode */
  supervise(callId, mode) {
    return this.attempt(async () => {
      await api("POST", `calls/${callId}/supervise`, { mode });
      this.say("Your phone rings; answer it to join.");
    });
  }

  async finishWrap() {
    if (!(await this.attempt(() => this.#keepNotes()))) return;
    this.store.set({ wrapping: false, context: null, notice: "" });
    this.refresh();
  }

  /** @param {string} callId @returns {Promise<Context>} */
  context(callId) {
    return api("GET", `calls/${callId}`);
  }

  async refresh() {
    if (this.store.state.elsewhere) return;
    const [people, past] = await Promise.allSettled([api("GET", "directory"), api("GET", "calls?limit=20")]);
    if (people.status === "rejected" && people.reason.status === 401) location.reload();
    if (people.status === "fulfilled") this.store.set({ directory: people.value.agents });
    if (past.status === "fulfilled") this.store.set({ history: past.value.calls });
  }

  /** @param {string} notice @param {State["tone"]} [tone] */
  say(notice, tone = "info") {
    this.store.set({ notice, tone });
  }

  /** Does something that may fail and says so. @param {() => unknown} doing @returns {Promise<boolean>} */
  async attempt(doing) {
    try {
      await doing();
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) location.reload();
      this.say(/** @type {Error} */ (error).message, "bad");
      return false;
    }
  }

  async #keepNotes() {
    const { context } = this.store.state;
    if (!context) return;
    const draft = draftOf(context.call_id) ?? { notes: context.notes ?? "", disposition: context.disposition ?? "" };
    await api("PUT", `calls/${context.call_id}/wrap`, draft);
    forgetDraft(context.call_id);
  }

  /** A call comes before the notes of the last one were saved. */
  #leaveNotes() {
    if (!this.store.state.wrapping) return;
    this.attempt(() => this.#keepNotes());
    this.store.set({ wrapping: false, context: null });
  }

  /** @param {any} message */
  #heard(message) {
    const { type } = message;
    if (type === "hello") this.#hello(message);
    else if (type === "state") this.#state(message);
    else if (type === "ring") this.#pop(message.call);
    else if (type === "call") this.#callChanged(message);
    else if (type === "board") this.store.set({ board: { queues: message.queues, agents: message.agents } });
    else if (type === "elsewhere") this.#goElsewhere();
  }

  /** @param {boolean} up */
  #linked(up) {
    this.store.set({ live: up });
    if (up) this.live.send({ type: "claim" });
  }

  /** @param {{state: any, calls: Context[]}} hello */
  #hello({ state, calls }) {
    this.#state(state);
    if (calls.length) this.#pop(calls[0]);
  }

  /** @param {State["agent"]} agent */
  #state({ state, reason, since, until }) {
    const was = this.store.state.agent.state;
    this.store.set({ agent: { state, reason, since, until } });
    if (was === state) return;
    if (state === "wrap_up" && this.store.state.context) this.store.set({ wrapping: true });
    if (was === "wrap_up" && this.store.state.wrapping && !this.calls.main) this.#wrapEnded();
  }

  /** The time for notes is over: what was typed is kept. */
  #wrapEnded() {
    const callId = this.store.state.context?.call_id ?? "";
    if (draftOf(callId)) this.finishWrap();
    else this.store.set({ wrapping: false, context: null });
  }

  /** @param {Context} call */
  #pop(call) {
    const { context } = this.store.state;
    if (this.calls.isBusy && context && context.call_id !== call.call_id) return;
    if (context?.call_id !== call.call_id) this.#leaveNotes();
    this.store.set({ context: call, wrapping: false });
  }

  /** @param {{call_id: string, status: string}} change */
  #callChanged({ call_id, status }) {
    const { context } = this.store.state;
    if (context?.call_id !== call_id) return;
    this.store.set({ context: { ...context, status } });
    if (status === "abandoned" && !this.calls.isBusy) {
      this.store.set({ context: null });
      this.say("The caller hung up before you answered.");
    }
    if (status === "ended" && !this.calls.main && this.store.state.agent.state !== "wrap_up") this.refresh();
  }

  /** @param {import("./line.js").Line} line */
  async #rings(line) {
    this.store.set({ notice: "" });
    if (this.store.state.context?.call_id !== line.callId) this.#leaveNotes();
    if (!line.callId || this.store.state.context?.call_id === line.callId) return;
    this.store.set({ context: null, wrapping: false });
    const found = await this.context(line.callId).catch(() => null);
    if (found && this.calls.main === line && this.store.state.context === null) this.store.set({ context: found });
  }

  /** @param {import("./line.js").Line} line */
  #over(line) {
    if (this.store.state.elsewhere) this.calls.phone.stop();
    const { context } = this.store.state;
    if (line.wasAnswered && context) this.store.set({ wrapping: true });
    else this.store.set({ context: null });
    this.refresh();
  }

  /** @param {import("./types.js").Held} held */
  async #resume(held) {
    this.say("This page was reloaded during a call. Going back to it …");
    if (held.callId && !this.store.state.context) {
      this.context(held.callId).then((context) => this.store.set({ context }), () => undefined);
    }
    await this.#registered();
    if (await this.calls.resume(held)) this.say("You are back in the call.");
    else this.say("The call could not be taken up again. The caller is not left alone: the assistant goes on.", "warn");
  }

  /** @returns {Promise<void>} */
  #registered() {
    return new Promise((resolve) => {
      this.store.watch(({ phone }) => phone, ({ phone }) => phone === "ready" && resolve());
    });
  }

  /** Another tab or machine took over; a call that runs here is talked to its end. */
  #goElsewhere() {
    this.store.set({ elsewhere: true });
    if (this.calls.isBusy) this.calls.phone.leave();
    else this.#yield();
  }

  #yield() {
    forget();
    this.store.set({ elsewhere: true, context: null, wrapping: false });
    this.calls.letGo();
    this.live.close();
  }
}

/** @type {Omit<State, "me" | "agent">} */
const EMPTY = {
  phone: "off",
  mic: "unknown",
  live: false,
  elsewhere: false,
  line: null,
  consult: null,
  context: null,
  wrapping: false,
  assisted: "",
  notice: "",
  tone: "info",
  quality: null,
  board: null,
  directory: [],
  history: [],
};
