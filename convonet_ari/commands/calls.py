"""`convonet call`: which calls there were, what happened in one, and whether it would happen again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from convonet_ari.call.policy import Policy
from convonet_ari.commands import replay as replays
from convonet_ari.commands.books import Books, ConfigFile, Demo, Did, Whose, choose, columns, opened
from convonet_ari.commands.timeline import Moment, moments
from convonet_ari.commands.turns import HEAD, turns
from convonet_ari.errors import ConfigError
from convonet_ari.store.history import CallLine, CallStory
from convonet_ari.usage import Used

app = typer.Typer(no_args_is_help=True, help="Look at calls.")
CallId = Annotated[str, typer.Argument(help="The call's id, a beginning or end of it, or `last`.")]

COLOURS = {
    "phase": "magenta",
    "caller": "green",
    "assistant": "cyan",
    "tool": "yellow",
    "barge-in": "bold green",
    "fault": "bold red",
    "end": "bold",
}


@app.command("list")
def list_calls(
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 20,
) -> None:
    """The latest calls."""
    lines = asyncio.run(_recent(choose(config_file, did, demo), limit))
    for line in columns([_cells(line) for line in lines]) or ["No call yet."]:
        typer.echo(line)


@app.command()
def show(call: CallId, config_file: ConfigFile = None, did: Did = "", demo: Demo = False) -> None:
    """A call as a timeline, and where the time of each turn went."""
    whose, console = choose(config_file, did, demo), Console()
    story = asyncio.run(_story(whose, call))
    _print_head(story, console)
    _print_notes(story, console)
    for moment in moments(story, _policy(whose)):
        console.print(_line(moment), soft_wrap=True)
    if found := turns(story):
        console.print("\n[bold]Milliseconds of each turn[/]", highlight=False)
        for line in columns([HEAD, *(turn.cells() for turn in found)]):
            console.print(escape(line), soft_wrap=True, highlight=False)


@app.command()
def replay(
    call: CallId,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
    save: Annotated[
        Path | None, typer.Option(help="Keep it as a case for tests; names and words stay in it.")
    ] = None,
) -> None:
    """Run a call's events through the machine again; exit code 1 when its end differs from what is stored."""
    whose, console = choose(config_file, did, demo), Console(highlight=False)
    story, policy = asyncio.run(_story(whose, call)), _policy(whose)
    steps = list(replays.replay(story.events, policy))
    for step in steps:
        console.print(_step(step), soft_wrap=True)
    wrong = replays.mismatches(story, steps)
    for line in wrong:
        console.print(f"[red]✗[/] {escape(line)}", soft_wrap=True)
    if not wrong:
        console.print(f"[green]✓[/] {len(steps)} events; the machine's end fits what is stored.")
    if save is not None:
        save.parent.mkdir(parents=True, exist_ok=True)
        save.write_text(replays.to_case(steps, policy), encoding="utf-8")
        console.print(f"Saved as {save}. Read it before you share it: it holds what was said.")
    raise typer.Exit(1 if wrong else 0)


async def _recent(whose: Whose, limit: int) -> list[CallLine]:
    async with opened(whose) as books:
        found = [
            line for org in await books.organisations() for line in await books.history.recent(org, limit)
        ]
    return sorted(found, key=lambda line: line.started_at, reverse=True)[:limit]


async def _story(whose: Whose, name: str) -> CallStory:
    async with opened(whose) as books:
        return await _found(books, name)


async def _found(books: Books, name: str) -> CallStory:
    story = await books.history.show(await books.call(name))
    if story is None:
        raise ConfigError(f"there is no call {name}")
    return story


def _policy(whose: Whose) -> Policy:
    from convonet_ari.stasis.services import policy_of

    return policy_of(whose.settings)


def _cells(line: CallLine) -> tuple[str, ...]:
    lasted = f"{(line.ended_at - line.started_at).total_seconds():.0f} s" if line.ended_at else ""
    began = f"{line.started_at.astimezone():%Y-%m-%d %H:%M:%S}"
    phase = f"{line.phase} ({line.end_reason})" if line.end_reason else line.phase
    caller = line.caller_number or "withheld"
    return str(line.call_id), began, lasted, phase, caller, line.user_name or ""


def _print_head(story: CallStory, console: Console) -> None:
    call = story.call
    console.print(f"[bold]Call {call['id']}[/]", highlight=False)
    caller = f"{call['caller_number'] or 'withheld'}{f' ({name})' if (name := call['user_name']) else ''}"
    began = f"{call['started_at'].astimezone():%Y-%m-%d %H:%M:%S}"
    console.print(escape(f"{caller} → {call['did']}, {call['organisation']}, {began}"), highlight=False)
    for used in story.usage:
        console.print(f"[dim]{escape(_usage(used))}[/]", highlight=False)
    if len(story.usage) > 1:
        console.print(f"[dim]cost      ${sum(used.cost for used in story.usage):.4f}[/]", highlight=False)


def _print_notes(story: CallStory, console: Console) -> None:
    """What was written about the call after it, where there is any."""
    if story.notes is None:
        return
    console.print(f"[italic]{escape(story.notes['summary'])}[/]", highlight=False)
    for action in story.notes["actions"]:
        console.print(f"[italic]to do: {escape(action)}[/]", highlight=False)


def _usage(used: Used) -> str:
    amounts = (
        (f"{used.seconds:.0f} s", used.seconds),
        (f"{used.text_in} tokens read ({used.cached} cached)", used.text_in),
        (f"{used.text_out} written", used.text_out),
        (f"{used.audio_in} heard", used.audio_in),
        (f"{used.audio_out} spoken", used.audio_out),
    )
    told = ", ".join(text for text, amount in amounts if amount)
    return f"{used.part:<9} {used.model}: {told}, ${used.cost:.4f}"


def _line(moment: Moment) -> Text:
    colour = COLOURS.get(moment.who, "")
    line = Text.assemble((f"{moment.at_ms / 1000:8.2f}  ", "dim"), (f"{moment.who:<10}", colour), moment.text)
    if moment.unheard:
        line.append(f" ⟨unheard: {moment.unheard.strip()}⟩", "dim strike")
    if moment.note:
        line.append(f"  ({moment.note})", "dim")
    return line


def _step(step: replays.Step) -> Text:
    event = Text.assemble(
        (f"{step.stored.at_ms / 1000:8.2f}  ", "dim"), (f"{step.phase.value:<13}", "magenta")
    )
    event.append(repr(step.stored.event), "green")
    for effect in step.effects:
        event.append(f"\n{'':25}→ {effect!r}")
    return event
