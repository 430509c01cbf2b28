/** What a page knows, and who is told when a part of it changes. */

/** @template {object} S */
export class Store {
  #state;
  #watchers = new Set();

  /** @param {S} state plain data only: parts are compared as JSON */
  constructor(state) {
    this.#state = state;
  }

  /** @returns {S} */
  get state() {
    return this.#state;
  }

  /** @param {Partial<S>} patch */
  set(patch) {
    this.#state = { ...this.#state, ...patch };
    for (const look of [...this.#watchers]) look();
  }

  /**
   * Calls `react` now and whenever what `select` picks has changed.
   * @param {(state: S) => unknown} select @param {(state: S) => void} react
   * @returns {() => void} ends it
   */
  watch(select, react) {
    let last = Symbol("never");
    const look = () => {
      const now = JSON.stringify(select(this.#state)) ?? "";
      if (now === last) return;
      last = /** @type {never} */ (now);
      react(this.#state);
    };
    this.#watchers.add(look);
    look();
    return () => this.#watchers.delete(look);
  }
}
