"""A mail server: where it is, and a connection to it (RFC 5321)."""

import smtplib
import ssl
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec import Struct

TIMEOUT: Final = 15.0


class Server(Struct, frozen=True):
    """Where mails go. ``security`` is ``starttls``, ``tls`` or ``none``; times are seconds."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""
    sender: str = ""
    timeout: float = TIMEOUT

    def __repr__(self) -> str:
        """Never the password."""
        return f"Server({self.host}:{self.port}, {self.security})"

    @classmethod
    def at(cls, url: str) -> "Server":
        """``smtp://user:password@host:587`` speaks STARTTLS, ``smtps://`` TLS from the first byte (port 465).

        ``?security=none`` is for servers on the same machine, ``?from=shop@example.org`` names the sender.

        :raises ValueError: if *url* is no such address.
        """
        parts = urlsplit(url)
        wanted = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        security = wanted.get("security", "tls" if parts.scheme == "smtps" else "starttls")
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or security not in {"starttls", "tls", "none"}:
            raise ValueError("not an SMTP address")
        return cls(
            parts.hostname, parts.port or (465 if security == "tls" else 587), security,
            unquote(parts.username or ""), unquote(parts.password or ""),
            wanted.get("from", f"shop@{parts.hostname}"),
        )


def connected(
    at: Server, domain: str, trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
) -> smtplib.SMTP:
    """A connection that mails can be handed over; *domain* is who we are.

    :raises OSError: if nobody answers.
    :raises smtplib.SMTPException: if the server doesn't want us.
    """
    if at.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(at.host, at.port, domain, timeout=at.timeout, context=trust())
    else:
        server = smtplib.SMTP(at.host, at.port, domain, timeout=at.timeout)
    try:
        if at.security == "starttls":
            server.starttls(context=trust())
        if at.user:
            server.login(at.user, at.password)
    except BaseException:
        server.close()
        raise
    return server
