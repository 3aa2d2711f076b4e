"""Wishing persons forgotten: they said so themselves, or staff were asked to."""

from dataclasses import dataclass

from store.application.identity.handlers import known
from store.application.privacy.messages import EraseBuyer
from store.application.privacy.steps import OpenAccountErasure, OpenDeparture
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.email import canonical
from store.domain.ordering.errors import PlacedUnderAnAccount
from store.domain.ordering.order import Order
from store.domain.privacy.erasure import Erasure
from store.domain.privacy.events import About, Ground
from store.domain.shared.ids import ErasureId, erasure_of, order_of, subject_of


@dataclass(frozen=True)
class WishingPersonsForgotten:
    clock: Clock

    @handles(OpenDeparture)
    def open_departure(self, command: OpenDeparture, work: UnitOfWork) -> ErasureId | None:
        now = self.clock.now()
        erasure = work.find(Erasure, erasure_of(command.account_id))
        account = work.get(Account, command.account_id)
        due = account.deleted or (account.deletion_due is not None and account.deletion_due <= now)
        if erasure.open or erasure.completed_at or not due:
            return erasure.id if erasure.open else None
        erasure.request(
            About.ACCOUNT, account.id, subject_of(command.account_id), Ground.OWNER, "", due=now, at=now,
        )
        work.save(erasure)
        return erasure.id

    @handles(OpenAccountErasure)
    def open_account_erasure(self, command: OpenAccountErasure, work: UnitOfWork) -> ErasureId:
        now = self.clock.now()
        erasure = work.find(Erasure, erasure_of(command.account_id))
        account = work.get(Account, command.account_id)
        due = account.let_go(at=now)
        erasure.request(
            About.ACCOUNT, account.id, subject_of(command.account_id), command.ground, command.reason, due=due, at=now,
        )
        work.save(account, erasure)
        return erasure.id

    @handles(EraseBuyer)
    def erase_buyer(self, command: EraseBuyer, work: UnitOfWork) -> ErasureId:
        """Number and address have to fit; to one who guesses, an order that isn't theirs is none."""
        order = work.find(Order, order_of(command.number))
        email = known(order.email)
        if order.email is None or (email is not None and canonical(email) != canonical(command.email)):
            raise NoSuch(Order.kind, command.number)
        if order.account_id is not None:
            raise PlacedUnderAnAccount
        now = self.clock.now()
        erasure = work.find(Erasure, erasure_of(order.id))
        erasure.request(
            About.ORDER, order.id, order.email.subject, command.ground, command.reason, due=now, at=now,
        )
        work.save(erasure)
        return erasure.id
