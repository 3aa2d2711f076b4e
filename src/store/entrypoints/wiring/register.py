"""Every kind of fact there is, and every kind of thing that has a past."""

from collections.abc import Callable
from datetime import date
from typing import Final, get_args
from uuid import UUID

from projections.audit.kinds import Kind
from projections.audit.sentences import (
    audit,
    cart,
    catalogue,
    charges,
    consents,
    credit,
    customers,
    identity,
    inventory,
    invoicing,
    notifications,
    ordering,
    partners,
    payments,
    pricing,
    privacy,
    returns,
)
from projections.audit.sentences import (
    cancelling as cancelling_said,
)
from projections.audit.sentences import (
    locations as locations_said,
)
from projections.audit.sentences import (
    segments as segments_said,
)
from store.adapters.drivers.eventlog.codec import Upcast
from store.application.returns.messages import ids_of
from store.domain.audit.events import ExportEvent
from store.domain.audit.export import Export
from store.domain.cart.cart import Cart
from store.domain.cart.current_cart import CurrentCart
from store.domain.cart.events import CartEvent, CurrentEvent
from store.domain.catalogue.address import Address
from store.domain.catalogue.category import Category, CategoryTree
from store.domain.catalogue.category_events import CategoryEvent, TreeEvent
from store.domain.catalogue.events import AddressEvent, ProductEvent
from store.domain.catalogue.product import Product
from store.domain.catalogue.search_words import SearchWords
from store.domain.catalogue.search_words_events import SearchWordsEvent
from store.domain.credit.credit import Credit
from store.domain.credit.events import CreditEvent
from store.domain.customers.address_book import AddressBook
from store.domain.customers.events import AddressBookEvent
from store.domain.identity.account import Account
from store.domain.identity.events import AccountEvent
from store.domain.identity.history import staff_had_kinds
from store.domain.identity.roster import Roster
from store.domain.identity.roster_events import RosterEvent
from store.domain.identity.search import PersonSearch
from store.domain.identity.search_events import SearchEvent
from store.domain.inventory.events import InventoryEvent
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.location_events import LocationEvent
from store.domain.inventory.locations import Locations
from store.domain.invoicing.events import NumberGiven, PapersEvent
from store.domain.invoicing.papers import Papers
from store.domain.invoicing.series import Series
from store.domain.notifications.events import PreferencesEvent
from store.domain.notifications.preferences import Preferences
from store.domain.ordering.cancel_policies import CancelPolicies
from store.domain.ordering.cancel_policy_events import CancelPolicySet
from store.domain.ordering.events import OrderEvent
from store.domain.ordering.order import Order
from store.domain.partners.events import WebhookEvent
from store.domain.partners.webhook import Webhook
from store.domain.payments.events import PaymentEvent
from store.domain.payments.payment import Payment
from store.domain.pricing.claims import CouponClaims, SingleCode, claims_of
from store.domain.pricing.coupon import Coupon
from store.domain.pricing.coupon_events import ClaimEvent, CodeEvent, CouponEvent
from store.domain.pricing.currencies import Currencies
from store.domain.pricing.currency_events import CurrencyEvent, RateEvent
from store.domain.pricing.promotion_events import PromotionEvent
from store.domain.pricing.promotions import Promotions
from store.domain.pricing.rate_sheets import RateSheet
from store.domain.pricing.segment_events import MemberEvent, SegmentEvent
from store.domain.pricing.segment_list import SegmentList
from store.domain.pricing.segments import Segments
from store.domain.pricing.shipping_events import ShippingEvent
from store.domain.pricing.shipping_rules import Shipping
from store.domain.pricing.tax_events import TaxEvent
from store.domain.pricing.taxes import Taxes
from store.domain.privacy.consent_events import ConsentEvent, DocumentEvent
from store.domain.privacy.consents import Consents
from store.domain.privacy.document import Document
from store.domain.privacy.erasure import Erasure
from store.domain.privacy.events import ErasureEvent, HoldEvent
from store.domain.privacy.hold import LegalHold
from store.domain.returns.events import ReturnEvent
from store.domain.returns.policies import ReturnPolicies
from store.domain.returns.policy_events import ReturnPolicySet
from store.domain.returns.returning import Return
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import (
    OrderNumber,
    Sku,
    address_of,
    cancel_policy,
    category_tree,
    coupon_of,
    currencies,
    document_of,
    locations,
    order_of,
    papers_of,
    promotions,
    rates_of,
    return_policy,
    roster,
    search_words,
    segments,
    series_of,
    shipping,
    single_code_of,
    stock_of,
    taxes,
)

EVENTS: Final[tuple[type[Event], ...]] = tuple(
    kind
    for union in (
        AddressEvent, CartEvent, CurrentEvent, CategoryEvent, TreeEvent, SearchWordsEvent, ExportEvent, InventoryEvent,
        LocationEvent, OrderEvent, PaymentEvent, ProductEvent, AccountEvent, RosterEvent, SearchEvent, WebhookEvent,
        AddressBookEvent, PreferencesEvent, ErasureEvent, HoldEvent, ConsentEvent, DocumentEvent, CouponEvent,
        ClaimEvent, CodeEvent, PromotionEvent, SegmentEvent, MemberEvent, TaxEvent, ShippingEvent, CurrencyEvent,
        RateEvent, NumberGiven,
        PapersEvent, ReturnEvent, ReturnPolicySet, CreditEvent, CancelPolicySet,
    )
    for kind in (get_args(union) or (union,))
)

UPCASTS: Final[dict[str, Upcast]] = {"identity/staff-enrolled-1": staff_had_kinds}
"""From an old tag to the stored form of the next one."""


def _or(named: Callable[[str], UUID]) -> Callable[[str], UUID]:
    """A stream by its id, as links have it, or else by the name that people use."""

    def stream(text: str) -> UUID:
        try:
            return UUID(text)
        except ValueError:
            return named(text)

    return stream


KINDS: Final = {
    "order": Kind(Order, _or(lambda number: order_of(OrderNumber(number.strip().upper()))), ordering.say),
    "cart": Kind(Cart, UUID, cart.say),
    "current_cart": Kind(CurrentCart, UUID, cart.say_of_current),
    "inventory": Kind(Inventory, _or(lambda sku: stock_of(Sku(sku))), inventory.say),
    "locations": Kind(Locations, _or(lambda _: locations()), locations_said.say),
    "payment": Kind(Payment, UUID, payments.say),
    "papers": Kind(Papers, _or(lambda number: papers_of(order_of(OrderNumber(number.strip().upper())))), invoicing.say),
    "paper_series": Kind(Series, _or(series_of), invoicing.say_of_series),
    "credit": Kind(Credit, UUID, credit.say),
    "cancel_policy": Kind(CancelPolicies, _or(lambda _: cancel_policy()), cancelling_said.say),
    "return": Kind(Return, _or(lambda number: ids_of(number)[1]), returns.say),
    "return_policy": Kind(ReturnPolicies, _or(lambda _: return_policy()), returns.say_of_policy),
    "address": Kind(Address, _or(address_of), catalogue.say_of_address),
    "product": Kind(Product, UUID, catalogue.say_of_product),
    "category": Kind(Category, UUID, catalogue.say_of_category),
    "category_tree": Kind(CategoryTree, _or(lambda _: category_tree()), catalogue.say_of_tree),
    "search_words": Kind(SearchWords, _or(lambda _: search_words()), catalogue.say_of_search_words),
    "coupon": Kind(Coupon, _or(coupon_of), pricing.say),
    "coupon_claims": Kind(CouponClaims, _or(lambda code: claims_of(coupon_of(code))), pricing.say_of_claims),
    "single_code": Kind(SingleCode, _or(single_code_of), pricing.say_of_code),
    "promotions": Kind(Promotions, _or(lambda _: promotions()), pricing.say_of_promotions),
    "segments": Kind(Segments, _or(lambda _: segments()), segments_said.say),
    "segment_list": Kind(SegmentList, UUID, segments_said.say_of_list),
    "taxes": Kind(Taxes, _or(lambda _: taxes()), charges.say_of_taxes),
    "shipping": Kind(Shipping, _or(lambda _: shipping()), charges.say_of_shipping),
    "currencies": Kind(Currencies, _or(lambda _: currencies()), charges.say_of_currencies),
    "rates": Kind(RateSheet, _or(lambda day: rates_of(date.fromisoformat(day))), charges.say_of_rates),
    "export": Kind(Export, UUID, audit.say),
    "account": Kind(Account, UUID, identity.say, ("identity/staff-enrolled-1",)),
    "roster": Kind(Roster, _or(lambda _: roster()), identity.say_of_roster),
    "search": Kind(PersonSearch, UUID, identity.say_of_search),
    "webhook": Kind(Webhook, UUID, partners.say),
    "address_book": Kind(AddressBook, UUID, customers.say),
    "preferences": Kind(Preferences, UUID, notifications.say),
    "erasure": Kind(Erasure, UUID, privacy.say),
    "legal_hold": Kind(LegalHold, UUID, privacy.say_of_hold),
    "consents": Kind(Consents, UUID, consents.say_of_consents),
    "document": Kind(Document, _or(document_of), consents.say_of_document),
}

KINDS_BY_TAG: Final = {tag: name for name, kind in KINDS.items() for tag in kind.tags}
"""What people call the thing that a fact is about."""
