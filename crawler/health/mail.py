"""Alerts by mail."""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from crawler.health.news import News, shown

TIMEOUT = 20  # seconds that the server may be silent
IMPLICIT_TLS = 465


class NotSent(Exception):
    """News that could not be sent; the message says why in one line, without a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A server, and who gets the mail. `password_env` names the environment variable with the password of `user`.

    Port 465 speaks TLS from the first byte; on others STARTTLS is asked for unless `starttls` is False. Without either
    no password is sent. Certificates are checked.
    """

    to: tuple[str, ...]
    sender: str
    host: str
    port: int = 587
    starttls: bool = True
    user: str = ""
    password_env: str = ""

    def message(self, news: News) -> EmailMessage:
        """The mail. Raises NotSent for an address that is none."""
        mail = EmailMessage()
        try:
            mail["From"], mail["To"] = self.sender, ", ".join(self.to)
        except ValueError as error:  # a line break in an address would begin another header
            raise NotSent(f"an address is none: {error}") from None
        mail["Subject"] = news.subject
        mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain="technews.invalid")
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(news.text)
        return mail

    def send(self, news: News) -> None:
        """Hand one mail to the server. Raises NotSent."""
        mail = self.message(news)
        password = self._password()
        try:
            with self._connected() as server:
                if password:
                    server.login(self.user or self.sender, password)
                server.send_message(mail)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise NotSent(f"{self.host}:{self.port}: {shown(_told(error))}") from None

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.port == IMPLICIT_TLS:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            if self.starttls:
                server.starttls(context=context)
        except BaseException:
            server.close()
            raise
        return server

    def _password(self) -> str:
        if not self.password_env:
            return ""
        if not (self.starttls or self.port == IMPLICIT_TLS):
            raise NotSent(f"{self.host}:{self.port}: no password is sent without TLS: set starttls = true")
        password = os.environ.get(self.password_env, "")
        if not password:
            raise NotSent(f"the environment has no {self.password_env}, which shall hold the mail password")
        return password


def _told(error: Exception) -> str:
    """Why, in one line; what a server answers to a login is not shown, it may repeat it."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"the server refused user and password (code {error.smtp_code})"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"the server refused {', '.join(error.recipients)}"
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return f"{error.smtp_code} {answer.decode('utf-8', 'replace') if isinstance(answer, bytes) else answer}"
    return str(error).partition("\n")[0] or type(error).__name__
