"""The metrics themselves; importing this imports prometheus_client, which then chooses where values live."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

TURN_S = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0)
TOOL_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
ARI_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0)
LAG_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0)
ENDS = ("ended", "with_human", "lost", "failed", "killed")
TURN_ENDS = ("done", "failed", "timeout", "cut")
TAKEOVERS = ("adopted", "given_up")
PIN_FAILURES = ("wrong", "locked", "unavailable")


class Meters:
    """One of each per process."""

    def __init__(self) -> None:
        self.started = Counter("convonet_calls_started", "Calls that entered a worker")
        self.ended = Counter("convonet_calls_ended", "Calls that left a worker, by how", ["outcome"])
        self.active = Gauge(
            "convonet_calls_active", "Calls talking to the assistant now", multiprocess_mode="livesum"
        )
        self.turn = Histogram("convonet_turn_seconds", "Latency of a turn, by part", ["part"], buckets=TURN_S)
        self.tool = Histogram(
            "convonet_tool_seconds", "Time a tool took", ["tool", "outcome"], buckets=TOOL_S
        )
        self.model = Histogram(
            "convonet_model_seconds", "Time one answer of the model took", ["outcome"], buckets=TURN_S
        )
        self.turns = Counter("convonet_turns", "Turns of the agent, by how they ended", ["outcome"])
        self.providers = Counter(
            "convonet_provider_failures", "Times another engine stood in", ["provider", "code"]
        )
        self.takeovers = Counter(
            "convonet_takeovers", "Calls of a lost worker, by what became of them", ["kind"]
        )
        self.pins = Counter("convonet_pin_failures", "PINs not accepted, by why", ["outcome"])
        self.ari = Histogram(
            "convonet_ari_request_seconds",
            "Time Asterisk took to answer",
            ["method", "outcome"],
            buckets=ARI_S,
        )
        self.lines_lost = Counter("convonet_log_lines_lost", "Lines of log that nobody took")
        self.tasks = Gauge(
            "convonet_tasks", "Tasks of a process's loop, idle ones included", multiprocess_mode="liveall"
        )
        self.lag = Histogram("convonet_loop_lag_seconds", "How late a worker's loop wakes up", buckets=LAG_S)
        self._begin_at_nought()

    def _begin_at_nought(self) -> None:
        """Prometheus' increase() does not see the value with which a series begins; let that be nought."""
        known = ((self.ended, ENDS), (self.turns, TURN_ENDS), (self.takeovers, TAKEOVERS))
        for meter, values in (*known, (self.pins, PIN_FAILURES)):
            for value in values:
                meter.labels(value)
