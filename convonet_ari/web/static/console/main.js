/** Signs in and puts the console on the screen. */

import { fill, get, h } from "../shared/dom.js";
import { ApiError, api } from "../shared/http.js";
import { signIn } from "../shared/signin.js";
import { Console } from "./app.js";
import { listenToKeys } from "./keys.js";
import { announce } from "./views/announce.js";
import { banners } from "./views/banners.js";
import { bar } from "./views/bar.js";
import { openHelp } from "./views/help.js";
import { side } from "./views/side.js";
import { stage } from "./views/stage.js";

const root = get("#app");

async function whoIsThere() {
  try {
    return await api("GET", "me");
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    await signIn(root, "Agent console");
    return api("GET", "me");
  }
}

/** @param {Console} desk */
function show(desk) {
  fill(
    root,
    h("a.skip", { href: "#stage" }, "Skip to the call"),
    bar(desk),
    h("div.page", {}, h("div.middle", {}, banners(desk), stage(desk)), side(desk)),
  );
}

async function begin() {
  const desk = new Console(await whoIsThere());
  show(desk);
  announce(desk);
  listenToKeys(desk, () => openHelp());
  await desk.start();
}

begin().catch((error) => {
  const again = h("button.button.primary", { onclick: () => location.reload() }, "Try again");
  const words = h("p", {}, error.message);
  fill(root, h("main.sign-in", {}, h("div.card.failed", { role: "alert" }, h("h1", {}, "The console did not start"), words, again)));
});
