"""What the shop asks of whoever moves the money."""

from datetime import datetime
from typing import Protocol, TypeAlias, runtime_checkable

from msgspec import Struct

from store.application.payments.cards import CardWish
from store.domain.shared.ids import PaymentId, RefundId
from store.domain.shared.money import Money


class Captured(Struct, frozen=True, tag="captured"):
    """The money was taken."""

    reference: str
    amount: Money


class Authorised(Struct, frozen=True, tag="authorised"):
    """The money is held for the shop, *until* then, and not taken yet."""

    reference: str
    amount: Money
    until: datetime | None = None


class Declined(Struct, frozen=True, tag="declined"):
    """No, and nothing was or ever will be taken for this payment."""

    reason: str


class Challenged(Struct, frozen=True, tag="challenged"):
    """The bank wants to see the shopper at *url* first."""

    reference: str
    url: str


class Undecided(Struct, frozen=True, tag="undecided"):
    """No answer, or none yet: money may or may not have been taken."""


class Unheard(Struct, frozen=True, tag="unheard"):
    """The gateway never heard of this payment."""


class GaveBack(Struct, frozen=True, tag="gave-back"):
    """The money was sent back."""

    reference: str
    amount: Money


class CannotGiveBack(Struct, frozen=True, tag="cannot-give-back"):
    """No, and nothing was or ever will be sent back by this refund."""

    reason: str


RefundVerdict: TypeAlias = GaveBack | CannotGiveBack | Undecided
Verdict: TypeAlias = Captured | Authorised | Declined | Challenged | Undecided | Unheard


class Gateway(Protocol):
    """Every call is idempotent by *payment_id*."""

    methods: tuple[str, ...]

    def charge(
        self, payment_id: PaymentId, amount: Money, method: str, token: str, card: CardWish | None = None
    ) -> Verdict:
        """Take *amount*. Asking again never takes it twice. *card* says what to do about keeping it for next time."""

    def look(self, payment_id: PaymentId) -> Verdict:
        """What became of it."""

    def cancel(self, payment_id: PaymentId) -> Verdict:
        """Make sure nothing is ever taken, unless it already was: then :class:`Captured`. What is held is let go."""

    def capture(self, payment_id: PaymentId, amount: Money) -> Verdict:
        """Take *amount* of what is held, and let go of the rest. Asking again never takes it twice.

        :class:`Declined`: it can't be taken any more; :class:`Captured` is what was taken, now or before.
        """

    def hold_again(self, payment_id: PaymentId, generation: int, amount: Money) -> Verdict:
        """Have *amount* held for longer, with nobody there to be asked: never beside what is held, but instead of it.

        Asking again for the same *generation* (1 the first time) never holds it twice. :class:`Authorised`: what is
        held now, which may be as it was, where it is too early. :class:`Declined`: it can't be held any longer; whether
        it is still held until then, :meth:`look` tells.
        """

    def pay_again(
        self, payment_id: PaymentId, generation: int, amount: Money, token: str, card: CardWish | None = None
    ) -> Verdict:
        """The same, whether it is still held or not, by what whoever pays shows now: they are there, and may be asked.

        What was held before is let go first.
        """

    def refund(self, payment_id: PaymentId, refund_id: RefundId, amount: Money) -> RefundVerdict:
        """Give *amount* of what was taken back. Asking again under the same *refund_id* never gives it twice.

        It is asked for again, with the same words, until it is known what became of it.
        """


    def refunded(self, payment_id: PaymentId, refund_id: RefundId) -> RefundVerdict:
        """What became of a refund; none is made. :class:`CannotGiveBack` also of one that came back later."""


class WayToBank(Struct, frozen=True):
    """How the shopper gets to the bank that asks: at *url*, or in the page, which needs *secret* for it."""

    url: str = ""
    secret: str = ""


@runtime_checkable
class BankVisits(Protocol):
    """Shoppers on their way to their bank and back, where a real one is asked. Nothing of it is kept."""

    def way(self, payment_id: PaymentId) -> WayToBank | None:
        """Where the bank asks; ``None`` when it does not, or nobody can tell."""

    def came_back(self, payment_id: PaymentId, proof: str) -> bool:
        """Whether *proof* is what only the shopper who pays can have brought along."""


class WayToPay(Struct, frozen=True):
    """A way to pay that may be chosen; *away*: it does not answer for the moment."""

    method: str
    away: bool = False


@runtime_checkable
class WaysToPay(Protocol):
    """What a shopper may choose from."""

    def offered(self) -> tuple[WayToPay, ...]:
        """All there are, the usual one first."""

    def adding(self) -> tuple[WayToPay, ...]:
        """Those where somebody may add a card without buying."""

    def expect_there(self, method: str) -> None:
        """Go on, unless that way is away.

        :raises GatewayAway: if it is.
        """


@runtime_checkable
class SandboxBank(Protocol):
    """The shopper's bank, where no real one is asked."""

    def look(self, payment_id: PaymentId) -> Verdict:
        """What became of a payment."""

    def answer_challenge(self, payment_id: PaymentId, *, approved: bool) -> Verdict:
        """The shopper says whether it was them."""
