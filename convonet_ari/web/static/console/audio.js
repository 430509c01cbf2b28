/** Microphone, loudspeaker and which of them the agent chose; levels of what they carry. */

const KEY = "convonet.devices";

/** The agent's choice, kept in this browser. */
class Chosen {
  /** @type {{microphone: string, speaker: string, ringer: string, clean: boolean}} */
  values = { microphone: "", speaker: "", ringer: "", clean: true, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };

  /** @param {Partial<Chosen["values"]>} patch */
  set(patch) {
    this.values = { ...this.values, ...patch };
    localStorage.setItem(KEY, JSON.stringify(this.values));
  }

  /** @param {HTMLAudioElement} element */
  applySink(element) {
    if ("setSinkId" in element) element.setSinkId(this.values.speaker).catch(() => undefined);
  }
}

export const chosen = new Chosen();

/** The microphone as chosen; a device that is gone is replaced by the browser's own choice. @returns {Promise<MediaStream>} */
export function openMicrophone() {
  const { microphone, clean } = chosen.values;
  const audio = { deviceId: microphone ? { ideal: microphone } : undefined, echoCancellation: clean, noiseSuppression: clean, autoGainControl: clean };
  return navigator.mediaDevices.getUserMedia({ audio });
}

/** @param {unknown} error @returns {import("./types.js").MicState} */
export function whyNoMicrophone(error) {
  return error instanceof DOMException && error.name === "NotAllowedError" ? "denied" : "missing";
}

/** Asks for the microphone once, ahead of the first call. @returns {Promise<import("./types.js").MicState>} */
export async function tryMicrophone() {
  if (!navigator.mediaDevices) return "missing";
  try {
    (await openMicrophone()).getTracks().forEach((track) => track.stop());
    return "ok";
  } catch (error) {
    return whyNoMicrophone(error);
  }
}

/** Tells when the agent allows or forbids the microphone. @param {() => void} changed */
export async function watchMicrophone(changed) {
  navigator.mediaDevices?.addEventListener("devicechange", changed);
  try {
    const status = await navigator.permissions.query({ name: /** @type {PermissionName} */ ("microphone") });
    status.addEventListener("change", changed);
  } catch {
    // A browser that cannot be asked tells nothing; the next call will.
  }
}

/** @returns {Promise<{microphones: MediaDeviceInfo[], speakers: MediaDeviceInfo[]}>} */
export async function devices() {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const of = (/** @type {string} */ kind) => all.filter((one) => one.kind === kind && one.deviceId);
  return { microphones: of("audioinput"), speakers: of("audiooutput") };
}

/** @type {AudioContext | null} */
let context = null;

/** The page's one audio graph; browsers let it run after the first click or key. @returns {AudioContext} */
export function graph() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => undefined);
  return context;
}

/**
 * How loud a stream is, 0 to 1 over 60 dB.
 * @param {MediaStream} stream @returns {{level: () => number, stop: () => void}}
 */
export function gauge(stream) {
  const source = graph().createMediaStreamSource(stream);
  const analyser = graph().createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const level = () => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
    return Math.min(1, Math.max(0, 1 + Math.log10(power + 1e-9) / 6));
  };
  return { level, stop: () => source.disconnect() };
}
