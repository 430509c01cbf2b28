/** How loud a stream is, as a number from 0 to 1 in a CSS variable, for as long as it is watched. */

/** @type {AudioContext | null} */
let context = null;

/**
 * @param {MediaStream} stream @param {HTMLElement} element @param {string} variable such as `--mouth`
 * @returns {() => void} ends it
 */
export function meter(stream, element, variable) {
  context ??= new AudioContext();
  context.resume();
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = 0;
  let level = 0;
  const look = () => {
    analyser.getFloatTimeDomainData(samples);
    const loud = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    level = Math.max(Math.min(1, loud * 5), level * 0.9);
    element.style.setProperty(variable, level.toFixed(3));
    frame = requestAnimationFrame(look);
  };
  look();
  return () => {
    cancelAnimationFrame(frame);
    source.disconnect();
    element.style.setProperty(variable, "0");
  };
}
