/** What is said, line by line, as the desk tells it of this page's own call. */

import { h } from "/static/shared/dom.js";
import { NOTES, PARTS, seconds } from "./words.js";

const NEAR_END = 80;

export class Captions extends EventTarget {
  #list;
  #sentences = new Map();
  #assistant = null;
  #turn = 0;
  #turns = new Map();
  #phase = "";
  #socket = null;

  /** @param {HTMLElement} list */
  constructor(list) {
    super();
    this.#list = list;
  }

  /** Begins with an empty list; the desk wants the key first. @param {string} key */
  follow(key) {
    this.#list.replaceChildren();
    this.#sentences.clear();
    this.#turns.clear();
    this.#assistant = null;
    this.#phase = "";
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = (this.#socket = new WebSocket(`${scheme}//${location.host}/call/captions`));
    socket.addEventListener("open", () => socket.send(JSON.stringify({ key })));
    socket.addEventListener("message", ({ data }) => this.#take(JSON.parse(data)));
  }

  stop() {
    this.#socket?.close();
    this.#socket = null;
  }

  /** A line of the page's own. @param {string} text */
  note(text) {
    this.#assistant = null;
    this.#add(h("li.note", {}, text));
  }

  #take(told) {
    const take = {
      say: () => this.#say(told),
      heard: () => this.#sentences.get(told.id)?.classList.remove("coming"),
      cut: () => this.#cut(told),
      caller: () => this.#caller(told.text),
      turn: () => this.#took(told),
      tool: () => this.#add(h("li.tool", {}, told.tool.replaceAll("_", " "))),
      pin: () => told.outcome !== "accepted" && this.note(NOTES[told.outcome]),
      phase: () => this.#phased(told),
      speaking: () => {},
      moved: () => this.#settle(),
      over: () => this.stop(),
    };
    take[told.type]?.();
    this.dispatchEvent(new CustomEvent("told", { detail: told }));
  }

  #say({ id, turn, text }) {
    if (!this.#assistant || this.#turn !== turn) {
      this.#assistant = h("p.words");
      this.#turn = turn;
      const line = h("li.line.assistant", {}, h("span.who", {}, "Assistant"), this.#assistant);
      this.#turns.set(turn, line);
      this.#add(line);
    }
    const sentence = h("span.sentence.coming", {}, `${text} `);
    this.#sentences.set(id, sentence);
    this.#assistant.append(sentence);
    this.#follow();
  }

  /** The caller interrupted: what was not heard was not said. */
  #cut({ id, heard }) {
    const sentence = this.#sentences.get(id);
    if (!sentence) return;
    if (heard) sentence.replaceChildren(`${heard} `, h("span.break", { title: "You interrupted" }, "—"));
    else sentence.remove();
    sentence.classList.remove("coming");
    const line = this.#turns.get(this.#turn);
    if (line && !line.querySelector(".sentence")) line.remove();
    this.#assistant = null;
  }

  /** Another worker goes on with the call: nobody tells any more what was heard of this. */
  #settle() {
    for (const sentence of this.#sentences.values()) sentence.classList.remove("coming");
    this.#assistant = null;
  }

  #caller(text) {
    this.#assistant = null;
    if (text) this.#add(h("li.line.caller", {}, h("span.who", {}, "You"), h("p.words", {}, text)));
  }

  #took({ turn, ms }) {
    const parts = Object.entries(PARTS).filter(([part]) => part in ms);
    const list = h("dl", {}, parts.flatMap(([part, words]) => [h("dt", {}, seconds(ms[part])), h("dd", {}, words)]));
    const took = h("details.took", {}, h("summary", {}, `answered after ${seconds(ms.total)}`), list);
    this.#turns.get(turn)?.append(took);
    this.#follow();
  }

  #phased({ phase, name }) {
    const was = this.#phase;
    this.#phase = phase;
    if (phase === "conversation" && was === "pin") this.note(NOTES.known(name));
    if (phase === "conversation" && was === "with_human") this.note(NOTES.back);
    if (phase === "handoff") this.note(NOTES.handoff);
    if (phase === "with_human") this.note(NOTES.people);
  }

  /** @param {HTMLElement} line */
  #add(line) {
    this.#list.append(line);
    this.#follow();
  }

  /** Keeps the newest line in sight, unless the reader has gone back. */
  #follow() {
    const list = this.#list;
    const last = list.lastElementChild;
    const behind = list.scrollHeight - list.scrollTop - list.clientHeight;
    if (behind < NEAR_END + (last?.clientHeight ?? 0)) list.scrollTop = list.scrollHeight;
  }
}
