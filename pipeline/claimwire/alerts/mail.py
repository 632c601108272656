"""Mail: one message handed to a mail server by SMTP, within a time."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

import aiosmtplib

from claimwire.settings import Settings


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over: with `starttls` or `tls` never without encryption."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str | None = None
    password: str | None = None
    step_s: float = 20.0
    total_s: float = 40.0

    @classmethod
    def of(cls, settings: Settings) -> MailServer | None:
        """Return the server of the settings; None where none is set."""
        if settings.smtp_host is None:
            return None
        password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
        where = (settings.smtp_host, settings.smtp_port, settings.smtp_security)
        return cls(*where, settings.smtp_username, password)

    async def send(self, mail: EmailMessage) -> None:
        """Hand a message over.

        Raises `OSError`, `TimeoutError` or `aiosmtplib.SMTPException` if the server does not take it.
        """
        async with asyncio.timeout(self.total_s):
            await aiosmtplib.send(
                mail,
                hostname=self.host,
                port=self.port,
                username=self.username,
                password=self.password,
                timeout=self.step_s,
                use_tls=self.security == "tls",
                start_tls=self.security == "starttls",
                tls_context=ssl.create_default_context(),
            )
