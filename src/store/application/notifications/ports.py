"""What telling people things needs from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from msgspec import Struct

from store.domain.shared.errors import StoreError
from store.domain.shared.ids import OrderNumber, SubjectId


class Occasion(StrEnum):
    """Why somebody gets a mail. The values are stored, and name the templates."""

    CONFIRMED = "order_confirmation"
    SHIPPED = "order_shipped"
    CANCELLED = "order_cancelled"
    VERIFICATION = "account_verification"
    KNOWN_ALREADY = "account_known"
    RESET = "password_reset"
    NEW_PASSWORD = "password_changed"  # noqa: S105 - an occasion
    NEW_EMAIL = "email_change"
    FORMER_EMAIL = "email_changed"
    LEAVING = "account_deletion"
    FACTOR_ON = "second_factor_on"
    FACTOR_OFF = "second_factor_off"


class Outcome(StrEnum):
    """What became of a mail that was due. The values are stored."""

    SENT = "sent"
    ERASED = "erased"
    """The person was forgotten: nobody is left to tell."""
    REFUSED = "refused"
    """The mail server says that this address takes no mail."""


class MailJob(Struct, frozen=True, kw_only=True):
    """A mail to be sent, ``about`` an order or an account. It holds ids only: a queue is no place for persons."""

    mail_id: UUID
    about: UUID
    kind: Occasion
    correlation: UUID


class Jobs(Protocol):
    """A queue of things to do soon, each at least once, by whichever worker comes first."""

    def enqueue(self, *jobs: MailJob) -> None:
        """Have *jobs* done by one worker, one after the other. If one fails, all of them are done again later.

        Handing the same ones over while they still wait changes nothing.
        """

    def waiting(self) -> int:
        """How many times something was handed over that is still to be done, or being done."""


class Letter(Struct, frozen=True):
    """What a mail says, once for programs that show HTML and once for those that don't."""

    subject: str
    html: str
    text: str


class Letters(Protocol):
    """Puts things into words."""

    def write(self, occasion: Occasion, about: Mapping[str, Any]) -> Letter:
        """The letter for *occasion*; *about* holds what it speaks of, by name."""


class Mail(Struct, frozen=True):
    """A letter on its way to a person. ``number`` is its order's, and empty where it is about none."""

    id: UUID
    number: OrderNumber
    kind: Occasion
    person: SubjectId
    to: str
    letter: Letter

    def __repr__(self) -> str:
        """Never the address or the letter: what is printed ends in a log file."""
        return f"Mail({self.id})"


@dataclass(eq=False)
class NotTaken(StoreError):
    """The mail was not taken ({reason}); it has to be tried again."""

    reason: str


@dataclass(eq=False)
class Undeliverable(StoreError):
    """The mail server takes no mail for this address ({code}), now or later."""

    code: int


class Forgotten(StoreError):
    """The person this mail is for has been forgotten."""


class Mailer(Protocol):
    """Sends mails, each id once however often it is asked to."""

    def send(self, mail: Mail, at: datetime) -> None:
        """Send *mail*, unless one with its id was sent before.

        :raises NotTaken: if it could not be sent now.
        :raises Undeliverable: if it never can be.
        :raises Forgotten: if the person was erased meanwhile.
        """


class Duties(Protocol):
    """The list of mails that are due, and of what became of the others."""

    def outcome(self, mail_id: UUID) -> Outcome | None:
        """What became of a mail; ``None`` while it is due."""

    def settle(self, mail_id: UUID, outcome: Outcome, at: datetime) -> None:
        """Write down what became of it. The first word stands."""
