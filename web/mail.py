"""Letters: sent over SMTP, or written into a folder where there is no mail server. Always after the commit."""

import smtplib
import ssl
import uuid
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person."""

    to: str
    subject: str
    text: str


class Post(Protocol):
    """Whatever delivers letters."""

    def send(self, letter: Letter) -> None:
        """Deliver one letter, or raise OSError."""


def open_post(url: str, *, sender: str) -> Post:
    """Return what delivers letters.

    Args:
        url: `smtp://user:password@host:587`, `smtps://...`, or a folder.
        sender: the address that letters come from.
    """
    if url.startswith(("smtp://", "smtps://")):
        return SmtpPost(url, sender)
    return FolderPost(Path(url), sender)


def _message(letter: Letter, sender: str) -> EmailMessage:
    """Return the letter as mail; line breaks in an address or subject never become headers."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


class FolderPost:
    """Writes each letter as a file, for the demonstration and for machines without mail."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, letter: Letter) -> None:
        """Write one .eml file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        (self._folder / f"{uuid.uuid4().hex}.eml").write_bytes(bytes(_message(letter, self._sender)))


class SmtpPost:
    """Sends each letter to a mail server, encrypted whenever the server offers it."""

    def __init__(self, url: str, sender: str) -> None:
        self._parts = urlsplit(url)
        self._sender = sender

    def send(self, letter: Letter) -> None:
        """Send one letter."""
        with self._connect() as server:
            if self._parts.username:
                server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
            server.send_message(_message(letter, self._sender))

    def _connect(self) -> smtplib.SMTP:
        host, tls = self._parts.hostname or "localhost", ssl.create_default_context()
        if self._parts.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self._parts.port or 465, timeout=TIMEOUT_SECONDS, context=tls)
        server = smtplib.SMTP(host, self._parts.port or 587, timeout=TIMEOUT_SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=tls)
        elif self._parts.username:
            server.close()
            raise smtplib.SMTPException("the mail server offers no encryption: its password was not sent")
        return server
