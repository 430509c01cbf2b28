/** A dialog over the page; Escape closes it and focus returns to where it was. */

import { h } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";

let count = 0;

/**
 * @param {string} title @param {import("../../shared/dom.js").Child[]} body @param {() => void} [onClose]
 * @returns {{close: () => void, dialog: HTMLDialogElement}}
 */
export function openSheet(title, body, onClose = () => {}) {
  const id = `sheet-${++count}`;
  const close = () => dialog.close();
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog", { "aria-labelledby": id },
      h("header", {}, h("h2", { id }, title), h("button.button.quiet.small.square", { "aria-label": "Close", onclick: close }, icon("close"))),
      h("div.body", {}, body),
    )
  );
  dialog.addEventListener("close", () => {
    onClose();
    dialog.remove();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  document.body.append(dialog);
  dialog.showModal();
  return { close, dialog };
}

/**
 * Goes with the call it belongs to.
 * @param {import("../app.js").Console} desk @param {{close: () => void, dialog: HTMLDialogElement}} sheet
 */
export function closeWithCall({ store }, { close, dialog }) {
  const end = store.watch(
    ({ line }) => line?.phase ?? null,
    ({ line }) => line?.phase !== "talking" && close(),
  );
  dialog.addEventListener("close", end);
}
