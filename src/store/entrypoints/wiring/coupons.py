"""Coupons and promotions, put together over either kind of shop."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from projections.pricing.coupon_claims import PostgresShownClaims
from projections.pricing.coupon_reader import CouponReader
from store.adapters.audit.tape import Overheard
from store.adapters.drivers.questions import Questions
from store.adapters.identity.blind_index import BlindIndex, spelled
from store.adapters.pricing.code_marks_hmac import HmacCodeMarks
from store.adapters.pricing.coupon_uses_memory import MemoryCouponUses
from store.adapters.pricing.coupon_uses_postgres import PostgresCouponUses
from store.adapters.pricing.shipping_table import FlatShippingTable
from store.adapters.pricing.shown_claims import CountedClaims
from store.adapters.pricing.tax_table import EuropeanTaxTable
from store.application.pricing.handlers import CouponAnswers, CouponHandlers
from store.application.pricing.ports import CodeMarks, CouponUses, ShownClaims
from store.application.pricing.promotions import PromotionAnswers, PromotionHandlers
from store.application.pricing.segments import SegmentAnswers, SegmentHandlers
from store.application.pricing.shipping import ShippingAnswers, ShippingHandlers
from store.application.pricing.stacking import StackingAnswers, StackingHandlers
from store.application.pricing.taxes import TaxAnswers, TaxHandlers
from store.application.processes.calling_deals import ShownDeals
from store.application.processes.entering_codes import EnteringCodes
from store.application.processes.explaining_prices import ExplainingPrices
from store.application.processes.listing_customers import ListingCustomers
from store.application.processes.pricing_carts import Prices
from store.application.processes.redeeming_coupons import RedeemingCoupons
from store.application.shared.ports import AsyncJournal, Clock
from store.domain.pricing.customers import mailbox

PURPOSE: Final = "coupon use"
"""It goes into the digests, and is never to be renamed."""


def mailbox_digest(index: BlindIndex, email: str) -> bytes:
    """By what a customer is known who uses coupons, however the address is spelled."""
    return index.of(PURPOSE, mailbox(spelled(email)))


@dataclass(frozen=True)
class Coupons:
    """What others need of them: who claims and lets go, what queries see, and the handlers."""

    redeeming: RedeemingCoupons
    shown: ShownDeals
    entering: EnteringCodes
    handlers: Sequence[Any]


def about_coupons(
    marks: CodeMarks, uses: CouponUses, journal: AsyncJournal, clock: Clock, claims: ShownClaims | None = None
) -> Coupons:
    """All of it."""
    redeeming = RedeemingCoupons(marks, uses, clock)
    entering = EnteringCodes(redeeming, clock)
    return Coupons(redeeming, ShownDeals(journal, claims or CountedClaims(journal), marks), entering, [
        redeeming, CouponHandlers(clock, marks), CouponAnswers(journal), entering,
        ExplainingPrices(journal), PromotionHandlers(clock), PromotionAnswers(journal),
        StackingHandlers(clock), StackingAnswers(journal), TaxHandlers(clock),
        SegmentHandlers(clock), SegmentAnswers(journal), ListingCustomers(clock),
        TaxAnswers(journal, clock), ShippingHandlers(clock), ShippingAnswers(journal, FlatShippingTable()),
    ])


def postgres_coupons(
    codes: bytes, pool: ConnectionPool[Connection[Any]], async_pool: AsyncConnectionPool[AsyncConnection[Any]],
    questions: Questions, index: BlindIndex, journal: AsyncJournal, clock: Clock,
) -> Coupons:
    """Over the tables, where what commands ask can be overheard. By the key *codes* they are told from made-up ones."""
    uses = PostgresCouponUses(pool, partial(mailbox_digest, index))
    marks, claims = HmacCodeMarks(codes), PostgresShownClaims(questions)
    it = about_coupons(Overheard("codes", marks), Overheard("uses", uses), journal, clock, claims)
    return replace(it, handlers=[*it.handlers, CouponReader(async_pool, clock)])


def prices_at_home(currency: str, zone: str = "UTC") -> Prices:
    """What prices a cart where staff said nothing else: taxes of the European Union, two ways to send a parcel, Germany
    where nobody says. Its own prices are in *currency*, and parcels leave by the clock of *zone*.
    """
    return Prices(EuropeanTaxTable(), FlatShippingTable(), "DE", currency, ZoneInfo(zone))


def memory_uses() -> MemoryCouponUses:
    """The twin of the table."""
    return MemoryCouponUses(lambda email: mailbox(spelled(email)).encode())
