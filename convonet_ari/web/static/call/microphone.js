/** The microphone, and whether this browser can send sound anywhere at all. */

/** A problem with a name that `words.js` knows. */
export class Trouble extends Error {
  /** @param {string} name @param {string} [text] the server's own words, when it has some */
  constructor(name, text = "") {
    super(name);
    this.name = name;
    this.text = text;
  }
}

const NAMES = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "absent", OverconstrainedError: "absent" };
const WANTED = { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } };
const GATHER_MS = 3000;

/** @returns {Promise<MediaStream>} */
export async function openMicrophone() {
  if (!navigator.mediaDevices?.getUserMedia) throw new Trouble("insecure");
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (error) {
    throw new Trouble(NAMES[error.name] ?? "taken");
  }
}

/**
 * Whether the browser finds an address that the far end could send to; it offers none of 127.0.0.0/8.
 * @param {RTCIceServer[]} iceServers
 */
export async function hasAddress(iceServers) {
  const connection = new RTCPeerConnection({ iceServers });
  try {
    connection.createDataChannel("probe");
    const found = new Promise((done) => {
      connection.addEventListener("icecandidate", ({ candidate }) => {
        if (!candidate) done(false);
        else if (candidate.candidate && candidate.protocol === "udp") done(true);
      });
      setTimeout(() => done(false), GATHER_MS);
    });
    await connection.setLocalDescription(await connection.createOffer());
    return await found;
  } finally {
    connection.close();
  }
}
