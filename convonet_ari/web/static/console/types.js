/**
 * What the console's modules hand each other.
 *
 * @typedef {{name: string | null, number: string, verified: boolean}} CallerId
 * @typedef {{who: "caller" | "assistant", text: string, at: string}} Turn
 * @typedef {{call_id: string, caller: CallerId, department: string, reason: string, summary: string, done: string[],
 *   last_turns: Turn[], notes: string, disposition: string, waiting_s: number, status: string}} Context
 * @typedef {{ws_url: string, uri: string, user: string, password: string, display_name: string}} Sip
 * @typedef {{id: string, name: string, extension: string, role: "agent" | "supervisor"}} Agent
 * @typedef {{name: string, queue: string, member: boolean}} Department
 * @typedef {"logged_out" | "ready" | "not_ready" | "ringing" | "on_call" | "wrap_up"} StateName
 * @typedef {{state: StateName, reason: string | null, since: string, until?: string | null}} AgentState
 * @typedef {{agent: Agent, csrf: string, sip: Sip | null, departments: Department[], reasons: string[],
 *   dispositions: string[], state: AgentState, wrap_up_s: number}} Me
 * @typedef {{id: string, name: string, extension: string, state: StateName,
 *   presence: "idle" | "ringing" | "in_use" | "unavailable"}} Colleague
 * @typedef {{id: string, at: string, caller: string, department: string, reason: string, duration_s: number | null,
 *   disposition: string}} PastCall
 * @typedef {{queue: string, department: string, waiting: number, longest_s: number, expected_s: number | null,
 *   free: number, busy: number, paused: number}} QueueRow
 * @typedef {{name: string, extension: string, state: StateName, reason: string | null, since: string,
 *   call_id: string | null}} AgentRow
 * @typedef {{queues: QueueRow[], agents: AgentRow[]}} Board
 *
 * @typedef {"ringing" | "connecting" | "talking" | "over"} Phase
 * @typedef {{key: string, callId: string | null, name: string, number: string, phase: Phase, since: number,
 *   held: boolean, muted: boolean, media: "ok" | "lost"}} LineView
 * @typedef {{call_id: string, from_tag: string, to_tag: string}} Dialog what names a SIP dialog, as its callee sees it
 * @typedef {{dialog: Dialog, callId: string | null, name: string, number: string, since: number}} Held
 * @typedef {{grade: "good" | "fair" | "poor", rtt_ms: number, jitter_ms: number, loss_pct: number}} Quality
 * @typedef {"off" | "connecting" | "ready" | "lost" | "failed"} PhoneState
 * @typedef {"unknown" | "ok" | "denied" | "missing"} MicState
 *
 * @typedef {object} State
 * @property {Me} me
 * @property {AgentState} agent
 * @property {PhoneState} phone
 * @property {MicState} mic
 * @property {boolean} live
 * @property {boolean} elsewhere another tab is the one in use
 * @property {LineView | null} line the caller
 * @property {LineView | null} consult the colleague asked before a transfer
 * @property {Context | null} context of the call on the screen
 * @property {boolean} wrapping
 * @property {string} assisted the call that the assistant was asked to join, or nothing
 * @property {string} notice what happened, in a sentence
 * @property {"info" | "warn" | "bad"} tone
 * @property {Quality | null} quality
 * @property {Board | null} board
 * @property {Colleague[]} directory
 * @property {PastCall[]} history
 */
export {};
