/** Tabs of one browser agree on who is the telephone: the newest, unless another is in a call. */

/** @typedef {import("./types.js").Held} Held */

const ANSWER_WITHIN_MS = 150;

export class Tabs {
  #me = crypto.randomUUID();
  #channel;

  /**
   * @param {string} agent
   * @param {{held: () => Held | null, isBusy: () => boolean, yielded: () => void}} own what this tab can say of itself
   */
  constructor(agent, own) {
    this.own = own;
    this.#channel = new BroadcastChannel(`convonet-console-${agent}`);
    this.#channel.addEventListener("message", ({ data }) => this.#hear(data));
  }

  /** Whether another tab is in a call. @returns {Promise<boolean>} */
  async isOtherBusy() {
    return (await this.#ask("who")) !== null;
  }

  /** The others go passive; resolves with the call one of them had. @returns {Promise<Held | null>} */
  async take() {
    return (await this.#ask("take"))?.held ?? null;
  }

  /** @param {"who" | "take"} type @returns {Promise<{held: Held | null} | null>} */
  #ask(type) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(null), ANSWER_WITHIN_MS);
      const hear = (/** @type {MessageEvent} */ { data }) => data.type === "busy" && data.to === this.#me && done(data);
      const done = (/** @type {{held: Held | null} | null} */ answer) => {
        clearTimeout(timer);
        this.#channel.removeEventListener("message", hear);
        resolve(answer);
      };
      this.#channel.addEventListener("message", hear);
      this.#channel.postMessage({ type, from: this.#me });
    });
  }

  /** @param {{type: string, from: string}} message */
  #hear({ type, from }) {
    if (type !== "who" && type !== "take") return;
    if (this.own.isBusy()) this.#channel.postMessage({ type: "busy", to: from, held: this.own.held() });
    if (type === "take") this.own.yielded();
  }
}
