"""Has a running Asterisk read its files again, and asks it whether it did."""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from convonet_ari.dialplan.install import TRUNK
from convonet_ari.errors import MissingPart

PATIENCE_S = 20

# In this order: the workers' address before the applications that use it.
RELOADS = {
    "extensions_custom.conf": "dialplan reload",
    "websocket_client.conf": "module reload res_websocket_client.so",
    "ari_general_custom.conf": "module reload res_ari.so",
    "ari_additional_custom.conf": "module reload res_ari.so",
    "http_custom.conf": "module reload http",
    "manager_custom.conf": "manager reload",
    TRUNK: "module reload res_pjsip.so",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What Asterisk says to `command` when the file is loaded."""

    command: str
    says: str
    what: str


class AsteriskCli:
    """Asterisk's own console, as root or as Asterisk's user; `argv` is completed by one command."""

    def __init__(self, argv: Sequence[str]) -> None:
        self._argv = tuple(argv)

    def run(self, command: str) -> str:
        try:
            done = subprocess.run(
                [*self._argv, command], capture_output=True, text=True, timeout=PATIENCE_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MissingPart(
                f"Asterisk's console does not answer ({type(error).__name__})",
                "Start Asterisk, or install with --no-reload.",
            ) from None
        if done.returncode:
            said = (done.stdout + done.stderr).strip().splitlines()[-1:]
            raise MissingPart(
                f"Asterisk's console refuses: {' '.join(said)}", "Run this as root, or with --no-reload."
            )
        return done.stdout

    def reload(self, names: Collection[str]) -> list[str]:
        """The commands given."""
        commands = list(dict.fromkeys(command for name, command in RELOADS.items() if name in names))
        for command in commands:
            self.run(command)
        return commands

    def lacking(self, proofs: Sequence[Proof]) -> list[str]:
        """What is not loaded."""
        return [proof.what for proof in proofs if proof.says not in self.run(proof.command)]


def proofs(application: str, ami_user: str, names: Collection[str]) -> list[Proof]:
    """Of the files installed."""
    known = {
        "extensions_custom.conf": Proof(
            "dialplan show convonet-inbound", "Context 'convonet-inbound'", "the context convonet-inbound"
        ),
        "ari_additional_custom.conf": Proof(
            "ari show outbound-websockets", f"{application}-calls", "the applications' WebSockets"
        ),
        "manager_custom.conf": Proof("manager show users", ami_user, f"the manager user {ami_user}"),
    }
    return [proof for name, proof in known.items() if name in names]
