"""Keeping credit: staff give it and take it back, and whoever it belongs to sees how it came and where it went."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from store.application.credit.messages import (
    SHOWN,
    CreditBalance,
    CreditMove,
    CreditStands,
    GetCredit,
    GiveCredit,
    OwnCredit,
    Spendable,
    TakeCreditBack,
)
from store.application.shared.answers import Price
from store.application.shared.bus import answers, handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.cart.errors import NotSoldIn
from store.domain.credit.credit import Credit
from store.domain.credit.events import (
    CreditClaimed,
    CreditEvent,
    CreditGranted,
    CreditReleased,
    CreditSpent,
    CreditTakenBack,
    Why,
)
from store.domain.identity.account import Account
from store.domain.identity.errors import NotYourself
from store.domain.pricing.currencies import Currencies
from store.domain.pricing.currency_events import CurrenciesSet
from store.domain.shared.ids import AccountId, OrderId, credit_of, currencies
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased

_KINDS = {Why.RETURN: "return", Why.ORDER: "refund", Why.GOODWILL: "goodwill"}


@dataclass(frozen=True)
class KeepingCredit:
    clock: Clock
    base: str
    """The currency of the shop's own prices."""

    @handles(GiveCredit)
    def give(self, command: GiveCredit, work: UnitOfWork) -> CreditStands:
        """Nobody can be given what there is nothing to buy with, and nobody gives to themselves.

        :raises NotYourself: where it would be their own.
        :raises TooMuchGoodwill: where staff would give one account more than they may.
        :raises NotSoldIn: if the shop doesn't sell in that currency.
        """
        if command.by == command.account_id:
            raise NotYourself
        code = command.amount.currency
        account, credit, them = work.gather(
            (Account, command.account_id), (Credit, credit_of(command.account_id, code)), (Currencies, currencies()),
        )
        if code not in {self.base, *(it.code for it in them.rules.sold)}:
            raise NotSoldIn(code)
        if account.email is None or isinstance(account.email.value, Erased):
            raise NoSuch(Account.kind, command.account_id)
        expect(credit, command.version)
        credit.give(command.account_id, command.amount, command.reason, at=self.clock.now())
        work.save(credit)
        return _stands(command.account_id, credit, command.amount.currency)

    @handles(TakeCreditBack)
    def take_back(self, command: TakeCreditBack, work: UnitOfWork) -> CreditStands:
        credit = work.find(Credit, credit_of(command.account_id, command.amount.currency))
        expect(credit, command.version)
        credit.take_back(command.amount, command.reason, at=self.clock.now())
        work.save(credit)
        return _stands(command.account_id, credit, command.amount.currency)


@dataclass(frozen=True)
class FollowingCredit:
    journal: AsyncJournal
    base: str
    """The currency of the shop's own prices."""
    reads = ()

    @answers(Spendable)
    async def spendable(self, query: Spendable) -> Price:
        """One statement: who is logged in is asked nothing more at the checkout."""
        id = credit_of(query.account_id, query.currency)
        history = (await self.journal.read([id])).get(id, History())
        return Price.of(Credit.replay(id, history.events).available(query.currency))

    @answers(GetCredit)
    async def credit(self, query: GetCredit) -> OwnCredit:
        """In whatever currencies the shop ever sold: what it sells in no more can still be somebody's."""
        rules = (await self.journal.read([currencies()])).get(currencies(), History())
        codes = codes_ever(rules.events, self.base)
        histories = await self.journal.read([credit_of(query.account_id, code) for code in codes])
        found = []
        for code in codes:
            history = histories.get(credit_of(query.account_id, code))
            if history or code == self.base:
                found.append(_balance(query.account_id, code, history.events if history else ()))
        return OwnCredit(found)


def codes_ever(events: Sequence[CurrenciesSet], base: str) -> list[str]:
    """The currencies that the shop sells in, or ever did, *base* first."""
    return list(dict.fromkeys([base, *(it.code for event in events for it in event.rules.sold)]))


def _balance(account: AccountId, currency: str, events: Sequence[CreditEvent]) -> CreditBalance:
    it = Credit.replay(credit_of(account, currency), events)
    moves = list(_moves(events, currency))[::-1]
    held = Money.total(it.claims.values(), currency)
    free = Price.of(it.available(currency))
    return CreditBalance(free, Price.of(held), moves[:SHOWN], len(moves) > SHOWN, it.version)


def _moves(events: Sequence[CreditEvent], currency: str) -> Iterator[CreditMove]:
    left, numbers = 0, dict[OrderId, str]()

    def move(at: datetime, kind: str, minor: int, number: str = "", reason: str = "") -> CreditMove:
        return CreditMove(at, kind, _price(minor, currency), _price(left, currency), number, reason)

    for event in events:
        minor = event.amount.minor
        match event:
            case CreditGranted(at=at, why=why, number=number, reason=reason):
                left += minor
                yield move(at, _KINDS[why], minor, number, reason)
            case CreditClaimed(at=at, order_id=order, number=number):
                left, numbers[order] = left - minor, number
                yield move(at, "order", -minor, number)
            case CreditReleased(at=at, order_id=order):
                left += minor
                yield move(at, "released", minor, numbers.get(order, ""))
            case CreditTakenBack(at=at, reason=reason):
                left -= minor
                yield move(at, "taken_back", -minor, reason=reason)
            case CreditSpent():
                pass  # it left when it was claimed
            case _:
                assert_never(event)


def _price(minor: int, currency: str) -> Price:
    return Price.of(Money(minor, currency))


def _stands(account: AccountId, credit: Credit, currency: str) -> CreditStands:
    return CreditStands(account, Price.of(credit.available(currency)), credit.version)
