"""One run of the doctor: look, place a call if that is wanted, and tell what was found."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path

import typer
from rich.console import Console

from convonet_ari.config import Settings
from convonet_ari.doctor import archive, report
from convonet_ari.doctor.examine import examine, machine, place_call, read
from convonet_ari.doctor.finding import Finding, healthy
from convonet_ari.doctor.subject import Subject
from convonet_ari.doctor.trial import Options


@dataclass(frozen=True, slots=True)
class Visit:
    """What is asked of the doctor; the fields are the command's options."""

    config_file: Path | None
    demo: bool
    did: str
    etc: Path
    call: bool
    pin: str = field(repr=False)
    with_user: bool
    context: str
    caller: str

    def run(self, report_file: Path | None, *, as_json: bool) -> bool:
        """Whether a call would work."""
        logging.getLogger("panoramisk").setLevel(logging.CRITICAL)
        settings, number, verdict = read(self.config_file, demo=self.demo)
        findings = [*machine(), verdict]
        if settings is not None:
            findings += asyncio.run(self._look(settings, self.did or number))
        if report_file:
            texts = archive.contents(settings, findings, self.etc)
            archive.write(report_file, texts, [*archive.secrets_of(settings), self.pin])
        if as_json:
            typer.echo(report.as_json(findings))
        else:
            report.show(findings, Console())
        return healthy(findings)

    async def _look(self, settings: Settings, number: str) -> list[Finding]:
        findings = await examine(Subject(settings, number, self.etc))
        if self.call:
            options = Options(number, self.context, self.caller, self.pin)
            findings += await place_call(settings, options, with_user=self.with_user)
        return findings
