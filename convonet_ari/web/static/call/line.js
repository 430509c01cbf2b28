/** One call to the assistant over SIP; says how it goes with `state` events, and `trouble` when it goes wrong. */

import JsSIP from "/static/vendor/jssip.js";

// Asterisk knows the page by its user; the host only has to look like one.
const HOST = "convonet.invalid";
const CONNECT_MS = 8000;
const GATHERED_MS = 250;
const CAUSES = {
  [JsSIP.C.causes.BUSY]: "busy",
  [JsSIP.C.causes.CONNECTION_ERROR]: "unreachable",
  [JsSIP.C.causes.REQUEST_TIMEOUT]: "unreachable",
  [JsSIP.C.causes.WEBRTC_ERROR]: "network",
  [JsSIP.C.causes.INCOMPATIBLE_SDP]: "network",
  [JsSIP.C.causes.BAD_MEDIA_DESCRIPTION]: "network",
};

export class Line extends EventTarget {
  #agent;
  #session = null;
  #over = false;
  #patience = 0;

  /**
   * @param {{number: string, sip: {user: string, password: string}, ice_servers: RTCIceServer[]}} pass
   * @param {MediaStream} microphone
   */
  constructor(pass, microphone) {
    super();
    this.pass = pass;
    this.microphone = microphone;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new JsSIP.WebSocketInterface(`${scheme}//${location.host}/call/sip/${pass.number}`);
    const { user, password } = pass.sip;
    this.#agent = new JsSIP.UA({ sockets: [socket], uri: `sip:${user}@${HOST}`, password, register: false, session_timers: false });
    this.#agent.on("connected", () => this.#invite());
    this.#agent.on("disconnected", () => this.#fail(this.#session?.isEstablished() ? "lost" : "unreachable"));
  }

  dial() {
    this.#say("dialling");
    this.#agent.start();
  }

  hangUp() {
    this.#end("over");
  }

  /** @param {boolean} muted */
  mute(muted) {
    for (const track of this.microphone.getAudioTracks()) track.enabled = !muted;
  }

  /** @param {string} key 0 to 9, * or # */
  press(key) {
    if (this.#session?.isEstablished()) {
      this.#session.sendDTMF(key, { transportType: "RFC2833", duration: 160, interToneGap: 80 });
    }
  }

  #invite() {
    if (this.#session || this.#over) return;
    const session = this.#agent.call(`sip:${this.pass.number}@${HOST}`, {
      mediaStream: this.microphone,
      pcConfig: { iceServers: this.pass.ice_servers, bundlePolicy: "max-bundle", rtcpMuxPolicy: "require" },
      eventHandlers: { peerconnection: ({ peerconnection }) => this.#watch(peerconnection) },
    });
    this.#session = session;
    // Without this the call waits for candidates of networks that lead nowhere.
    session.on("icecandidate", ({ ready }) => setTimeout(ready, GATHERED_MS));
    session.on("progress", () => this.#say("ringing"));
    session.on("accepted", () => this.#accepted());
    session.on("failed", ({ cause, originator }) => originator === "local" ? this.#end("over") : this.#fail(CAUSES[cause] ?? "refused"));
    session.on("ended", () => this.#end("over"));
  }

  #accepted() {
    this.#say("talking");
    this.#patience = setTimeout(() => this.#fail("network"), CONNECT_MS);
  }

  /** @param {RTCPeerConnection} connection */
  #watch(connection) {
    connection.addEventListener("track", ({ track, streams }) => {
      const stream = streams[0] ?? new MediaStream([track]);
      this.dispatchEvent(new CustomEvent("voice", { detail: stream }));
    });
    connection.addEventListener("connectionstatechange", () => {
      if (connection.connectionState === "connected") clearTimeout(this.#patience);
      if (connection.connectionState === "failed") this.#fail("network");
    });
  }

  /** @param {string} trouble */
  #fail(trouble) {
    if (this.#over) return;
    this.dispatchEvent(new CustomEvent("trouble", { detail: trouble }));
    this.#end("problem");
  }

  /** @param {string} state */
  #end(state) {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#patience);
    if (this.#session && !this.#session.isEnded()) this.#session.terminate();
    this.#agent.stop();
    for (const track of this.microphone.getTracks()) track.stop();
    this.#say(state);
  }

  /** @param {string} state */
  #say(state) {
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }
}
