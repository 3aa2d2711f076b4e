"""What becomes of the addresses that somebody keeps. No order is touched by any of it."""

from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import Struct

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId, SavedAddressId
from store.domain.shared.marks import Category, Ground, Kept, Mark
from store.domain.shared.personal import Personal


class PostalAddress(Struct, frozen=True, omit_defaults=True):
    """Where somebody can be reached by post. ``country`` is two letters (ISO 3166)."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str | None = None
    region: str | None = None


KeptAddress: TypeAlias = Annotated[Personal[PostalAddress], Mark(
    Category.ADDRESS, "fill in where parcels and bills go", Ground.CONTRACT, Kept.ACCOUNT,
)]


class Purpose(StrEnum):
    """What an address is taken for unless somebody says otherwise. The values are stored."""

    SHIPPING = "shipping"
    BILLING = "billing"


class Because(StrEnum):
    """Why an address became the default. The values are stored."""

    FIRST = "first"
    """It was the only one."""
    CHOSEN = "chosen"
    NEXT = "next"
    """The one before was removed, and this one stands in the book the longest."""
    BACK = "back"
    """It was the default when it was removed, and that was undone."""


class AddressAdded(Event, frozen=True, tag="customers/address-added-1"):
    """Somebody keeps another address."""

    account_id: AccountId
    address_id: SavedAddressId
    address: KeptAddress


class AddressChanged(Event, frozen=True, tag="customers/address-changed-1"):
    """A kept address reads differently from now on."""

    account_id: AccountId
    address_id: SavedAddressId
    address: KeptAddress


class AddressRemoved(Event, frozen=True, tag="customers/address-removed-1"):
    """An address is no longer kept; whoever removed it may take that back."""

    account_id: AccountId
    address_id: SavedAddressId


class AddressRestored(Event, frozen=True, tag="customers/address-restored-1"):
    """The removal was taken back: the address is where it was."""

    account_id: AccountId
    address_id: SavedAddressId


class DefaultChanged(Event, frozen=True, tag="customers/default-changed-1"):
    """Another address is the one that is taken for a purpose."""

    account_id: AccountId
    address_id: SavedAddressId
    purpose: Purpose
    because: Because


AddressBookEvent: TypeAlias = AddressAdded | AddressChanged | AddressRemoved | AddressRestored | DefaultChanged
