"""Erasing persons: the account, its orders and what the shop keeps beside its facts end together, as far as they may.

The keys are given up in the log first, in one transaction with the end of the account: that is the list of erasures.
Then everything outside the log is swept, then the keys go, and at last it is proven. Each step may be repeated, so
whatever a crash left undone is done by whoever comes again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store.application.identity.farewell import DeleteAccount, Departures
from store.application.identity.handlers import known
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.identity.ports import Sessions
from store.application.privacy.messages import EraseAccount, EraseBuyer, GoOnErasing
from store.application.privacy.ports import Entry, ErasureList, Evidence, Persons, Purchases, Traces, Whom
from store.application.privacy.proofs import FORM, Kept, Proof
from store.application.privacy.steps import (
    DecideErasure,
    Doomed,
    Known,
    LookUpErasure,
    OpenAccountErasure,
    OpenDeparture,
    RecordProof,
    TellErasureAgain,
)
from store.application.processes.telling_persons_apart import streams_of, words_of
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.customers.address_book import AddressBook
from store.domain.identity.account import Account
from store.domain.identity.email import canonical
from store.domain.notifications.preferences import Preferences
from store.domain.ordering.errors import PlacedUnderAnAccount
from store.domain.ordering.order import Order, Stage
from store.domain.privacy.erasure import Erasure, Waiting
from store.domain.privacy.events import About, Because, Ground, LostKey
from store.domain.privacy.hold import LegalHold
from store.domain.privacy.policies import kept_until
from store.domain.shared.ids import (
    AccountId,
    ErasureId,
    OrderId,
    SubjectId,
    address_book_of,
    erasure_of,
    hold_of,
    order_of,
    preferences_of,
    subject_of,
)


@dataclass(frozen=True)
class ErasingPersons:
    traces: Traces
    persons: Persons
    evidence: Evidence
    listed: ErasureList
    purchases: Purchases
    departures: Departures
    sessions: Sessions
    tokens: MailTokens
    clock: Clock
    years: int
    """For so long papers about orders are kept after the end of their year."""

    @conducts(DeleteAccount)
    def delete(self, command: DeleteAccount, conductor: Conductor) -> bool:
        """The time for second thoughts is over. Crossed out last: until then whoever comes again finds it."""
        erasure = conductor.first(OpenDeparture(account_id=command.account_id))
        doomed = self._go_on(erasure, conductor) if erasure else None
        self.departures.cross_out(command.account_id)
        subject = subject_of(command.account_id)
        return doomed is not None and any(key.subject == subject for key in doomed.keys)

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

    @conducts(EraseAccount)
    def erase_account(self, command: EraseAccount, conductor: Conductor) -> ErasureId:
        """Doors shut at once, as if they had said so themselves; a mail holds the link by which they stay."""
        id = conductor.first(OpenAccountErasure(
            account_id=command.account_id, ground=command.ground, reason=command.reason,
        ))
        self.sessions.close_all(command.account_id)
        self.tokens.void(command.account_id, Purpose.SECOND_STEP, Purpose.NEW_EMAIL)
        return id

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

    @conducts(GoOnErasing)
    def go_on(self, command: GoOnErasing, conductor: Conductor) -> str:
        """As far as it goes by now."""
        return self._go_on(command.erasure_id, conductor).state

    def _go_on(self, id: ErasureId, conductor: Conductor) -> Doomed:
        found = conductor.then(LookUpErasure(erasure_id=id))
        orders = self._orders(found) if found else ()
        doomed = conductor.then(DecideErasure(erasure_id=id, orders=tuple(orders)))
        if doomed.whom is None:
            return doomed
        self.listed.enter(Entry(id, doomed.about, doomed.about_id, doomed.begun_at, doomed.keys))
        proof = self._carried_out(doomed, doomed.whom, conductor.position or "")
        self.evidence.keep(proof)
        state = conductor.then(RecordProof(
            erasure_id=id, subjects=doomed.whom.subjects, digest=proof.digest, facts=len(proof.facts), rows=proof.rows,
        ))
        return Doomed(
            state, doomed.about, doomed.about_id, doomed.ground, doomed.part, doomed.begun_at, doomed.whom, doomed.keys,
            doomed.kept,
        )

    def _carried_out(self, doomed: Doomed, whom: Whom, position: str) -> Proof:
        """Sweep first, while it can still be read what to look for; the keys go last."""
        removed = self.traces.sweep(whom)
        for key in doomed.keys:
            self.persons.destroy(key.subject)
        facts = self.evidence.facts(whom.subjects)
        heads = self.evidence.heads(sorted({fact.stream for fact in facts}))
        return Proof(
            FORM, whom.erasure_id, doomed.part, doomed.about.value, doomed.about_id,
            doomed.ground.value if doomed.ground else None, self.clock.now(), position, doomed.keys, tuple(facts),
            tuple(heads), tuple(removed), doomed.kept,
        )

    def _orders(self, found: Known) -> Sequence[OrderId]:
        if found.about is About.ACCOUNT:
            return self.purchases.under(AccountId(found.about_id), found.email)
        others = self.purchases.of_guest(found.email) if found.email else ()
        return [OrderId(found.about_id), *(id for id in others if id != found.about_id)]

    @handles(LookUpErasure)
    def look_up(self, command: LookUpErasure, work: UnitOfWork) -> Known | None:
        erasure = work.get(Erasure, command.erasure_id)
        if not erasure.open or erasure.about is None or erasure.about_id is None:
            return None
        if erasure.about is About.ORDER:
            return Known(erasure.about, erasure.about_id, known(work.find(Order, erasure.about_id).email))
        account = work.find(Account, erasure.about_id)
        return Known(erasure.about, erasure.about_id, known(account.email) if account.verified else None)

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
        hold = work.find(LegalHold, hold_of(erasure.about_id))
        holds = work.find_all(LegalHold, [hold_of(id) for id in command.orders])
        orders = work.find_all(Order, list(command.orders))
        going: list[SubjectId] = []
        if account:
            self._decide(erasure, subject_of(AccountId(account.id)), _held(hold), going, now)
        for order, its_hold in zip(orders, holds, strict=True):
            if order.email is not None:
                waits = _held(hold) or _held(its_hold) or self._keeps(order, now)
                self._decide(erasure, order.email.subject, waits, going, now)
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

    def _keeps(self, order: Order, now: datetime) -> Waiting | None:
        """An order that came to nothing leaves no papers; one that is under way has to be carried out first."""
        match order.stage:
            case Stage.AWAITING_PAYMENT | Stage.CONFIRMED:
                return Waiting(Because.OPEN_ORDER, None, order.id)
            case Stage.SHIPPED if order.placed_at and now < (until := kept_until(order.placed_at, self.years)):
                return Waiting(Because.RETENTION, until, order.id)
            case _:
                return None

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


def _held(hold: LegalHold) -> Waiting | None:
    return Waiting(Because.LEGAL_HOLD) if hold.stands else None


def _nothing(erasure: Erasure, now: datetime) -> Doomed:
    return Doomed(
        erasure.state, erasure.about or About.ACCOUNT, erasure.about_id or erasure.id, erasure.ground, 0, now, None,
        tuple(erasure.keys.values()), (),
    )
