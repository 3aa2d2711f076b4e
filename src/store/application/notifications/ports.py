"""What telling people things needs from outside."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeAlias, runtime_checkable
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command
from store.domain.notifications.kinds import Channel, Kind
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import AccountId, OrderNumber, SubjectId


class Occasion(StrEnum):
    """Why somebody is told something. The values are stored, and name the templates."""

    CONFIRMED = "order_confirmation"
    SHIPPED = "order_shipped"
    DELIVERED = "order_delivered"
    CANCELLED = "order_cancelled"
    CALLED_OFF = "order_called_off"
    REDUCED = "order_reduced"
    REFUNDED = "order_refunded"
    NOT_REFUNDED = "refund_failed"
    RETURN_REQUESTED = "return_requested"
    RETURN_APPROVED = "return_approved"
    RETURN_REFUSED = "return_refused"
    NOT_EXCHANGED = "return_not_exchanged"
    CREDIT_GRANTED = "credit_granted"
    GOODS_CANCELLED = "goods_cancelled"
    PAYMENT_TROUBLE = "payment_trouble"
    PAY_AGAIN = "payment_again"
    VERIFICATION = "account_verification"
    KNOWN_ALREADY = "account_known"
    RESET = "password_reset"
    NEW_PASSWORD = "password_changed"  # noqa: S105 - an occasion
    NEW_EMAIL = "email_change"
    FORMER_EMAIL = "email_changed"
    LEAVING = "account_deletion"
    SHIPPED_SMS = "order_shipped_sms"
    SHIPPED_PUSH = "order_shipped_push"
    DELIVERED_SMS = "order_delivered_sms"
    DELIVERED_PUSH = "order_delivered_push"
    CANCELLED_SMS = "order_cancelled_sms"
    CANCELLED_PUSH = "order_cancelled_push"
    REFUNDED_SMS = "order_refunded_sms"
    REFUNDED_PUSH = "order_refunded_push"
    NEWS_BEGUN = "news_begun"
    FACTOR_ON = "second_factor_on"
    FACTOR_OFF = "second_factor_off"
    JOINED = "account_joined"
    LOGIN_LINKED = "login_linked"
    LOGIN_UNLINKED = "login_unlinked"
    FACTOR_LOST = "second_factor_lost"
    COPY_MADE = "copy_made"
    LOW_STOCK = "low_stock"
    BACK_IN_STOCK = "back_in_stock"
    FORGOTTEN = "data_erased"


class Outcome(StrEnum):
    """What became of a mail that was due. The values are stored."""

    SENT = "sent"
    ERASED = "erased"
    """The person was forgotten: nobody is left to tell."""
    REFUSED = "refused"
    """The mail server says that this address takes no mail."""
    SUPPRESSED = "suppressed"
    """Whoever it is for does not want to be told, or not by this way: asked when it would have been sent."""


class Telling(Command[Outcome], frozen=True):
    """A wish to have somebody told something. No fact comes of it, and no read model shows it."""

    asks_where: ClassVar[bool] = False


class MailJob(Struct, frozen=True, kw_only=True):
    """A mail to be sent, ``about`` an order or an account. It holds ids only: a queue is no place for persons."""

    mail_id: UUID
    about: UUID
    kind: Occasion
    correlation: UUID


Together: TypeAlias = Callable[[Sequence[MailJob]], AbstractContextManager[None]]
"""What to do around jobs that are done one after the other."""


def each_by_itself(jobs: Sequence[MailJob]) -> AbstractContextManager[None]:
    """A :data:`Together` that does nothing."""
    del jobs
    return nullcontext()


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

    def line(self, occasion: Occasion, about: Mapping[str, Any]) -> str:
        """The same in a few words, for a text message or a push."""


class Mail(Struct, frozen=True):
    """A letter on its way to a person. ``number`` is its order's, and empty where it is about none.

    ``unsubscribe`` is where one request ends letters of this kind (RFC 8058); marketing has one, and nothing else.
    """

    id: UUID
    number: OrderNumber
    kind: Occasion
    person: SubjectId
    to: str
    letter: Letter
    unsubscribe: str = ""

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

    def together(self) -> AbstractContextManager[None]:
        """Within the block, what this thread sends may be on its way until the end, and has left only then."""


class Note(Struct, frozen=True):
    """A few words on their way to a person: to a telephone number (E.164), or to whatever devices an account has."""

    id: UUID
    channel: Channel
    kind: Occasion
    person: SubjectId
    to: str
    words: str

    def __repr__(self) -> str:
        """Never the number or the words: what is printed ends in a log file."""
        return f"Note({self.id})"


class Texts(Protocol):
    """Sends text messages, each id once however often it is asked to. Refuses as :class:`Mailer` does."""

    def send(self, note: Note, at: datetime) -> None:
        """Send *note*, unless one with its id was sent before."""


class Pushes(Protocol):
    """Sends push messages to the devices of an account, in the same way."""

    def send(self, note: Note, at: datetime) -> None:
        """Send *note*, unless one with its id was sent before."""


class Unsubscribing(Struct, frozen=True):
    """What a link in a letter ends."""

    account: AccountId
    channel: Channel
    kind: Kind


@runtime_checkable
class UnsubscribeLinks(Protocol):
    """Secrets that end letters of one kind, and open nothing: good for whoever has the letter, for ever."""

    def of(self, what: Unsubscribing) -> str:
        """The secret for it: the same however often it is asked for."""

    def read(self, token: str) -> Unsubscribing | None:
        """What it ends; ``None`` for one that this shop never gave."""


class Duties(Protocol):
    """The list of mails that are due, and of what became of the others."""

    def outcome(self, mail_id: UUID) -> Outcome | None:
        """What became of a mail; ``None`` while it is due."""

    def settle(self, mail_id: UUID, outcome: Outcome, at: datetime) -> None:
        """Write down what became of it. The first word stands."""

    def together(self, mail_ids: Sequence[UUID]) -> AbstractContextManager[None]:
        """Ask for what became of these now, and have what this thread settles within the block written at its end.

        If the block raises nothing is written: what was settled in it may not have come about.
        """

    def failed(self, mail_id: UUID, failure: str, at: datetime) -> None:
        """Write down that it did not come off, and why; it stays due."""

    def again(self, mail_id: UUID, actor: str, at: datetime) -> bool | None:
        """Have one that failed or was refused tried at once, as if it were new; ``None`` if nobody knows it.

        One that waits for nothing but its turn, or came to its end, is left as it is: then it is false.
        """
