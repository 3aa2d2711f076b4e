"""AddressBook: the addresses that somebody keeps, and which of them is taken unless another is named."""

from datetime import datetime
from typing import Final, assert_never

from store.domain.customers.errors import BookFull, NoSuchAddress
from store.domain.customers.events import (
    AddressAdded,
    AddressBookEvent,
    AddressChanged,
    AddressRemoved,
    AddressRestored,
    Because,
    DefaultChanged,
    PostalAddress,
    Purpose,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId, AddressBookId, SavedAddressId, subject_of
from store.domain.shared.personal import Personal

MOST: Final = 50


class AddressBook(Aggregate[AddressBookEvent]):
    """One for each account. As long as it holds an address, it has one default for each purpose, and never two."""

    kind = "address_book"
    id: AddressBookId

    def __init__(self, id: AddressBookId) -> None:
        super().__init__(id)
        self.account_id: AccountId | None = None
        self.addresses: dict[SavedAddressId, Personal[PostalAddress]] = {}
        self.defaults: dict[Purpose, SavedAddressId] = {}
        self.removed: dict[SavedAddressId, Personal[PostalAddress]] = {}
        self.was_default: dict[Purpose, SavedAddressId] = {}
        self._order: dict[SavedAddressId, int] = {}

    def add(self, account: AccountId, address_id: SavedAddressId, address: PostalAddress, *, at: datetime
            ) -> SavedAddressId:
        """Keep another one. One that is kept already is no fact; whichever it is is said."""
        wanted = Personal(subject_of(account), address)
        for there, kept in self.addresses.items():
            if kept == wanted:
                return there
        self._expect_room()
        self._record(AddressAdded(at=at, account_id=account, address_id=address_id, address=wanted))
        self._give_defaults(Because.FIRST, at=at)
        return address_id

    def change(self, address_id: SavedAddressId, address: PostalAddress, *, at: datetime) -> None:
        """It reads differently from now on. What it reads already is no fact."""
        account = self._expect_kept(address_id)
        wanted = Personal(subject_of(account), address)
        if self.addresses[address_id] != wanted:
            self._record(AddressChanged(at=at, account_id=account, address_id=address_id, address=wanted))

    def remove(self, address_id: SavedAddressId, *, at: datetime) -> None:
        """Keep it no longer. Of those that stay, the one kept longest takes its place as a default."""
        if address_id in self.removed:
            return
        account = self._expect_kept(address_id)
        self._record(AddressRemoved(at=at, account_id=account, address_id=address_id))
        self._give_defaults(Because.NEXT, at=at)

    def restore(self, address_id: SavedAddressId, *, at: datetime) -> None:
        """Take the removal back. It is a default again where it was one and nobody chose another since."""
        if address_id in self.addresses:
            return
        if address_id not in self.removed or self.account_id is None:
            raise NoSuchAddress
        self._expect_room()
        again = [purpose for purpose, was in self.was_default.items() if was == address_id]
        self._record(AddressRestored(at=at, account_id=self.account_id, address_id=address_id))
        for purpose in again:
            self._make_default(address_id, purpose, Because.BACK, at=at)
        self._give_defaults(Because.FIRST, at=at)

    def choose(self, address_id: SavedAddressId, purpose: Purpose, *, at: datetime) -> None:
        """Take this one unless another is named. The one that is taken already is no fact."""
        self._expect_kept(address_id)
        if self.defaults.get(purpose) != address_id:
            self._make_default(address_id, purpose, Because.CHOSEN, at=at)

    def in_order(self) -> list[tuple[SavedAddressId, Personal[PostalAddress]]]:
        """What is kept, oldest first; what was taken back stands where it was."""
        return sorted(self.addresses.items(), key=lambda kept: self._order[kept[0]])

    def _give_defaults(self, because: Because, *, at: datetime) -> None:
        """No purpose goes without a default while there is an address."""
        if not self.addresses:
            return
        oldest = min(self.addresses, key=self._order.__getitem__)
        for purpose in Purpose:
            if purpose not in self.defaults:
                self._make_default(oldest, purpose, because, at=at)

    def _make_default(self, address_id: SavedAddressId, purpose: Purpose, because: Because, *, at: datetime) -> None:
        account = self._expect_kept(address_id)
        self._record(DefaultChanged(
            at=at, account_id=account, address_id=address_id, purpose=purpose, because=because,
        ))

    def _expect_kept(self, address_id: SavedAddressId) -> AccountId:
        if address_id not in self.addresses or self.account_id is None:
            raise NoSuchAddress
        return self.account_id

    def _expect_room(self) -> None:
        if len(self.addresses) >= MOST:
            raise BookFull(MOST)

    def _evolve(self, event: AddressBookEvent) -> None:
        match event:
            case AddressAdded(account_id=account, address_id=id, address=address):
                self.account_id = account
                self.addresses[id] = address
                self._order[id] = len(self._order)
            case AddressChanged(address_id=id, address=address):
                self.addresses[id] = address
            case AddressRemoved(address_id=id):
                self.removed[id] = self.addresses.pop(id)
                left = [purpose for purpose, default in self.defaults.items() if default == id]
                for purpose in left:
                    self.was_default[purpose] = self.defaults.pop(purpose)
            case AddressRestored(address_id=id):
                self.addresses[id] = self.removed.pop(id)
            case DefaultChanged(address_id=id, purpose=purpose, because=because):
                self.defaults[purpose] = id
                if because is not Because.NEXT:
                    self.was_default.pop(purpose, None)
            case _:
                assert_never(event)
