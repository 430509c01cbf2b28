"""A mail server on this machine that keeps what it takes, refuses on request, and can lose its nerve."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "assistant", "a password for tests"


class MailServer:
    """`answers` are taken one for each message, then it takes all; "hang" never answers."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.taken: list[EmailMessage] = []
        self.asked = asyncio.Event()
        self.port = 0
        self.login = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.asked.set()
        answer = self.answers.pop(0) if self.answers else ""
        if answer == "hang":
            await asyncio.Event().wait()
        if answer:
            return answer
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 taken"

    def protocol(self) -> SMTP:
        return SMTP(
            self,
            hostname="mail.test",
            auth_required=self.login,
            auth_require_tls=False,
            authenticator=self._authenticate,
        )

    def _authenticate(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right)


@asynccontextmanager
async def mail_server(*, login: bool = False) -> AsyncIterator[MailServer]:
    mail = MailServer()
    mail.login = login
    server = await asyncio.get_running_loop().create_server(mail.protocol, "127.0.0.1", 0)
    mail.port = server.sockets[0].getsockname()[1]
    try:
        yield mail
    finally:
        server.close()
