"""Sends receipts by e-mail, over SMTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

import aiosmtplib

from convonet_ari.config import Mail
from convonet_ari.errors import DeliveryError
from convonet_ari.jobs.receipts import Receipt

TRANSIENT = range(400, 500)


class SmtpMail:
    """One connection for each message; all of it takes no longer than `timeout_s`."""

    def __init__(self, settings: Mail) -> None:
        self._settings = settings

    async def send(self, receipt: Receipt) -> None:
        mail = self._settings
        try:
            async with asyncio.timeout(mail.timeout_s):
                async with self._connected() as client:
                    await client.send_message(self._message(receipt))
        except aiosmtplib.SMTPAuthenticationError as error:
            raise DeliveryError("the mail server refused our credentials", may_pass=True) from error
        except aiosmtplib.SMTPRecipientsRefused as error:
            refused = error.recipients[0]
            raise DeliveryError(f"the address was refused ({refused.code})", _again(refused.code)) from error
        except aiosmtplib.SMTPResponseException as error:
            raise DeliveryError(f"the mail server refused ({error.code})", _again(error.code)) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
            raise DeliveryError(f"the mail server: {type(error).__name__}", may_pass=True) from error

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        mail = self._settings
        client = aiosmtplib.SMTP(
            hostname=mail.host,
            port=mail.port,
            username=mail.user or None,
            password=mail.password.get_secret_value() or None,
            use_tls=mail.security == "tls",
            start_tls=mail.security == "starttls",
            timeout=mail.timeout_s,
        )
        async with client:
            try:
                yield client
            except asyncio.CancelledError:
                # Else the client would take its leave of a server that no longer answers.
                client.close()
                raise

    def _message(self, receipt: Receipt) -> EmailMessage:
        """The same id at each try: who gets it twice can tell."""
        message = EmailMessage()
        message["From"] = self._settings.sender
        message["To"] = receipt.to
        message["Subject"] = receipt.subject
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = f"<{receipt.key}@{_domain(self._settings.sender)}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(receipt.text)
        return message


def _again(code: int) -> bool:
    """RFC 5321, 4.2.1: 4yz may pass later, 5yz never."""
    return code in TRANSIENT


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
