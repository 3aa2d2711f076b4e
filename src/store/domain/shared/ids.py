"""Names for the things contexts speak about to one another."""

from datetime import date
from functools import cache, lru_cache
from hashlib import sha1
from typing import Final, NewType
from uuid import UUID

AddressId = NewType("AddressId", UUID)
"""A slug, as the log knows it."""
CartId = NewType("CartId", UUID)
CategoryId = NewType("CategoryId", UUID)
OrderId = NewType("OrderId", UUID)
PaymentId = NewType("PaymentId", UUID)
PartId = NewType("PartId", UUID)
"""What of an order one vendor, or the shop, sends from one place."""
ParcelId = NewType("ParcelId", UUID)
RefundId = NewType("RefundId", UUID)
"""Money of one payment given back once."""
ReturnId = NewType("ReturnId", UUID)
"""Goods of one order on their way back together."""
CreditId = NewType("CreditId", UUID)
"""What one account can spend here in one currency."""
ProductId = NewType("ProductId", UUID)
AccountId = NewType("AccountId", UUID)
AddressBookId = NewType("AddressBookId", UUID)
PreferencesId = NewType("PreferencesId", UUID)
VendorId = NewType("VendorId", UUID)
"""Whose goods they are: the account of whoever sells them here."""
SavedAddressId = NewType("SavedAddressId", UUID)
"""An address that somebody keeps in their book."""
CouponId = NewType("CouponId", UUID)
StockId = NewType("StockId", UUID)
RosterId = NewType("RosterId", UUID)
ErasureId = NewType("ErasureId", UUID)
HoldId = NewType("HoldId", UUID)
SubjectId = NewType("SubjectId", UUID)
"""A person, as the key store knows one: whose personal fields share a key and are forgotten together."""
WebhookId = NewType("WebhookId", UUID)
Sku = NewType("Sku", str)
OrderNumber = NewType("OrderNumber", str)
PaperNumber = NewType("PaperNumber", str)
"""What an invoice or a credit note is called: ``HF-2026-000017``."""

_STORE = UUID("7d3b1f0a-5c0e-5a55-9a4e-1f6a52c0d0e1")
_FREE: Final = ~((0xF000 << 64) | (0xC000 << 48))
"""The bits of an id that say neither version nor variant."""
_VERSION_5: Final = (5 << 76) | (0x8000 << 48)


def uuid5(space: UUID, name: str) -> UUID:
    """The id of *name* in *space* (RFC 9562, version 5), as ``uuid.uuid5`` gives it, for half of what that takes: an
    order asks for a hundred.
    """
    digest = sha1(space.bytes + name.encode(), usedforsecurity=False).digest()
    return UUID(int=int.from_bytes(digest[:16]) & _FREE | _VERSION_5)


@lru_cache(maxsize=4096)
def stock_of(sku: Sku) -> StockId:
    """The stream that counts the pieces of *sku*."""
    return StockId(uuid5(_STORE, f"inventory/{sku}"))


def order_of(number: OrderNumber) -> OrderId:
    """The stream of the order a shopper knows as *number*: a number is given away only once."""
    return OrderId(uuid5(_STORE, f"order/{number}"))


def papers_of(order: OrderId) -> UUID:
    """The stream of an order's invoice and of its credit notes."""
    return uuid5(order, "papers")


@lru_cache(maxsize=64)
def series_of(name: str) -> UUID:
    """The stream that gives the numbers of one series of papers, one after the other."""
    return uuid5(_STORE, f"paper series/{name}")


def product_of(source: str, key: str) -> ProductId:
    """The product that *source* calls *key*, so that importing it again finds it again."""
    return ProductId(uuid5(_STORE, f"product/{source}/{key}"))


def address_of(slug: str) -> AddressId:
    """The stream that says which product stands at *slug*."""
    return AddressId(uuid5(_STORE, f"address/{slug}"))


def category_of(slug: str) -> CategoryId:
    """The category that stands at *slug*: the slugs of its names from the root down, ``kitchen/mugs-and-cups``."""
    return CategoryId(uuid5(_STORE, f"category/{slug}"))


def coupon_of(code: str) -> CouponId:
    """The coupon that is called for by *code*, in its one spelling: a code is given away only once."""
    return CouponId(uuid5(_STORE, f"coupon/{code}"))


def single_code_of(code: str) -> UUID:
    """The stream of one code that may be used once."""
    return uuid5(_STORE, f"single code/{code}")


@cache
def promotions() -> UUID:
    """The one stream that says what the shop gives to everybody, without a code."""
    return uuid5(_STORE, "promotions")


@cache
def segments() -> UUID:
    """The one stream that says which customers promotions can be for."""
    return uuid5(_STORE, "segments")


def segment_list_of(segment: UUID) -> UUID:
    """The stream of the accounts that staff put on the list of *segment*."""
    return uuid5(_STORE, f"segment list/{segment}")


@cache
def taxes() -> UUID:
    """The one stream that says which tax rates are in force where, and how the shop taxes."""
    return uuid5(_STORE, "taxes")


@cache
def shipping() -> UUID:
    """The one stream that says how parcels can be sent, where to, and what that costs."""
    return uuid5(_STORE, "shipping")


@cache
def currencies() -> UUID:
    """The one stream that says in which currencies the shop sells."""
    return uuid5(_STORE, "currencies")


def rates_of(day: date) -> UUID:
    """The stream that says what currencies were worth in the week of that *day*."""
    year, week, _ = day.isocalendar()
    return uuid5(_STORE, f"rates/{year}-{week}")


def currency_choice_of(account: AccountId) -> UUID:
    """Which currency an account is shown."""
    return follow_up(account, "currency")


def category_tree() -> UUID:
    """The one stream that everybody writes to who moves categories."""
    return uuid5(_STORE, "category tree")


def search_words() -> UUID:
    """The one stream that says what words of searches mean."""
    return uuid5(_STORE, "search words")


def roster() -> RosterId:
    """The one stream that says who has more than a customer's role."""
    return RosterId(uuid5(_STORE, "roster"))


@cache
def locations() -> UUID:
    """The one stream that says at which places of the shop pieces lie."""
    return uuid5(_STORE, "locations")


def fact_id(stream: UUID, version: int) -> UUID:
    """The id of one fact: what follows from it names it as its cause."""
    return uuid5(stream, f"fact/{version}")


def follow_up(cause: UUID, purpose: str) -> UUID:
    """The id of what follows from *cause*: the same however often the cause is delivered."""
    return uuid5(cause, purpose)


def part_of(order: OrderId, vendor: VendorId | None, place: str) -> PartId:
    """The part of an order that a vendor sends from a place; ``None`` is the shop itself."""
    return PartId(follow_up(order, f"part/{vendor or ''}/{place}"))


def parcel_of(part: PartId, number: int) -> ParcelId:
    """The parcel of a part that is its *number*-th."""
    return ParcelId(follow_up(part, f"parcel/{number}"))


def booked_parcel_of(part: PartId, number: int) -> ParcelId:
    """The parcel that was the *number*-th of a part to be booked with a carrier, whether it ever left or not."""
    return ParcelId(follow_up(part, f"booked parcel/{number}"))


def last_parcel_of(part: PartId) -> ParcelId:
    """The parcel in which all went that was left of a part, when the order was sent as a whole."""
    return ParcelId(follow_up(part, "all that was left"))


def refund_of(payment: PaymentId, number: int) -> RefundId:
    """The refund of a payment that is its *number*-th."""
    return RefundId(follow_up(payment, f"refund/{number}"))


def return_of(order: OrderId, number: int) -> ReturnId:
    """The return of an order that is its *number*-th."""
    return ReturnId(follow_up(order, f"return/{number}"))


def return_parcel_of(id: ReturnId) -> ParcelId:
    """The parcel in which a return comes."""
    return ParcelId(follow_up(id, "parcel"))


def credit_of(account: AccountId, currency: str) -> CreditId:
    """The stream of what an account can spend in *currency*."""
    return CreditId(follow_up(account, f"credit/{currency}"))


def purse_of(id: ReturnId, currency: str) -> CreditId:
    """The stream of what an exchange has to pay with: it is the return's, and no account's."""
    return credit_of(AccountId(id), currency)


def cancel_policy() -> UUID:
    """The one stream that says how long shoppers may cancel what."""
    return uuid5(_STORE, "cancel policy")


def return_policy() -> UUID:
    """The one stream that says what may be sent back, and until when."""
    return uuid5(_STORE, "return policy")


def subject_of(account: AccountId) -> SubjectId:
    """The person whose account this is: all that belongs to them is sealed, and forgotten, together."""
    return SubjectId(follow_up(account, "subject"))


def address_book_of(account: AccountId) -> AddressBookId:
    """The one address book of an account."""
    return AddressBookId(follow_up(account, "address book"))


def preferences_of(account: AccountId) -> PreferencesId:
    """What an account wants to be told, and how."""
    return PreferencesId(follow_up(account, "preferences"))


def current_cart_of(account: AccountId) -> UUID:
    """The stream that says which cart is an account's at present."""
    return follow_up(account, "current cart")


def erasure_of(about: UUID) -> ErasureId:
    """The stream that says what became of the wish to have somebody forgotten, known by their account or an order."""
    return ErasureId(follow_up(about, "erasure"))


def hold_of(about: UUID) -> HoldId:
    """The stream that says whether what is known of somebody has to be kept."""
    return HoldId(follow_up(about, "legal hold"))


def consents_of(holder: UUID) -> UUID:
    """What an account, or a browser, agreed to."""
    return follow_up(holder, "consents")


def browser_of(cookie: UUID) -> UUID:
    """Who agreed, where that is a browser: never the id of an account, whatever stands in its cookie."""
    return follow_up(cookie, "browser")


def document_of(kind: str) -> UUID:
    """The one privacy notice, and the one text of terms."""
    return uuid5(_STORE, f"document/{kind}")
