"""Copying data: somebody takes along all that is kept about them. It spans every context that keeps something."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from store.application.identity.handlers import known
from store.application.identity.portraits import names_of
from store.application.identity.ports import Sessions
from store.application.identity.proving import Proofs
from store.application.privacy.copies import (
    COPY_KEPT,
    CopyAsked,
    CopyRow,
    ListCopies,
    MakeCopy,
    NoSuchCopy,
    NotThereYet,
    RecordCopyMade,
    RecordCopyRequest,
    RequestCopy,
    TakeCopy,
)
from store.application.privacy.copy_ports import Copies, Gathered, LiveCopies, OutsideRecords, Packing, Squares
from store.application.processes.gathering_data import sections
from store.application.processes.keeping_credit import codes_ever
from store.application.processes.own_facts import Thing
from store.application.shared.bus import answers, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock, History, Ids, Journal
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.credit.credit import Credit
from store.domain.customers.address_book import AddressBook
from store.domain.identity.account import Account
from store.domain.invoicing.papers import Papers
from store.domain.notifications.preferences import Preferences
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.privacy.consents import Consents
from store.domain.returns.returning import Return
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import (
    AccountId,
    address_book_of,
    consents_of,
    credit_of,
    currencies,
    papers_of,
    preferences_of,
)


@dataclass(frozen=True)
class CopyingData:
    sessions: Sessions
    copies: Copies
    live: LiveCopies
    records: OutsideRecords
    packing: Packing
    squares: Squares
    journal: Journal
    clock: Clock
    ids: Ids
    base: str
    """The currency of the shop's own prices."""
    reads = ()

    @conducts(RequestCopy)
    def request(self, command: RequestCopy, conductor: Conductor) -> CopyAsked:
        """On the list first: there, the database decides which of two who ask at once is made."""
        account, now = command.account_id, self.clock.now()
        Proofs(self.sessions, self.clock).expect(account, command.session_id)
        copy = self.copies.ask(wanted := self.ids.next(), account, now)
        if copy == wanted:
            conductor.first(RecordCopyRequest(account_id=account, copy_id=copy))
        return CopyAsked(copy, copy == wanted)

    @handles(RecordCopyRequest)
    def record_request(self, command: RecordCopyRequest, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        account.request_copy(command.copy_id, at=self.clock.now())
        work.save(account)

    @conducts(MakeCopy)
    def make(self, command: MakeCopy, conductor: Conductor) -> bool:
        """The fact last: whoever reads the mail that it calls for finds the copy."""
        copy, account = command.copy_id, command.account_id
        if self.records.behind(copy):
            self.copies.put_back(copy)
            raise NotThereYet
        gathered = self._gather(copy, account)
        self.copies.beat(copy, 3, self.clock.now())
        archive, now = self.packing.pack(gathered), self.clock.now()
        if not self.copies.keep(copy, account, archive, now, now + COPY_KEPT):
            return False
        conductor.first(RecordCopyMade(account_id=account, copy_id=copy, till=now + COPY_KEPT))
        return True

    @handles(RecordCopyMade)
    def record_made(self, command: RecordCopyMade, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        account.hand_copy(command.copy_id, command.till, at=self.clock.now())
        work.save(account)

    @answers(ListCopies)
    async def own(self, query: ListCopies) -> list[CopyRow]:
        return await self.live.of_account(query.account_id, self.clock.now())

    @answers(TakeCopy)
    async def take(self, query: TakeCopy) -> bytes:
        archive = await self.live.open(query.account_id, query.copy_id, self.clock.now())
        if archive is None:
            raise NoSuchCopy
        return archive

    def _gather(self, copy: UUID, account: AccountId) -> Gathered:
        things = self._things(account)
        self.copies.beat(copy, 1, self.clock.now())
        payments = [it.stream for it in things if it.kind is Payment]
        beside = self.records.beside(account, [it.stream for it in things], payments)
        self.copies.beat(copy, 2, self.clock.now())
        owner: Account = next(it.as_it_is() for it in things if it.kind is Account)
        found = sections(account, things, beside.doers)
        return Gathered(self.clock.now(), found | dict(beside.sections), self._pictures(owner))

    def _things(self, account: AccountId) -> list[Thing]:
        wanted: list[tuple[type[Aggregate[Any]], UUID]] = [
            (Account, account), (AddressBook, address_book_of(account)), (Preferences, preferences_of(account)),
            (Consents, consents_of(account)), *((Order, id) for id in self.records.orders(account)),
        ]
        things = self._read(wanted)
        bought: list[Order] = [it.as_it_is() for it in things if it.kind is Order]
        paid: list[tuple[type[Aggregate[Any]], UUID]] = [(Payment, it.payment_id) for it in bought if it.payment_id]
        filled = dict.fromkeys([*(it.cart_id for it in bought if it.cart_id), *self.records.carts(account)])
        papers = ((Papers, papers_of(it.id)) for it in bought)
        returns = ((Return, id) for it in bought for id in it.returns)
        rules = self.journal.read([currencies()]).get(currencies(), History())
        credit = ((Credit, credit_of(account, code)) for code in codes_ever(rules.events, self.base))
        return things + self._read([*paid, *papers, *returns, *((Cart, id) for id in filled), *credit])

    def _read(self, wanted: list[tuple[type[Aggregate[Any]], UUID]]) -> list[Thing]:
        histories = self.journal.read([id for _, id in wanted])
        found = [Thing(kind, id, histories.get(id, History()).events) for kind, id in wanted]
        return [it for it in found if it.past]

    def _pictures(self, owner: Account) -> dict[str, bytes]:
        picture = known(owner.portrait)
        read = {name: self.squares.read(name) for name in names_of(picture)} if picture else {}
        return {name: data for name, data in read.items() if data is not None}
