/** How well a call's packets travel, from the browser's own counters. */

/** @typedef {import("./types.js").Quality} Quality */

/**
 * Asks every two seconds while the connection lives.
 * @param {RTCPeerConnection} connection @param {(quality: Quality) => void} tell
 * @returns {() => void} stops it
 */
export function watchQuality(connection, tell) {
  let before = { received: 0, lost: 0 };
  const timer = setInterval(async () => {
    const now = read(await connection.getStats());
    tell(judge(now, before));
    before = now;
  }, 2000);
  return () => clearInterval(timer);
}

/** @param {RTCStatsReport} report */
function read(report) {
  const found = { received: 0, lost: 0, jitter: 0, rtt: 0 };
  for (const one of report.values()) {
    if (one.type === "inbound-rtp" && one.kind === "audio") {
      Object.assign(found, { received: one.packetsReceived, lost: one.packetsLost, jitter: one.jitter ?? 0 });
    }
    if (one.type === "candidate-pair" && one.nominated) found.rtt = one.currentRoundTripTime ?? found.rtt;
  }
  return found;
}

/**
 * @param {ReturnType<typeof read>} now @param {{received: number, lost: number}} before
 * @returns {Quality}
 */
export function judge(now, before) {
  const lost = Math.max(0, now.lost - before.lost);
  const due = lost + Math.max(0, now.received - before.received);
  const loss_pct = due ? (100 * lost) / due : 0;
  const rtt_ms = Math.round(now.rtt * 1000);
  const jitter_ms = Math.round(now.jitter * 1000);
  const isPoor = loss_pct > 5 || rtt_ms > 400 || jitter_ms > 60;
  const isFair = loss_pct > 1 || rtt_ms > 200 || jitter_ms > 30;
  return { grade: isPoor ? "poor" : isFair ? "fair" : "good", rtt_ms, jitter_ms, loss_pct: Math.round(loss_pct * 10) / 10 };
}
