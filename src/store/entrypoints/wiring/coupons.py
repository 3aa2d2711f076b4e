"""Coupons and promotions, put together over either kind of shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.audit.tape import Overheard
from store.adapters.identity.blind_index import BlindIndex, spelled
from store.adapters.pricing.code_marks_hmac import HmacCodeMarks
from store.adapters.pricing.coupon_uses_memory import MemoryCouponUses
from store.adapters.pricing.coupon_uses_postgres import PostgresCouponUses
from store.adapters.pricing.shown_claims import CountedClaims
from store.application.pricing.handlers import CouponAnswers, CouponHandlers
from store.application.pricing.ports import CodeMarks, CouponUses
from store.application.processes.calling_deals import ShownDeals
from store.application.processes.entering_codes import EnteringCodes
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
    handlers: Sequence[Any]


def about_coupons(marks: CodeMarks, uses: CouponUses, journal: AsyncJournal, clock: Clock) -> Coupons:
    """All of it."""
    redeeming = RedeemingCoupons(marks, uses, clock)
    return Coupons(redeeming, ShownDeals(journal, CountedClaims(journal), marks), [
        CouponHandlers(clock, marks), CouponAnswers(journal), EnteringCodes(redeeming, clock),
    ])


def postgres_coupons(
    key: bytes, pool: ConnectionPool[Connection[Any]], index: BlindIndex, journal: AsyncJournal, clock: Clock
) -> Coupons:
    """Over the tables, where what commands ask can be overheard. By *key* codes are told from made-up ones."""
    uses = PostgresCouponUses(pool, partial(mailbox_digest, index))
    return about_coupons(Overheard("codes", HmacCodeMarks(key)), Overheard("uses", uses), journal, clock)


def memory_uses() -> MemoryCouponUses:
    """The twin of the table."""
    return MemoryCouponUses(lambda email: mailbox(spelled(email)))
