"""Mails by SMTP (RFC 5321), through the mail server of the shop."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.notifications.smtp_server import Server, connected
from store.application.notifications.ports import Mail, NotTaken, Undeliverable

LEASE: Final = timedelta(minutes=2)
_NO_SUCH_MAILBOX: Final = range(550, 555)


class SmtpMailer:
    """A :class:`~store.application.notifications.ports.Mailer` by SMTP.

    A mail that was taken is written down in ``work.smtp_sent``, and a claim there keeps two workers from sending
    it at once, so a job carried out again sends nothing. What can't be excluded: if this process, or the connection,
    dies after the server took the mail and before that is written down, it is sent again, under the same Message-ID,
    by which many mailboxes recognise a double.
    """

    def __init__(
        self, server: Server, shop: str, pool: ConnectionPool[Connection[Any]],
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._server, self._shop, self._pool, self._trust = server, shop, pool, trust
        self._domain = server.sender.rpartition("@")[2]  # else smtplib asks the DNS who we are, each time

    def send(self, mail: Mail, at: datetime) -> None:
        """Hand it to the server, unless that was done before."""
        if not self._claim(mail.id, at):
            return
        try:
            self._hand_over(mail, at)
        except BaseException:
            self._note(mail.id, "UPDATE work.smtp_sent SET claimed_at = 'epoch' WHERE id = %(id)s", at)
            raise
        self._note(mail.id, "UPDATE work.smtp_sent SET sent_at = %(at)s WHERE id = %(id)s", at)

    def together(self) -> AbstractContextManager[None]:
        """Each leaves at once: a mail server takes them one by one."""
        return nullcontext()

    def _claim(self, id: UUID, at: datetime) -> bool:
        """Whether it is ours to send; false once it was sent."""
        with self._pool.connection() as db:
            mine = db.execute(
                "INSERT INTO work.smtp_sent AS s (id, claimed_at) VALUES (%(id)s, %(at)s) ON CONFLICT (id) DO UPDATE"
                " SET claimed_at = excluded.claimed_at WHERE s.sent_at IS NULL AND s.claimed_at < %(lapsed)s",
                {"id": id, "at": at, "lapsed": at - LEASE},
            ).rowcount
            if mine:
                return True
            sent = db.execute("SELECT sent_at IS NOT NULL FROM work.smtp_sent WHERE id = %s", (id,)).fetchone()
        if sent and sent[0]:
            return False
        raise NotTaken("another worker is sending it")

    def _note(self, id: UUID, statement: LiteralString, at: datetime) -> None:
        with self._pool.connection() as db:
            db.execute(statement, {"id": id, "at": at})

    def _hand_over(self, mail: Mail, at: datetime) -> None:
        """What servers say stays out of our errors: it often names the address."""
        try:
            message = self._message(mail, at)
            with connected(self._server, self._domain, self._trust) as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            if code in _NO_SUCH_MAILBOX:
                raise Undeliverable(code) from None
            raise NotTaken(f"recipient refused with {code}") from None
        except smtplib.SMTPResponseException as answer:
            raise NotTaken(f"{type(answer).__name__} {answer.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as failure:
            raise NotTaken(type(failure).__name__) from None

    def _message(self, mail: Mail, at: datetime) -> EmailMessage:
        message = EmailMessage()
        message["From"] = Address(self._shop, addr_spec=self._server.sender)
        try:
            message["To"] = Address(addr_spec=mail.to)
        except (MessageError, ValueError, IndexError):
            raise Undeliverable(553) from None  # RFC 5321: mailbox name not allowed
        message["Subject"] = mail.letter.subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = f"<{mail.id}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
        if mail.unsubscribe:  # RFC 8058: one press in the mail program, nothing to be found on a page
            message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.letter.text)
        message.add_alternative(mail.letter.html, subtype="html")
        return message
