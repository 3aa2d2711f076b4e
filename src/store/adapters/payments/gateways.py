"""Several gateways behind one port: each payment is asked after where it was made, whatever is configured today."""

from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock
from typing import Final

import structlog

from store.adapters.drivers.breaker import Breaker, State
from store.application.payments.adding import AddsCards, CardAdding
from store.application.payments.cards import CardKeeping, CardWish, KeptCard
from store.application.payments.errors import GatewayAway
from store.application.payments.ports import (
    BankVisits,
    CannotGiveBack,
    Declined,
    Gateway,
    RefundVerdict,
    Undecided,
    Unheard,
    Verdict,
    WayToBank,
    WayToPay,
)
from store.application.payments.statements import Statement, Statements
from store.domain.shared.ids import PaymentId, RefundId
from store.domain.shared.money import Money

NAMES: Final = {"stripe": "Paying by card", "paypal": "PayPal"}
NOT_OPEN: Final = "this shop takes no payments that way"


class Gateways:
    """A :class:`~store.application.payments.ports.Gateway` that is one for each way to pay, made when first asked.

    *methods* may be chosen today. A payment made by another is still asked after where it was made, if the shop
    has still a key there; if not, nobody knows what became of it, and nothing is decided or taken elsewhere.
    """

    def __init__(
        self, makers: Mapping[str, Callable[[], Gateway]], methods: tuple[str, ...],
        method_of: Callable[[PaymentId], str | None], breakers: Mapping[str, Breaker] | None = None,
    ) -> None:
        self.methods = methods
        self.breakers = breakers or {}
        self._makers, self._method_of = makers, method_of
        self._made: dict[str, Gateway] = {}
        self._lock = Lock()

    def offered(self) -> tuple[WayToPay, ...]:
        """What may be chosen, and whether it answers."""
        return tuple(WayToPay(method, self._is_away(method)) for method in self.methods)

    def adding(self) -> tuple[WayToPay, ...]:
        """Those that keep a card by which nothing is paid yet."""
        return tuple(way for way in self.offered() if self.adder(way.method))

    def adder(self, method: str) -> CardAdding | None:
        """What keeps such cards at the gateway for *method*, if it can."""
        gateway: object = self.at(method)
        return gateway.adding if isinstance(gateway, AddsCards) else None

    def expect_there(self, method: str) -> None:
        """Say at once that it is away, before anything is placed."""
        if self._is_away(method):
            raise GatewayAway(NAMES.get(method, method))

    def _is_away(self, method: str) -> bool:
        breaker = self.breakers.get(method)
        return breaker is not None and breaker.state is State.OPEN

    def at(self, method: str) -> Gateway | None:
        """The gateway for *method*."""
        with self._lock:
            if method not in self._made and method in self._makers:
                self._made[method] = self._makers[method]()
            return self._made.get(method)

    def charge(
        self, payment_id: PaymentId, amount: Money, method: str, token: str, card: CardWish | None = None
    ) -> Verdict:
        """Take *amount* where *method* says. Nothing was ever sent to one that can't be chosen."""
        gateway = self.at(method) if method in self.methods else None
        return gateway.charge(payment_id, amount, method, token, card) if gateway else Declined(NOT_OPEN)

    def look(self, payment_id: PaymentId) -> Verdict:
        """What became of it."""
        method, gateway = self._of(payment_id)
        return gateway.look(payment_id) if gateway else _nobody_knows(method)

    def cancel(self, payment_id: PaymentId) -> Verdict:
        """Make sure nothing is ever taken, unless it already was."""
        method, gateway = self._of(payment_id)
        return gateway.cancel(payment_id) if gateway else _nobody_knows(method)

    def capture(self, payment_id: PaymentId, amount: Money) -> Verdict:
        """Take what is held."""
        method, gateway = self._of(payment_id)
        return gateway.capture(payment_id, amount) if gateway else _nobody_knows(method)

    def hold_again(self, payment_id: PaymentId, generation: int, amount: Money) -> Verdict:
        """Have it held for longer."""
        method, gateway = self._of(payment_id)
        return gateway.hold_again(payment_id, generation, amount) if gateway else _nobody_knows(method)

    def pay_again(
        self, payment_id: PaymentId, generation: int, amount: Money, token: str, card: CardWish | None = None
    ) -> Verdict:
        """Have it held by another card, where it was held before."""
        method, gateway = self._of(payment_id)
        return gateway.pay_again(payment_id, generation, amount, token, card) if gateway else _nobody_knows(method)

    def refund(self, payment_id: PaymentId, refund_id: RefundId, amount: Money) -> RefundVerdict:
        """Give back by the way it came."""
        method, gateway = self._of(payment_id)
        if gateway:
            return gateway.refund(payment_id, refund_id, amount)
        return CannotGiveBack("nothing was taken") if method is None else Undecided()

    def refunded(self, payment_id: PaymentId, refund_id: RefundId) -> RefundVerdict:
        """What became of a refund."""
        _, gateway = self._of(payment_id)
        return gateway.refunded(payment_id, refund_id) if gateway else Undecided()

    def kept_card(self, method: str, payment_id: PaymentId) -> KeptCard | None:
        """The card that the gateway for *method* kept when this was paid."""
        gateway: object = self.at(method)
        return gateway.kept_card(payment_id) if isinstance(gateway, CardKeeping) else None

    def forget_card(self, method: str, card: KeptCard) -> bool:
        """Have it kept no longer there; where there is no key any more, nobody can pay by it."""
        gateway: object = self.at(method)
        return gateway.forget_card(card) if isinstance(gateway, CardKeeping) else True

    def statement(self, method: str, since: datetime) -> Statement | None:
        """What the gateway for *method* moved since then; ``None`` where nobody answers."""
        gateway: object = self.at(method)
        return gateway.statement(since) if isinstance(gateway, Statements) else None

    def way(self, payment_id: PaymentId) -> WayToBank | None:
        """Where the bank asks, if that gateway has one that does."""
        visits = self._visits(payment_id)
        return visits.way(payment_id) if visits else None

    def came_back(self, payment_id: PaymentId, proof: str) -> bool:
        """Whether *proof* is what only the shopper who pays can have brought along."""
        visits = self._visits(payment_id)
        return visits is not None and visits.came_back(payment_id, proof)

    def close(self) -> None:
        """Let go of all connections."""
        for gateway in self._made.values():
            gateway.close()  # type: ignore[attr-defined]  # each adapter has it, the port needs it not

    def _visits(self, payment_id: PaymentId) -> BankVisits | None:
        gateway: object = self._of(payment_id)[1]
        return gateway if isinstance(gateway, BankVisits) else None

    def _of(self, payment_id: PaymentId) -> tuple[str | None, Gateway | None]:
        method = self._method_of(payment_id)
        return method, self.at(method) if method else None


def _nobody_knows(method: str | None) -> Verdict:
    if method is None:
        return Unheard()
    structlog.get_logger().error("a payment was made in a way that is not configured any more", method=method)
    return Undecided()


