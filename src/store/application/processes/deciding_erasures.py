"""Deciding what of a person goes and what has to stay, all of it as it is at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from store.application.identity.handlers import known
from store.application.privacy.ports import Persons, Whom
from store.application.privacy.proofs import Kept
from store.application.privacy.steps import (
    DecideErasure,
    Doomed,
    Known,
    LookUpErasure,
    Receipt,
    RecordProof,
    TellErasureAgain,
)
from store.application.processes.telling_persons_apart import streams_of, words_of
from store.application.shared.bus import handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.customers.address_book import AddressBook
from store.domain.identity.account import Account
from store.domain.notifications.preferences import Preferences
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.privacy.erasure import Erasure, Waiting
from store.domain.privacy.events import About, Because, LostKey
from store.domain.privacy.hold import LegalHold
from store.domain.privacy.policies import kept_until
from store.domain.shared.ids import (
    AccountId,
    OrderId,
    SubjectId,
    address_book_of,
    hold_of,
    preferences_of,
    subject_of,
)

PATIENCE: Final = timedelta(days=7)
"""For so long somebody stays for the sake of a letter that no mail server takes."""
_UNDER_WAY: Final = frozenset({
    Stage.AWAITING_PAYMENT, Stage.IN_REVIEW, Stage.CONFIRMED, Stage.PROCESSING, Stage.PARTLY_SHIPPED,
})


@dataclass(frozen=True)
class DecidingErasures:
    persons: Persons
    clock: Clock
    years: int
    """For so long papers about orders are kept after the end of their year."""

    @handles(LookUpErasure)
    def look_up(self, command: LookUpErasure, work: UnitOfWork) -> Known | None:
        erasure = work.get(Erasure, command.erasure_id)
        if not erasure.open or erasure.about is None or erasure.about_id is None:
            return None
        waiting = tuple(why.order_id for why in erasure.waiting.values() if why.order_id)
        if erasure.about is About.ORDER:
            return Known(erasure.about, erasure.about_id, known(work.find(Order, erasure.about_id).email), waiting)
        account = work.find(Account, erasure.about_id)
        return Known(erasure.about, erasure.about_id, known(account.email) if account.verified else None, waiting)

    @handles(DecideErasure)
    def decide(self, command: DecideErasure, work: UnitOfWork) -> Doomed:
        """All of it as it is at one moment: a hold that is placed meanwhile has the log decide who was first."""
        now = self.clock.now()
        erasure = work.get(Erasure, command.erasure_id)
        if not erasure.open or erasure.about is None or erasure.about_id is None:
            return _nothing(erasure, now)
        account = work.find(Account, erasure.about_id) if erasure.about is About.ACCOUNT else None
        if account and not account.deleted and account.role and account.deletion_due is None and not erasure.keys:
            erasure.withdraw(at=now)
            work.save(erasure)
            return _nothing(erasure, now)
        if erasure.due is not None and now < erasure.due and not erasure.keys:
            return _nothing(erasure, now)
        orders = work.find_all(Order, list(command.orders))
        going = self._going(erasure, account, orders, work.find(LegalHold, hold_of(erasure.about_id)), work)
        if receipt := None if command.told else _receipt(erasure, orders, going):
            work.save(erasure)
            return replace(_nothing(erasure, now), receipt=receipt)
        erasure.begin([LostKey(subject, self.persons.fingerprint(subject)) for subject in going], at=now)
        gone = account is not None and subject_of(AccountId(account.id)) in erasure.keys
        if account and account.role and gone:
            account.forget(at=now)
            work.save(account)
        work.save(erasure)
        keys = erasure.unproven
        subjects = {key.subject for key in keys}
        of_these = [order for order in orders if order.email and order.email.subject in subjects]
        return Doomed(
            erasure.state, erasure.about, erasure.about_id, erasure.ground, len(erasure.parts) + 1, now,
            self._whom(erasure, account if gone else None, of_these, work) if keys else None, keys,
            tuple(Kept(subject, why.because.value, why.until) for subject, why in erasure.waiting.items()),
        )

    def _going(
        self, erasure: Erasure, account: Account | None, orders: Sequence[Order], hold: LegalHold, work: UnitOfWork
    ) -> list[SubjectId]:
        """Those whom nothing keeps; of the others it is written down what does."""
        now, going = self.clock.now(), list[SubjectId]()
        if account:
            self._decide(erasure, subject_of(AccountId(account.id)), _held(hold), going, now)
        holds = work.find_all(LegalHold, [hold_of(order.id) for order in orders])
        for order, its_hold in zip(orders, holds, strict=True):
            if order.email is not None and _before(order, erasure):
                waits = _held(hold, order.id) or _held(its_hold, order.id) or self._keeps(order, now)
                self._decide(erasure, order.email.subject, waits, going, now)
        return going

    def _keeps(self, order: Order, now: datetime) -> Waiting | None:
        """An order that came to nothing leaves no papers; one that is under way has to be carried out first. What was
        paid for has an invoice, and where it was cancelled a credit note too.
        """
        if order.stage in _UNDER_WAY:
            return Waiting(Because.OPEN_ORDER, None, order.id)
        until = self._papers_until(order)
        return Waiting(Because.RETENTION, until, order.id) if until and now < until else None

    def _papers_until(self, order: Order) -> datetime | None:
        """Until when its papers are kept, if it has any: what was paid for has an invoice."""
        has_any = order.shares or order.stage in {Stage.SHIPPED, Stage.DELIVERED}
        return kept_until(order.placed_at, self.years) if has_any and order.placed_at else None

    @staticmethod
    def _decide(
        erasure: Erasure, subject: SubjectId, waits: Waiting | None, going: list[SubjectId], now: datetime
    ) -> None:
        if waits:
            erasure.defer(subject, waits, at=now)
        else:
            going.append(subject)

    @staticmethod
    def _whom(erasure: Erasure, account: Account | None, orders: Sequence[Order], work: UnitOfWork) -> Whom:
        subjects = tuple(key.subject for key in erasure.unproven)
        mine: list[Account | AddressBook | Preferences | Order] = [*orders]
        pictures: tuple[str, ...] = ()
        if account is not None:
            id = AccountId(account.id)
            mine += [
                account, work.find(AddressBook, address_book_of(id)), work.find(Preferences, preferences_of(id)),
            ]
            picture = known(account.portrait)
            pictures = (picture,) if picture else ()
        return Whom(
            erasure.id, len(erasure.parts) + 1, subjects, AccountId(account.id) if account else None, streams_of(mine),
            pictures, words_of(mine),
        )

    @handles(TellErasureAgain)
    def tell_again(self, command: TellErasureAgain, work: UnitOfWork) -> None:
        entry = command.entry
        erasure = work.find(Erasure, entry.erasure_id)
        erasure.tell_again(entry.about, entry.about_id, entry.keys, at=self.clock.now())
        work.save(erasure)

    @handles(RecordProof)
    def record_proof(self, command: RecordProof, work: UnitOfWork) -> str:
        erasure = work.get(Erasure, command.erasure_id)
        erasure.prove(
            command.subjects, command.digest, facts=command.facts, rows=command.rows, at=self.clock.now(),
        )
        work.save(erasure)
        return erasure.state


def _held(hold: LegalHold, order: OrderId | None = None) -> Waiting | None:
    return Waiting(Because.LEGAL_HOLD, None, order) if hold.stands else None


def _before(order: Order, erasure: Erasure) -> bool:
    """Whoever buys again after they wanted to be forgotten begins anew; whoever is sent another one has not bought."""
    since = erasure.requested_at
    began = order.replaces is not None or order.placed_at is None or since is None or order.placed_at <= since
    return began or erasure.about is About.ACCOUNT


def _receipt(erasure: Erasure, orders: Sequence[Order], going: Sequence[SubjectId]) -> Receipt | None:
    """For a guest of whom something goes for the first time; of nobody whose address can't be read any more."""
    order = next((it for it in orders if it.email and it.email.subject in going and known(it.email)), None)
    to, since = known(order.email) if order else None, erasure.since(going)
    guest = erasure.about is About.ORDER and not erasure.keys
    if not guest or order is None or order.email is None or to is None or since is None:
        return None
    kept = not erasure.waiting.keys() <= set(going)
    return Receipt(to, order.email.subject, order.number, kept, since + PATIENCE)


def _nothing(erasure: Erasure, now: datetime) -> Doomed:
    return Doomed(
        erasure.state, erasure.about or About.ACCOUNT, erasure.about_id or erasure.id, erasure.ground, 0, now, None,
        tuple(erasure.keys.values()), (),
    )
