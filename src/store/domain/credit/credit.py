"""Credit: what an account can spend in this shop, in one currency. It is never less than nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, TypeVar, assert_never

from store.domain.credit.errors import CreditNotEnough, NothingToGrant, NothingToTakeBack, TooMuchGoodwill
from store.domain.credit.events import (
    CreditClaimed,
    CreditEvent,
    CreditGranted,
    CreditPaidOut,
    CreditReleased,
    CreditSpent,
    CreditTakenBack,
    Why,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId, CreditId, OrderId, OrderNumber
from store.domain.shared.money import Money, exponent

GOODWILL_WITHIN: Final = timedelta(days=30)
T = TypeVar("T")


def most_goodwill(currency: str) -> Money:
    """What staff can give one account within thirty days: a hundred, or ten thousand where coins are small."""
    decimals = exponent(currency)
    return Money(100 * 10**decimals if decimals else 10_000, currency)


class Credit(Aggregate[CreditEvent]):
    """Two orders that want the same of it append to the same stream: one of them comes too late."""

    kind = "credit"
    id: CreditId

    def __init__(self, id: CreditId) -> None:
        super().__init__(id)
        self.account_id: AccountId | None = None
        self.free: Money | None = None
        """What can be spent: all that was granted, less what orders claimed or were paid by."""
        self.claims: dict[OrderId, Money] = {}
        """What orders have that nobody has paid for yet."""
        self.granted: tuple[CreditGranted, ...] = ()
        self._granted_at: dict[int, CreditGranted] = {}
        self.gifts: tuple[tuple[datetime, int], ...] = ()
        """What staff gave, less what they took back of it."""
        self.unspent = 0
        """What of that is still there: orders take it first."""
        self.of_gifts: dict[OrderId, int] = {}
        """What of their claims it is."""

    def available(self, currency: str) -> Money:
        """What can be spent."""
        return self.free or Money(0, currency)

    @property
    def grants(self) -> Mapping[int, CreditGranted]:
        """What was granted, by the version that it has among its facts."""
        return self._granted_at

    def grant(
        self, account: AccountId, amount: Money, why: Why, *, number: str, order: OrderId, at: datetime,
        returned: str = "",
    ) -> None:
        """Money that is owed back becomes credit; *returned* is the number of the return that it is owed for."""
        if amount.minor <= 0:
            raise NothingToGrant
        self._record(CreditGranted(
            at=at, credit_id=self.id, account_id=account, amount=amount, why=why, number=number, order_id=order,
            returned=returned,
        ))

    def give(self, account: AccountId, amount: Money, reason: str, *, at: datetime) -> None:
        """Staff give it, up to a limit that one person can't pass by giving twice."""
        if amount.minor <= 0:
            raise NothingToGrant
        most = most_goodwill(amount.currency)
        given = sum(minor for when, minor in self.gifts if when > at - GOODWILL_WITHIN)
        if given + amount.minor > most.minor:
            left = Money(max(0, most.minor - given), amount.currency)
            raise TooMuchGoodwill(most, GOODWILL_WITHIN.days, left)
        self._record(CreditGranted(
            at=at, credit_id=self.id, account_id=account, amount=amount, why=Why.GOODWILL, reason=reason,
        ))

    def take_back(self, amount: Money, reason: str, *, at: datetime) -> None:
        """Staff take back what they gave: never what was somebody's money, and never what is spent."""
        left = min(self.available(amount.currency).minor, self.unspent)
        if not 0 < amount.minor <= left:
            raise NothingToTakeBack(Money(left, amount.currency))
        self._record(CreditTakenBack(at=at, credit_id=self.id, amount=amount, reason=reason))

    def claim(self, order: OrderId, number: OrderNumber, amount: Money, *, at: datetime) -> None:
        """Have *order* be paid by *amount* of it.

        :raises CreditNotEnough: if there is less.
        """
        free = self.available(amount.currency)
        if amount.minor > free.minor:
            raise CreditNotEnough(free, amount, amount - free)
        self._record(CreditClaimed(at=at, credit_id=self.id, order_id=order, number=number, amount=amount))

    def release(self, order: OrderId, *, at: datetime) -> None:
        """Let what *order* claimed be spent again, if it claimed anything."""
        if order in self.claims:
            self._record(CreditReleased(at=at, credit_id=self.id, order_id=order, amount=self.claims[order]))

    def spend(self, order: OrderId, *, at: datetime) -> None:
        """What *order* claimed has paid for it. Saying so again is no fact."""
        if order in self.claims:
            self._record(CreditSpent(at=at, credit_id=self.id, order_id=order, amount=self.claims[order]))

    def pay_out(self, order: OrderId, number: OrderNumber, amount: Money, *, at: datetime) -> None:
        """Let *amount* of it go back to the payment of an order, where it came from.

        :raises CreditNotEnough: if there is less.
        """
        free = self.available(amount.currency)
        if amount.minor > free.minor:
            raise CreditNotEnough(free, amount, amount - free)
        self._record(CreditPaidOut(at=at, credit_id=self.id, order_id=order, number=number, amount=amount))

    def _evolve(self, event: CreditEvent) -> None:
        free = self.available(event.amount.currency)
        match event:
            case CreditGranted(account_id=account, amount=amount, why=why, at=at):
                self.account_id, self.free = account, free + amount
                self.granted += (event,)
                self._granted_at[self.version + 1] = event
                if why is Why.GOODWILL:
                    self.gifts, self.unspent = (*self.gifts, (at, amount.minor)), self.unspent + amount.minor
            case CreditClaimed(order_id=order, amount=amount):
                self.free, self.claims = free - amount, {**self.claims, order: amount}
                self.of_gifts = {**self.of_gifts, order: min(self.unspent, amount.minor)}
                self.unspent -= self.of_gifts[order]
            case CreditReleased(order_id=order, amount=amount):
                self.free, self.claims = free + amount, _without(self.claims, order)
                self.unspent += self.of_gifts[order]
                self.of_gifts = _without(self.of_gifts, order)
            case CreditSpent(order_id=order):
                self.claims, self.of_gifts = _without(self.claims, order), _without(self.of_gifts, order)
            case CreditPaidOut(amount=amount):
                self.free = free - amount
            case CreditTakenBack(amount=amount):
                self.free, self.unspent = free - amount, max(0, self.unspent - amount.minor)
                self.gifts = _undone(self.gifts, amount.minor)
            case _:
                assert_never(event)


def _undone(gifts: tuple[tuple[datetime, int], ...], minor: int) -> tuple[tuple[datetime, int], ...]:
    """*gifts*, with so much of them undone, of the last one first: room is made where it was taken."""
    left: list[tuple[datetime, int]] = []
    for at, given in reversed(gifts):
        off = min(given, minor)
        left, minor = [(at, given - off), *left], minor - off
    return tuple(left)


def _without(claims: dict[OrderId, T], order: OrderId) -> dict[OrderId, T]:
    return {known: amount for known, amount in claims.items() if known != order}
