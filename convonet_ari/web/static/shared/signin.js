/** The form that asks who is there. */

import { h, fill } from "./dom.js";
import { api } from "./http.js";
import { icon } from "./icons.js";

/**
 * Shows the form in `root`; resolves with what `/api/session` answered.
 * @param {HTMLElement} root @param {string} title @param {string} [note] why it is asked again
 * @returns {Promise<any>}
 */
export function signIn(root, title, note = "") {
  return new Promise((resolve) => {
    const problem = h("p.problem", { role: "alert", hidden: !note }, note);
    const button = h("button.button.primary", { type: "submit" }, "Sign in");
    const form = h(
      "form.card", { "aria-labelledby": "sign-in-title" },
      h("span.brand", {}, icon("wave"), "Convonet"),
      h("h1#sign-in-title", {}, title),
      problem,
      h("label", {}, h("span", {}, "Login"), h("input.input", { name: "login", autocomplete: "username", required: true, autofocus: true, autocapitalize: "none", spellcheck: "false" })),
      h("label", {}, h("span", {}, "Password"), h("input.input", { name: "password", type: "password", autocomplete: "current-password", required: true })),
      button,
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (form)));
      button.setAttribute("disabled", "");
      try {
        resolve(await api("POST", "session", values));
      } catch (error) {
        problem.textContent = /** @type {Error} */ (error).message;
        problem.hidden = false;
        button.removeAttribute("disabled");
      }
    });
    fill(root, h("main.sign-in", {}, form));
    /** @type {HTMLElement} */ (form.querySelector("input")).focus();
  });
}
