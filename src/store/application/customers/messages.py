"""What somebody may do with the addresses they keep, and what they may ask."""

from msgspec import Struct

from store.application.shared.bus import Command, Query
from store.domain.customers.events import PostalAddress, Purpose
from store.domain.shared.ids import AccountId, SavedAddressId


class Kept(Struct, frozen=True):
    """The address it was about, and the version of the book now."""

    address_id: SavedAddressId
    version: int


class AddAddress(Command[Kept], frozen=True):
    """Keep an address. One that is kept already is found again; *purposes* are those it is to be the default for."""

    account_id: AccountId
    address: PostalAddress
    purposes: tuple[Purpose, ...] = ()


class ChangeAddress(Command[Kept], frozen=True):
    """A kept address reads differently. Orders that went there are not touched."""

    account_id: AccountId
    address_id: SavedAddressId
    address: PostalAddress
    version: int | None = None


class RemoveAddress(Command[Kept], frozen=True):
    """Keep it no longer."""

    account_id: AccountId
    address_id: SavedAddressId


class RestoreAddress(Command[Kept], frozen=True):
    """Take its removal back."""

    account_id: AccountId
    address_id: SavedAddressId


class ChooseDefaults(Command[Kept], frozen=True):
    """Take other addresses unless one is named: all that are named here, or none of them."""

    account_id: AccountId
    defaults: dict[Purpose, SavedAddressId]


class SavedAddress(Struct, frozen=True):
    """An address that somebody keeps."""

    id: SavedAddressId
    name: str
    line1: str
    line2: str | None
    city: str
    region: str | None
    postal_code: str
    country: str
    default_shipping: bool
    default_billing: bool


class SavedAddresses(Struct, frozen=True):
    """All that somebody keeps, in the order in which they came, and how many there may be."""

    items: list[SavedAddress]
    version: int
    most: int


class ListAddresses(Query[SavedAddresses], frozen=True):
    """One's own address book, from its facts: never behind. Addresses of somebody who was forgotten are left out."""

    account_id: AccountId


class GetAddress(Query[SavedAddress], frozen=True):
    """One of them; what is somebody else's is not there."""

    account_id: AccountId
    address_id: SavedAddressId
