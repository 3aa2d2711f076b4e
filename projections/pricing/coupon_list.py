"""Read model: coupons, and the orders that promotions made cheaper."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from msgspec import Struct
from psycopg import Connection

from projections.shared.projection import Index, Seen
from store.adapters.drivers.eventlog.codec import tag_of
from store.domain.ordering.events import OrderCancelled, OrderPlaced
from store.domain.pricing.coupon_events import (
    CouponChanged,
    CouponClaimed,
    CouponCreated,
    CouponReleased,
    CouponWithdrawn,
)
from store.domain.shared.money import Money


class _Discount(Struct, frozen=True, gc=False):
    promotion: str
    goods: Money
    shipping: Money
    code: str | None = None


class _Totals(Struct, frozen=True, gc=False):
    discounts: tuple[_Discount, ...] = ()


class Placed(Struct, frozen=True, tag=tag_of(OrderPlaced)):
    """What is learnt of an order when it is placed."""

    at: str
    number: str
    totals: _Totals


class Cancelled(Struct, frozen=True, gc=False, tag=tag_of(OrderCancelled)):
    """Nothing but that."""


class CouponList:
    """The projection."""

    name: Final = "coupons"
    revision: Final = 1
    kinds: Final[tuple[type[Struct], ...]] = (
        CouponCreated, CouponChanged, CouponWithdrawn, CouponClaimed, CouponReleased, Placed, Cancelled,
    )
    tables: Final = ("coupons", "discounts_given")
    ddl: Final[LiteralString] = """
    CREATE TABLE coupons (
        id uuid PRIMARY KEY, code text NOT NULL, name text NOT NULL, kind text NOT NULL, first_day date, last_day date,
        in_all int, single_use boolean NOT NULL, withdrawn boolean NOT NULL DEFAULT false,
        claims int NOT NULL DEFAULT 0, created_at timestamptz NOT NULL
    );
    COMMENT ON TABLE coupons IS 'Coupons, and how often those were claimed that have a limit.';
    COMMENT ON COLUMN coupons.id IS 'The coupon.';
    COMMENT ON COLUMN coupons.code IS 'What shoppers type.';
    COMMENT ON COLUMN coupons.name IS 'What they read.';
    COMMENT ON COLUMN coupons.kind IS 'What it gives: percent, amount, free-shipping, buy-get, tiers or bundle.';
    COMMENT ON COLUMN coupons.first_day IS 'From this day on, in the time zone of the shop.';
    COMMENT ON COLUMN coupons.last_day IS 'Up to this day.';
    COMMENT ON COLUMN coupons.in_all IS 'How often it may be used in all; null for as often as anybody likes.';
    COMMENT ON COLUMN coupons.single_use IS 'Whether each of its codes may be used once.';
    COMMENT ON COLUMN coupons.withdrawn IS 'Whether it calls for nothing any more.';
    COMMENT ON COLUMN coupons.claims IS 'Orders that hold one of its uses, where there is a limit.';
    COMMENT ON COLUMN coupons.created_at IS 'When it was made.';
    CREATE TABLE discounts_given (
        "order" uuid NOT NULL, promotion uuid NOT NULL, number text NOT NULL, code text, placed_at timestamptz NOT NULL,
        given bigint NOT NULL, currency text NOT NULL, cancelled boolean NOT NULL DEFAULT false,
        PRIMARY KEY ("order", promotion)
    );
    COMMENT ON TABLE discounts_given IS 'What promotions took off orders.';
    COMMENT ON COLUMN discounts_given."order" IS 'The order.';
    COMMENT ON COLUMN discounts_given.promotion IS 'The promotion, or the coupon.';
    COMMENT ON COLUMN discounts_given.number IS 'The number customers see.';
    COMMENT ON COLUMN discounts_given.code IS 'The code it was called for with, if with one.';
    COMMENT ON COLUMN discounts_given.placed_at IS 'When somebody bought.';
    COMMENT ON COLUMN discounts_given.given IS 'What was taken off, in minor units.';
    COMMENT ON COLUMN discounts_given.currency IS 'In which currency (ISO 4217).';
    COMMENT ON COLUMN discounts_given.cancelled IS 'Whether the order came to nothing.';
    """
    indexes: Final = (
        Index("coupons_newest", "coupons (created_at DESC, id)"),
        Index("coupons_code", "coupons (code text_pattern_ops)"),
        Index("discounts_given_promotion", 'discounts_given (promotion, placed_at DESC, "order")'),
    )

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Orders in one go each, and what few facts there are of coupons one by one."""
        given = [
            (fact.stream, it.promotion, fact.event.number, it.code, fact.event.at, it.goods.minor + it.shipping.minor,
             it.goods.currency)
            for fact in facts if isinstance(fact.event, Placed) for it in fact.event.totals.discounts
        ]
        if given:
            db.cursor().executemany(
                'INSERT INTO discounts_given ("order", promotion, number, code, placed_at, given, currency)'
                " VALUES (%s, %s, %s, %s, %s, %s, %s)", given,
            )
        gone = [fact.stream for fact in facts if isinstance(fact.event, Cancelled)]
        if gone:
            db.execute('UPDATE discounts_given SET cancelled = true WHERE "order" = ANY(%s)', (gone,))
        for fact in facts:
            _learn(fact.event, db)


def _learn(event: Any, db: Connection[Any]) -> None:
    match event:
        case CouponCreated():
            db.execute(
                "INSERT INTO coupons (id, code, name, kind, first_day, last_day, in_all, single_use, created_at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                (event.coupon_id, event.code, *_said(event), event.single_use, event.at),
            )
        case CouponChanged():
            db.execute(
                "UPDATE coupons SET (name, kind, first_day, last_day, in_all) = (%s, %s, %s, %s, %s) WHERE id = %s",
                (*_said(event), event.coupon_id),
            )
        case CouponWithdrawn():
            db.execute("UPDATE coupons SET withdrawn = true WHERE id = %s", (event.coupon_id,))
        case CouponClaimed() | CouponReleased():
            more = 1 if isinstance(event, CouponClaimed) else -1
            db.execute("UPDATE coupons SET claims = claims + %s WHERE id = %s", (more, event.coupon_id))
        case _:
            pass


def _said(event: CouponCreated | CouponChanged) -> tuple[Any, ...]:
    terms = event.terms
    kind = str(terms.effect.__struct_config__.tag)
    return event.name, kind, terms.first_day, terms.last_day, event.limits.in_all
