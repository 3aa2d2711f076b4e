"""Holding persons: what is known of somebody has to be kept, whoever wants it erased.

The hold is a fact of its own. Right after it an erasure that is under way is told, in its own stream: of a hold and
an erasure that come at the same moment the log lets one be first, and whoever holds too late is told so.
"""

from dataclasses import dataclass
from uuid import UUID

from store.application.identity.looking_after_users import looked_at
from store.application.privacy.messages import HoldAccount, HoldOrder, LiftAccountHold, LiftOrderHold
from store.application.shared.authority import Permission
from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.ordering.order import Order
from store.domain.privacy.erasure import Erasure, Waiting
from store.domain.privacy.events import About, Because
from store.domain.privacy.hold import LegalHold
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import AccountId, OrderId, SubjectId, erasure_of, hold_of, order_of, subject_of
from store.domain.shared.personal import Erased


class RecordHold(Command[SubjectId], frozen=True):
    """The part that becomes fact."""

    about: About
    about_id: UUID
    reason: str
    by: AccountId | None = None


class TellErasure(Command[None], frozen=True):
    """Have an erasure wait that is about to take what is held."""

    subject: SubjectId
    about: About
    about_id: UUID


class RecordLift(Command[None], frozen=True):
    """The part that becomes fact."""

    about_id: UUID
    reason: str
    by: AccountId | None = None


@dataclass(frozen=True)
class HoldingPersons:
    clock: Clock

    @conducts(HoldAccount)
    def hold_account(self, command: HoldAccount, conductor: Conductor) -> None:
        subject = conductor.first(RecordHold(
            about=About.ACCOUNT, about_id=command.account_id, reason=command.reason, by=command.by,
        ))
        conductor.then(TellErasure(subject=subject, about=About.ACCOUNT, about_id=command.account_id))

    @conducts(HoldOrder)
    def hold_order(self, command: HoldOrder, conductor: Conductor) -> None:
        order = order_of(command.number)
        subject = conductor.first(RecordHold(about=About.ORDER, about_id=order, reason=command.reason))
        conductor.then(TellErasure(subject=subject, about=About.ORDER, about_id=order))

    @handles(RecordHold)
    def record(self, command: RecordHold, work: UnitOfWork) -> SubjectId:
        _expect_to_hold(command.by, command.about_id, work)
        subject = _subject(command.about, command.about_id, work)
        if subject in work.find(Erasure, erasure_of(command.about_id)).keys:
            raise AlreadyErased
        hold = work.find(LegalHold, hold_of(command.about_id))
        hold.place(command.about, command.about_id, subject, command.reason, at=self.clock.now())
        work.save(hold)
        return subject

    @handles(TellErasure)
    def tell(self, command: TellErasure, work: UnitOfWork) -> None:
        erasure = work.find(Erasure, erasure_of(command.about_id))
        if command.subject in erasure.keys:
            raise AlreadyErased
        if erasure.open:
            order = OrderId(command.about_id) if command.about is About.ORDER else None
            erasure.defer(command.subject, Waiting(Because.LEGAL_HOLD, None, order), at=self.clock.now())
            work.save(erasure)

    @conducts(LiftAccountHold)
    def lift_account(self, command: LiftAccountHold, conductor: Conductor) -> None:
        """Whatever was put off goes on with the next round of the errand."""
        conductor.last(RecordLift(about_id=command.account_id, reason=command.reason, by=command.by))

    @conducts(LiftOrderHold)
    def lift_order(self, command: LiftOrderHold, conductor: Conductor) -> None:
        conductor.last(RecordLift(about_id=order_of(command.number), reason=command.reason))

    @handles(RecordLift)
    def lift(self, command: RecordLift, work: UnitOfWork) -> None:
        _expect_to_hold(command.by, command.about_id, work)
        hold = work.find(LegalHold, hold_of(command.about_id))
        hold.lift(command.reason, at=self.clock.now())
        work.save(hold)


def _expect_to_hold(by: AccountId | None, account: UUID, work: UnitOfWork) -> None:
    """Nobody acts on more than they hold; orders have no holder to compare with, and whoever has the machine may."""
    if by is not None:
        looked_at(AccountId(account), by, work, Permission.HOLD_PERSONS)


def _subject(about: About, id: UUID, work: UnitOfWork) -> SubjectId:
    """Whose key it is that has to stay."""
    if about is About.ACCOUNT:
        account = work.get(Account, id)
        if account.deleted:
            raise AlreadyErased
        return subject_of(AccountId(account.id))
    order = work.find(Order, id)
    if order.email is None:
        raise NoSuch(Order.kind, id)
    if isinstance(order.email.value, Erased):
        raise AlreadyErased
    return order.email.subject
