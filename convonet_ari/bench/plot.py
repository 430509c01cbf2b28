"""Two small pictures of a result, as SVG without a library: a gap by its stages, and gaps as calls grow."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from convonet_ari.bench.result import STAGES, Result, Step

WIDTH, MARGIN = 760, 150
PLOT = WIDTH - MARGIN - 60
ROW, BAR = 40, 22
COLOURS = {
    "endpoint": "#7c8da6",
    "recognition": "#a3b1c6",
    "first_token": "#4c9a8a",
    "first_audio": "#d19a4a",
    "egress": "#b0605f",
}
# Of a gap's stages; recognition lies within the endpoint's silence.
STACKED = tuple(stage for stage in STAGES if stage != "recognition")
NAMES = {"overhead": "200 ms of silence", "cascade": "as delivered", "local": "local engines"}
# Medians with the same injected delays, measured on a machine of this kind in November 2026.
PEERS = {"Pipecat": 835.0, "aiavatarkit": 1080.0, "AVA": 1130.0}
HEIGHT = 320


def gap_picture(result: Result) -> str:
    """One bar for each kind of gap, the peers' below for scale."""
    rows = [(NAMES[key], stages) for key, stages in result.stages.items() if key in NAMES]
    longest = max([1200.0, *(sum(_stacked(stages)) for _, stages in rows)])
    scale = PLOT / longest
    body = [_text(MARGIN, 24, "From the caller's last sound to the answer's first, median in ms", size=15)]
    body += _legend(48)
    y = 70
    for name, stages in rows:
        body += _bar(y, name, zip(STACKED, _stacked(stages), strict=True), scale)
        y += ROW
    for name, value in PEERS.items():
        body += _bar(y, name, [("peer", value)], scale)
        y += ROW
    return _svg(y + 10, body)


def calls_picture(steps: Sequence[Step], slack: float = 50.0) -> str:
    """Median and 95th percentile over calls at once; the line that p95 must stay below."""
    most = max(step.calls for step in steps)
    top = max([*(step.p95 for step in steps if step.gaps), steps[0].p95 + slack]) * 1.15

    def at(calls: float, value: float) -> tuple[float, float]:
        return MARGIN + calls / most * PLOT, HEIGHT - 40 - value / top * (HEIGHT - 90)

    body = [_text(MARGIN, 24, "Gap at the caller's ear over calls at once, ms", size=15)]
    for value in _ticks(top):
        x, y = at(0, value)
        body.append(f'<path d="M{x:.0f} {y:.1f}H{MARGIN + PLOT}" stroke="#8884" fill="none"/>')
        body.append(_text(x - 8, y + 4, f"{value:.0f}", anchor="end"))
    for step in steps:
        body.append(_text(at(step.calls, 0)[0], HEIGHT - 20, str(step.calls), anchor="middle"))
    limit = steps[0].p95 + slack
    body.append(_line([at(0, limit), at(most, limit)], "#b0605f", dash="5 4"))
    body.append(_text(MARGIN + PLOT, at(0, limit)[1] - 6, "p95 of one call + 50 ms", anchor="end"))
    for name, colour in (("p95", "#d19a4a"), ("p50", "#4c9a8a")):
        points = [at(step.calls, getattr(step, name)) for step in steps if step.gaps]
        body.append(_line(points, colour))
        body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
        body.append(_text(points[-1][0] + 8, points[-1][1] + 4, name))
    return _svg(HEIGHT, body)


def _stacked(stages: dict[str, float]) -> list[float]:
    known = [stages.get(stage, 0.0) for stage in STACKED]
    return [0.0 if math.isnan(value) else value for value in known]


def _bar(y: float, name: str, parts: Iterable[tuple[str, float]], scale: float) -> list[str]:
    drawn, x, total = [_text(MARGIN - 10, y + 16, name, anchor="end")], float(MARGIN), 0.0
    for stage, value in parts:
        width = max(0.0, value) * scale
        colour = COLOURS.get(stage, "#8886")
        drawn.append(
            f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{colour}">'
            f"<title>{escape(stage)} {value:.0f} ms</title></rect>"
        )
        x, total = x + width, total + value
    return [*drawn, _text(x + 8, y + 16, f"{total:.0f}")]


def _legend(y: float) -> list[str]:
    drawn, x = [], float(MARGIN)
    for stage in STACKED:
        drawn.append(f'<rect x="{x:.0f}" y="{y - 10}" width="11" height="11" fill="{COLOURS[stage]}"/>')
        drawn.append(_text(x + 16, y, stage.replace("_", " ")))
        x += 34 + 7.2 * len(stage)
    return drawn


def _ticks(top: float) -> list[float]:
    step = next(step for step in (50, 100, 200, 250, 500, 1000, 2500, 10_000) if top / step <= 8)
    return [float(value) for value in range(0, int(top), step)]


def _line(points: Sequence[tuple[float, float]], colour: str, dash: str = "") -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{path}" stroke="{colour}" stroke-width="2" fill="none"{dashes}/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 12) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-size="{size}">{escape(words)}</text>'


def _svg(height: float, body: Sequence[str]) -> str:
    """Readable on light and dark pages alike."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        "font-family=\"Menlo, Consolas, 'DejaVu Sans Mono', monospace\">"
        "<style>text{fill:#1f2933}@media(prefers-color-scheme:dark){text{fill:#d7dde5}}</style>"
    )
    return "\n".join([head, *body, "</svg>"]) + "\n"
