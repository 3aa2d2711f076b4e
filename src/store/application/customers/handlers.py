"""Handlers of address books: one short method for each command."""

from dataclasses import dataclass

from store.application.customers.messages import (
    AddAddress,
    ChangeAddress,
    ChooseDefaults,
    GetAddress,
    Kept,
    ListAddresses,
    RemoveAddress,
    RestoreAddress,
    SavedAddress,
    SavedAddresses,
)
from store.application.shared.bus import answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History, Ids
from store.application.shared.work import UnitOfWork, expect
from store.domain.customers.address_book import MOST, AddressBook
from store.domain.customers.errors import NoSuchAddress
from store.domain.customers.events import Purpose
from store.domain.shared.ids import AccountId, SavedAddressId, address_book_of
from store.domain.shared.personal import Erased


@dataclass(frozen=True)
class AddressBookHandlers:
    clock: Clock
    ids: Ids

    @handles(AddAddress)
    def add(self, command: AddAddress, work: UnitOfWork) -> Kept:
        book, now = _book(command.account_id, work), self.clock.now()
        id = book.add(command.account_id, SavedAddressId(self.ids.next()), command.address, at=now)
        for purpose in command.purposes:
            book.choose(id, purpose, at=now)
        return _saved(book, id, work)

    @handles(ChangeAddress)
    def change(self, command: ChangeAddress, work: UnitOfWork) -> Kept:
        book = _book(command.account_id, work)
        expect(book, command.version)
        book.change(command.address_id, command.address, at=self.clock.now())
        return _saved(book, command.address_id, work)

    @handles(RemoveAddress)
    def remove(self, command: RemoveAddress, work: UnitOfWork) -> Kept:
        book = _book(command.account_id, work)
        book.remove(command.address_id, at=self.clock.now())
        return _saved(book, command.address_id, work)

    @handles(RestoreAddress)
    def restore(self, command: RestoreAddress, work: UnitOfWork) -> Kept:
        book = _book(command.account_id, work)
        book.restore(command.address_id, at=self.clock.now())
        return _saved(book, command.address_id, work)

    @handles(ChooseDefaults)
    def choose(self, command: ChooseDefaults, work: UnitOfWork) -> Kept:
        book = _book(command.account_id, work)
        if not command.defaults:
            raise NoSuchAddress
        for purpose, id in sorted(command.defaults.items()):
            book.choose(id, purpose, at=self.clock.now())
        return _saved(book, id, work)


@dataclass(frozen=True)
class AddressBookAnswers:
    """Answers from the facts themselves: nobody sees their own change missing."""

    journal: AsyncJournal
    reads = ()

    @answers(ListAddresses)
    async def list(self, query: ListAddresses) -> SavedAddresses:
        return await self._of(query.account_id)

    @answers(GetAddress)
    async def get(self, query: GetAddress) -> SavedAddress:
        for address in (await self._of(query.account_id)).items:
            if address.id == query.address_id:
                return address
        raise NoSuchAddress

    async def _of(self, account: AccountId) -> SavedAddresses:
        id = address_book_of(account)
        history = (await self.journal.read([id])).get(id, History())
        book = AddressBook.replay(id, history.events)
        return SavedAddresses([
            SavedAddress(
                address_id, value.name, value.line1, value.line2, value.city, value.region, value.postal_code,
                value.country, book.defaults.get(Purpose.SHIPPING) == address_id,
                book.defaults.get(Purpose.BILLING) == address_id,
            )
            for address_id, address in book.in_order() if not isinstance(value := address.value, Erased)
        ], book.version, MOST)


def _book(account: AccountId, work: UnitOfWork) -> AddressBook:
    return work.find(AddressBook, address_book_of(account))


def _saved(book: AddressBook, address_id: SavedAddressId, work: UnitOfWork) -> Kept:
    work.save(book)
    return Kept(address_id, book.version)
