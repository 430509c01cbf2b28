// In every page of the browser tests: `rig.say` speaks into the microphone, `rig.heard` is what the far end said.
// Permission and devices stay the browser's own; only the sound they give is the test's.
(() => {
  const rig = (window.rig = { tracks: 0, heard: [] });
  const voice = () => {
    if (!rig.context) {
      rig.context = new AudioContext();
      rig.mouth = rig.context.createMediaStreamDestination();
      // A microphone sends silence, too; a destination without a source sends nothing at all.
      const silence = new ConstantSourceNode(rig.context, { offset: 0 });
      silence.connect(rig.mouth);
      silence.start();
    }
    return rig.mouth.stream.getAudioTracks()[0].clone();
  };

  const devices = navigator.mediaDevices;
  if (devices) {
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const given = await ask(wanted);
      if (!wanted.audio) return given;
      for (const track of given.getAudioTracks()) {
        given.removeTrack(track);
        track.stop();
      }
      given.addTrack(voice());
      return given;
    };
  }

  rig.say = (base64, rate) =>
    new Promise((done) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const samples = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32768);
      if (!rig.context) voice();
      const buffer = rig.context.createBuffer(1, samples.length, rate);
      buffer.copyToChannel(samples, 0);
      const source = rig.context.createBufferSource();
      source.buffer = buffer;
      source.connect(rig.mouth);
      source.onended = () => done(performance.now());
      source.start();
    });

  const listen = async (track) => {
    rig.tracks += 1;
    const reader = new MediaStreamTrackProcessor({ track: track.clone() }).readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
      rig.heard.push({ at: performance.now(), rate: value.sampleRate, samples });
      value.close();
    }
  };

  // What was heard since a moment of performance.now(), as base64 of 16 bit samples.
  rig.sound = (since = 0) => {
    const pieces = rig.heard.filter((piece) => piece.at >= since);
    const all = Int16Array.from(
      pieces.flatMap((piece) => Array.from(piece.samples, (sample) => Math.max(-1, Math.min(1, sample)) * 32767)),
    );
    let text = "";
    for (const byte of new Uint8Array(all.buffer)) text += String.fromCharCode(byte);
    return { rate: pieces.length ? pieces[0].rate : 48000, base64: btoa(text) };
  };

  const describe = RTCPeerConnection.prototype.setRemoteDescription;
  const known = new WeakSet();
  RTCPeerConnection.prototype.setRemoteDescription = function (...description) {
    if (!known.has(this)) {
      known.add(this);
      this.addEventListener("track", ({ track }) => track.kind === "audio" && listen(track));
    }
    return describe.apply(this, description);
  };
})();
