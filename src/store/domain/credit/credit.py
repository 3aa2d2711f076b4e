"""Credit: what an account can spend in this shop, in one currency. It is never less than nothing."""

from datetime import datetime, timedelta
from typing import Final, assert_never

from store.domain.credit.errors import CreditNotEnough, NothingToGrant, NothingToTakeBack, TooMuchGoodwill
from store.domain.credit.events import (
    CreditClaimed,
    CreditEvent,
    CreditGranted,
    CreditReleased,
    CreditSpent,
    CreditTakenBack,
    Why,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId, CreditId, OrderId, OrderNumber
from store.domain.shared.money import Money, exponent

GOODWILL_WITHIN: Final = timedelta(days=30)


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
        self.goodwill: tuple[tuple[datetime, int], ...] = ()
        """What staff gave, and, below zero, took back."""

    def available(self, currency: str) -> Money:
        """What can be spent."""
        return self.free or Money(0, currency)

    def grant(
        self, account: AccountId, amount: Money, why: Why, *, number: str, order: OrderId, at: datetime
    ) -> None:
        """Money that is owed back becomes credit."""
        if amount.minor <= 0:
            raise NothingToGrant
        self._record(CreditGranted(
            at=at, credit_id=self.id, account_id=account, amount=amount, why=why, number=number, order_id=order,
        ))

    def give(self, account: AccountId, amount: Money, reason: str, *, at: datetime) -> None:
        """Staff give it, up to a limit that one person can't pass by giving twice."""
        if amount.minor <= 0:
            raise NothingToGrant
        most = most_goodwill(amount.currency)
        given = sum(minor for when, minor in self.goodwill if when > at - GOODWILL_WITHIN)
        if given + amount.minor > most.minor:
            left = Money(max(0, most.minor - given), amount.currency)
            raise TooMuchGoodwill(most, GOODWILL_WITHIN.days, left)
        self._record(CreditGranted(
            at=at, credit_id=self.id, account_id=account, amount=amount, why=Why.GOODWILL, reason=reason,
        ))

    def take_back(self, amount: Money, reason: str, *, at: datetime) -> None:
        """Staff take back what they gave: never what was somebody's money, and never what is spent."""
        left = min(self.available(amount.currency).minor, sum(minor for _, minor in self.goodwill))
        if not 0 < amount.minor <= left:
            raise NothingToTakeBack(Money(max(0, left), amount.currency))
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

    def _evolve(self, event: CreditEvent) -> None:
        free = self.available(event.amount.currency)
        match event:
            case CreditGranted(account_id=account, amount=amount, why=why, at=at):
                self.account_id, self.free = account, free + amount
                self.granted += (event,)
                self.goodwill += ((at, amount.minor),) if why is Why.GOODWILL else ()
            case CreditClaimed(order_id=order, amount=amount):
                self.free, self.claims = free - amount, {**self.claims, order: amount}
            case CreditReleased(order_id=order, amount=amount):
                self.free, self.claims = free + amount, _without(self.claims, order)
            case CreditSpent(order_id=order):
                self.claims = _without(self.claims, order)
            case CreditTakenBack(amount=amount, at=at):
                self.free = free - amount
                self.goodwill += ((at, -amount.minor),)
            case _:
                assert_never(event)


def _without(claims: dict[OrderId, Money], order: OrderId) -> dict[OrderId, Money]:
    return {known: amount for known, amount in claims.items() if known != order}
