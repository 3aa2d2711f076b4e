"""What promotions gave is listed by promotion; what an exchange is rounded by was given by none."""

import pytest
from msgspec import structs

from projections.pricing.coupon_list import CouponList
from store.domain.ordering.events import Discount, OrderLine
from store.domain.ordering.replacing import exchanged
from store.domain.shared.ids import Sku, order_of
from tests.domain.ordering.test_order import ID, PLACED, eur
from tests.harness.projections import learning

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
ROWS = "SELECT promotion::text, given FROM read.discounts_given"
COUPON = "00000000-0000-0000-0000-000000000007"


def test_an_exchange_of_three_pieces_that_25_was_paid_for_is_no_promotion(migrated_url):
    line = OrderLine(Sku("S"), "Shirt", "shirt", 3, eur(1000), eur(3000), eur(399), discount=eur(500))
    off = Discount(COUPON, "Five off", eur(500), eur(0))
    totals = structs.replace(
        PLACED.totals, subtotal=eur(3000), shipping=eur(0), tax_included=eur(399), total=eur(2500), discounts=(off,),
    )
    sent = exchanged({line.sku: 3}, {line.sku: line}, {}, {}, (line,), totals)
    assert sent.totals.rounded == eur(2)
    first = structs.replace(PLACED, lines=(line,), totals=totals)
    second = structs.replace(first, number="AAAAA-00002", lines=sent.lines, totals=sent.totals)
    with learning(migrated_url, CouponList()) as learner:
        learner.given(ID, first).given(order_of(second.number), second).then(ROWS, (COUPON, 500))
