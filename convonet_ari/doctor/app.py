"""`convonet doctor`: names each missing or wrong thing and how to mend it, and places a call if asked to."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from convonet_ari.doctor.finding import Finding

app = typer.Typer()


@app.command()
def doctor(
    config_file: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="Settings file; default: convonet.yaml, else the running demo."),
    ] = None,
    did: Annotated[str, typer.Option(help="A number that should be answered.")] = "",
    etc: Annotated[
        Path, typer.Option("--etc", help="Asterisk's configuration folder, if it is on this machine.")
    ] = Path("/etc/asterisk"),
    demo: Annotated[bool, typer.Option("--demo", help="The running demo, whatever is configured.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
    call: Annotated[
        bool, typer.Option("--call", help="Place a call through Asterisk's own dialplan.")
    ] = False,
    pin: Annotated[str, typer.Option(help="For --call: somebody's PIN; `ask` asks for it.")] = "",
    with_user: Annotated[
        bool, typer.Option("--with-user", help="For --call: a user of the doctor's own, retired afterwards.")
    ] = False,
    context: Annotated[str, typer.Option(help="For --call: the trunk's context.")] = "from-pstn",
    caller: Annotated[str, typer.Option("--from", help="For --call: the caller's number.")] = "",
    report_file: Annotated[
        Path | None, typer.Option("--report", help="Write an archive to show others: no secret, no number.")
    ] = None,
) -> None:
    """Name each missing or wrong thing and how to mend it; exit code 0 if a call would work."""
    import logging

    from rich.console import Console

    from convonet_ari.doctor import archive, report
    from convonet_ari.doctor.examine import examine, machine, place_call, read
    from convonet_ari.doctor.finding import healthy
    from convonet_ari.doctor.subject import Subject
    from convonet_ari.doctor.trial import Options

    logging.getLogger("panoramisk").setLevel(logging.CRITICAL)
    digits = typer.prompt("PIN", hide_input=True) if pin == "ask" else pin
    settings, number, verdict = read(config_file, demo=demo)
    number = did or number
    findings: list[Finding] = [*machine(), verdict]
    if settings is not None:
        findings += asyncio.run(examine(Subject(settings, number, etc)))
    if settings is not None and call:
        options = Options(number, context, caller, digits)
        findings += asyncio.run(place_call(settings, options, with_user=with_user))
    if report_file:
        texts = archive.contents(settings, findings, etc)
        archive.write(report_file, texts, [*archive.secrets_of(settings), digits])
    if as_json:
        typer.echo(report.as_json(findings))
    else:
        report.show(findings, Console())
    raise typer.Exit(0 if healthy(findings) else 1)
