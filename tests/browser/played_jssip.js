// Stands in for /static/vendor/jssip.js where a test plays the telephone system: `played.ring(call id)` rings.
const played = (window.played = { sessions: [], orders: [] });

class Emitter {
  listeners = {};
  on(name, does) {
    (this.listeners[name] ??= []).push(does);
  }
  once(name, does) {
    this.on(name, does);
  }
  emit(name, event = {}) {
    for (const does of this.listeners[name] ?? []) does(event);
  }
  removeAllListeners() {
    this.listeners = {};
  }
}

class Session extends Emitter {
  id = `played-${played.sessions.length}`;
  connection = new RTCPeerConnection();
  _request = { call_id: this.id, from_tag: "theirs", to_tag: "ours" };
  remote_identity = { display_name: "Ann Lee", uri: { user: "+15551234567" } };
  constructor(ua) {
    super();
    this.ua = ua;
    played.sessions.push(this);
  }
  answer() {
    this.order("answer");
    this.connect();
  }
  connect(response) {
    this.emit("accepted", { response });
    this.emit("confirmed");
  }
  hold(options, done) {
    this.order("hold");
    this.emit("hold");
    done();
  }
  unhold(options, done) {
    this.order("unhold");
    this.emit("unhold");
    done();
  }
  mute() {
    this.order("mute");
    this.emit("muted");
  }
  unmute() {
    this.order("unmute");
    this.emit("unmuted");
  }
  sendDTMF(tone) {
    this.order(`tone ${tone}`);
  }
  refer(target, { eventHandlers, replaces }) {
    this.order(`refer ${target}${replaces ? ` replacing ${replaces.id}` : ""}`);
    queueMicrotask(played.refuses ? eventHandlers.failed : eventHandlers.accepted);
  }
  isEnded() {
    return this.over === true;
  }
  terminate({ status_code } = {}) {
    this.order(status_code ? `refuse ${status_code}` : "end");
    this.end();
  }
  end() {
    this.over = true;
    this.emit("ended", { cause: "Terminated" });
  }
  order(what) {
    played.orders.push(`${this.id}: ${what}`);
  }
}

class UA extends Emitter {
  constructor(configuration) {
    super();
    this.configuration = { uri: { user: "1002", host: "pbx.example", toString: () => configuration.uri } };
    played.ring = (callId) => {
      const session = new Session(this);
      this.emit("newRTCSession", { session, originator: "remote", request: { getHeader: () => callId } });
      return session.id;
    };
  }
  start() {
    setTimeout(() => this.emit("registered"));
  }
  stop() {}
  call(target) {
    const session = new Session(this);
    this.emit("newRTCSession", { session, originator: "local" });
    session.order(`call ${target}`);
    setTimeout(() => session.connect({ call_id: session.id, from_tag: "ours", to_tag: "theirs" }), 20);
    return session;
  }
  registrator() {
    return { close() {} };
  }
  unregister() {}
  sendOptions(target, body, { eventHandlers }) {
    eventHandlers.succeeded();
  }
}

class WebSocketInterface {
  isConnected() {
    return true;
  }
  disconnect() {}
}

export default { UA, WebSocketInterface };
