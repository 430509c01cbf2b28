"""The rig itself: a browser's telephone registers, calls Asterisk's echo, and hears what it said."""

from __future__ import annotations

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from tests.asterisk.system_rig import Scribe
from tests.browser.conftest import OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

ECHO = """
async ({url, uri, password, target}) => {
  const { default: JsSIP } = await import("/static/vendor/jssip.js");
  const configuration = {sockets: [new JsSIP.WebSocketInterface(url)], uri, password, session_timers: false};
  const ua = (window.ua = new JsSIP.UA(configuration));
  const registered = new Promise((done, failed) => {
    ua.on("registered", done);
    ua.on("registrationFailed", ({cause}) => failed(new Error(cause)));
  });
  ua.start();
  await registered;
  const options = {mediaConstraints: {audio: true}, pcConfig: {iceServers: []}};
  const session = (window.session = ua.call(target, options));
  session.connection.addEventListener("track", ({streams}) => {
    const ear = (window.ear = new Audio());
    ear.srcObject = streams[0];
    ear.play();
  });
  await new Promise((done, failed) => {
    session.on("confirmed", done);
    session.on("failed", ({cause}) => failed(new Error(cause)));
  });
}
"""


@pytest.mark.parametrize("scheme", ["ws", "wss"])
async def test_a_browser_registers_and_is_heard_and_hears(
    system: EmbeddedSystem, open_tab: OpenTab, scribe: Scribe, address: str, scheme: str
) -> None:
    for step in ("1,Answer()", "2,Echo()"):
        await system.asterisk.cli(f"dialplan add extension 8888,{step} into from-internal replace")
    browser_agent = next(one for one in system.plan.agents if one.transport == "ws")
    tab = await open_tab("/healthz")
    call = {
        "url": system.plan.ws_url if scheme == "ws" else system.plan.wss_url,
        "uri": f"sip:{browser_agent.extension}@127.0.0.1",
        "password": browser_agent.secret,
        "target": "sip:8888@127.0.0.1",
    }
    await tab.page.evaluate(ECHO, call)
    await tab.say("create-todo")
    await tab.page.wait_for_timeout(300)
    assert "meeting" in await tab.words(scribe)
    await tab.page.evaluate("session.terminate(), ua.stop()")
