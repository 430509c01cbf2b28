"""`convonet bench understand`: the suite, its score, and its failures by cause."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import SecretStr
from rich.table import Table

from convonet_ari.bench.understand.cases import Case, cases
from convonet_ari.bench.understand.grade import Graded, share
from convonet_ari.bench.understand.spoken import ask_aloud
from convonet_ari.bench.understand.written import ask_in_writing
from convonet_ari.config import Limits, OpenAI, Settings, Speech
from convonet_ari.demo.interface import only_one
from convonet_ari.demo.plan import Plan, Ports, Secrets
from convonet_ari.demo.screen import Screen
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.packages import ensure_asterisk

HOST = "127.0.0.1"
ENOUGH = 0.9
RESULT = "result.json"
# What is asked is whether a model understands; how long it takes, `convonet bench` asks.
PATIENCE_S = 900.0


@dataclass(frozen=True, slots=True)
class Options:
    """`base_url` or `written`: as text; otherwise aloud, by the local engines."""

    home: Path
    written: bool = False
    base_url: str = ""
    model: str = ""
    api_key: str = ""
    only: tuple[str, ...] = ()


def run(options: Options) -> int:
    """The exit code: 0 when at least nine of ten are right."""
    screen = Screen()
    wanted = [case for case in cases() if not options.only or case.slug in options.only]
    with only_one(options.home):
        home = options.home / "understand"
        home.mkdir(exist_ok=True)
        graded = asyncio.run(_asked(replace(options, home=home), wanted, screen))
    screen.show("", _failures(graded))
    screen.say(_score(graded), "bold")
    screen.say(f"Kept in {home / RESULT}")
    return int(share(graded) < ENOUGH)


async def _asked(options: Options, wanted: Sequence[Case], screen: Screen) -> list[Graded]:
    kept: list[dict[str, object]] = []

    def report(graded: Graded) -> None:
        """A run that is ended early leaves what it has."""
        screen.say(f"{'✓' if graded.right else '✗'} {graded.case.slug}", "" if graded.right else "yellow")
        kept.append(_row(graded))
        (options.home / RESULT).write_text(json.dumps(kept, indent=1), encoding="utf-8")

    if options.written or options.base_url:
        settings = _settings(options)
        screen.say(f"Asking {settings.speech.llm}: {options.model or 'the offline assistant'}", "bold")
        return await ask_in_writing(options.home, settings, wanted, report)
    plan = Plan(HOST, Ports.free(HOST), Secrets.fresh())
    system = EmbeddedSystem(options.home, plan, ensure_asterisk(screen.step), screen.step, durable=False)
    async with system:
        screen.done()
        return await ask_aloud(system, wanted, report)


def _settings(options: Options) -> Settings:
    if not options.base_url:
        return Settings()
    openai = OpenAI(
        base_url=options.base_url,
        api_key=SecretStr(options.api_key),
        chat_model=options.model or OpenAI().chat_model,
        timeout_s=PATIENCE_S,
        first_token_timeout_s=PATIENCE_S,
        token_timeout_s=PATIENCE_S,
    )
    limits = Limits(agent_s=PATIENCE_S, turn_s=PATIENCE_S)
    return Settings(speech=Speech(llm="openai", openai=openai), limits=limits)


def _failures(graded: Sequence[Graded]) -> Table:
    table = Table("case", "said", "understood", "answered", "cause", box=None, pad_edge=False)
    for one in graded:
        if not one.right:
            said = " / ".join(one.case.say)
            heard = one.heard
            table.add_row(
                one.case.slug, said, " / ".join(heard.understood), " / ".join(heard.answers), one.cause
            )
    return table


def _score(graded: Sequence[Graded]) -> str:
    causes = Counter(one.cause for one in graded if not one.right)
    wrong = ", ".join(f"{number} {cause}" for cause, number in causes.most_common())
    right = sum(one.right for one in graded)
    return f"{right} of {len(graded)} right ({share(graded):.0%}){f'; {wrong}' if wrong else ''}"


def _row(one: Graded) -> dict[str, object]:
    return {
        "case": one.case.slug,
        "voice": one.case.voice,
        "right": one.right,
        "cause": one.cause,
        "understood": one.heard.understood,
        "answers": one.heard.answers,
        "queue": one.heard.queue,
    }
