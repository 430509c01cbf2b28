"""`convonet bench` on the command line; what it runs is imported only when it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from convonet_ari.bench.aims import KEYS
from convonet_ari.errors import ConfigError

app = typer.Typer()

Home = Annotated[
    Path | None, typer.Option(help="Where everything is kept; default: var/bench in this checkout.")
]


@app.callback(invoke_without_command=True)
def bench(
    context: typer.Context,
    quick: Annotated[bool, typer.Option("--quick", help="Fewer tries, in three minutes.")] = False,
    only: Annotated[
        list[str] | None, typer.Option(metavar="FIGURE", help=f"Only this figure: {', '.join(KEYS)}.")
    ] = None,
    compare: Annotated[Path | None, typer.Option(help="A stored result; say what got worse since.")] = None,
    store: Annotated[
        Path | None, typer.Option(help="Keep the result and its pictures in this folder as the reference.")
    ] = None,
    home: Home = None,
) -> None:
    """Measure what a caller's ear measures, on this machine."""
    if context.invoked_subcommand is None:
        unknown = [key for key in only or () if key not in KEYS]
        if unknown:
            raise ConfigError(f"no figure {unknown[0]!r}; there are {', '.join(KEYS)}")
        from convonet_ari.bench.run import Options, run

        sys.exit(run(Options(_folder(home), quick, tuple(only or ()), compare, store)))


@app.command()
def listen(
    home: Home = None,
    play: Annotated[bool, typer.Option(help="Play them, where this machine has a player.")] = True,
) -> None:
    """Write two-channel recordings of the cases, and say what to listen for."""
    from convonet_ari.bench.listen import run

    sys.exit(run(_folder(home), play))


@app.command()
def tools(
    todos: Annotated[int, typer.Option(min=100, help="How many there are.")] = 100_000,
    users: Annotated[int, typer.Option(min=20, help="Whose they are.")] = 1_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each tool is called.")] = 100,
) -> None:
    """Measure every tool on a large company's database."""
    from convonet_ari.bench.tools import run

    typer.echo(run(todos, users, rounds))


@app.command()
def understand(
    written: Annotated[bool, typer.Option(help="As text, without a telephone.")] = False,
    base_url: Annotated[
        str, typer.Option(help="As text, of the chat model behind this address (OpenAI's protocol).")
    ] = "",
    model: Annotated[str, typer.Option(help="Its name there.")] = "",
    api_key: Annotated[str, typer.Option(envvar="OPENAI_API_KEY", help="Its key.", show_envvar=True)] = "",
    only: Annotated[list[str] | None, typer.Option(metavar="CASE", help="Only this case.")] = None,
    home: Home = None,
) -> None:
    """Ask what callers ask, and look in PostgreSQL whether it was done."""
    from convonet_ari.bench.understand.run import Options, run

    sys.exit(run(Options(_folder(home), written, base_url, model, api_key, tuple(only or ()))))


def _folder(home: Path | None) -> Path:
    from convonet_ari.demo.places import checkout

    return (home or checkout() / "var" / "bench").resolve()
