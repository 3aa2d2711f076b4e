"""What the shop asks of whoever moves the money."""

from typing import Protocol, TypeAlias, runtime_checkable

from msgspec import Struct

from store.domain.shared.ids import PaymentId
from store.domain.shared.money import Money


class Captured(Struct, frozen=True, tag="captured"):
    """The money was taken."""

    reference: str
    amount: Money


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


Verdict: TypeAlias = Captured | Declined | Challenged | Undecided | Unheard


class Gateway(Protocol):
    """Every call is idempotent by *payment_id*."""

    methods: tuple[str, ...]

    def charge(self, payment_id: PaymentId, amount: Money, method: str, token: str) -> Verdict:
        """Take *amount*. Asking again never takes it twice."""

    def look(self, payment_id: PaymentId) -> Verdict:
        """What became of it."""

    def cancel(self, payment_id: PaymentId) -> Verdict:
        """Make sure nothing is ever taken, unless it already was: then :class:`Captured`."""


@runtime_checkable
class SandboxBank(Protocol):
    """The shopper's bank, where no real one is asked."""

    def look(self, payment_id: PaymentId) -> Verdict:
        """What became of a payment."""

    def answer_challenge(self, payment_id: PaymentId, *, approved: bool) -> Verdict:
        """The shopper says whether it was them."""
