"""Many want the last uses of a coupon, in two processes over one Postgres."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from uuid import uuid4

import pytest
from msgspec import structs

from store.application.cart.messages import AddToCart
from store.application.pricing.messages import CreateCoupon, MakeCodes
from store.application.pricing.promotions import BeginPromotion
from store.application.processes.entering_codes import EnterCode
from store.application.processes.import_rows import ImportProducts
from store.application.shared.bus import Caller
from store.domain.pricing.audience import Audience
from store.domain.pricing.claims import CouponClaims, claims_of
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.errors import CouponUsedUp, UsedByYou
from store.domain.pricing.shipping import QuoteChanged
from store.domain.pricing.terms import PercentOff, Terms
from store.domain.shared.ids import CartId, SubjectId, coupon_of
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.application.processes.examples import MUG, NINE, PLACE, goods

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold")]
SOMEBODY = Caller(actor="test:somebody", correlation=uuid4())
LIMIT, BUYERS = 10, 40
TENTH = Terms(PercentOff(100_000))


@pytest.fixture
def two(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error")
    with ExitStack() as held:
        shops = [held.enter_context(postgres_shop(settings)) for _ in range(2)]
        shops[0].runner().prepare()
        do(shops[0], ImportProducts(source="test", rows=(goods("mug", NINE, 500),)))
        shops[0].runner().catch_up()
        yield shops


def do(shop, command):
    return shop.bus().do(command, SOMEBODY).outcome


def filled(shop, code):
    cart = CartId(uuid4())
    do(shop, AddToCart(cart_id=cart, sku=MUG, quantity=1, currency="EUR"))
    do(shop, EnterCode(cart_id=cart, code=code))
    return cart


def race(shops, carts, refusal, *, email=None):
    def buy(numbered):
        number, cart = numbered
        order = structs.replace(
            PLACE, cart_id=cart, subject=SubjectId(uuid4()), email=email or f"buyer{number}@example.org",
        )
        try:
            return do(shops[number % 2], order)
        except refusal:
            return None

    with ThreadPoolExecutor(8) as buyers:
        return [each for each in buyers.map(buy, enumerate(carts)) if each]


def test_of_many_exactly_as_many_use_it_as_may(two):
    do(two[0], CreateCoupon(code="LAST", name="Last", terms=TENTH, limits=Limits(in_all=LIMIT)))
    carts = [filled(two[n % 2], "LAST") for n in range(BUYERS)]
    bought = race(two, carts, CouponUsedUp)
    assert len(bought) == LIMIT
    assert {order.total.minor for order in bought} == {900 - 90 + 490}
    stream = claims_of(coupon_of("LAST"))
    claims = CouponClaims.replay(stream, two[0].journal().read([stream])[stream].events)
    assert len(claims.orders) == claims.version == LIMIT


def test_one_person_in_many_tabs_uses_it_once(two):
    do(two[0], CreateCoupon(code="ONCE", name="Once", terms=TENTH, limits=Limits(per_customer=1)))
    carts = [filled(two[n % 2], "ONCE") for n in range(12)]
    assert len(race(two, carts, UsedByYou, email="Ann+x@example.org")) == 1


def test_one_code_for_single_use_is_used_once(two):
    do(two[0], CreateCoupon(code="GIFT", name="Gift", terms=TENTH, single_use=True))
    (code,) = do(two[0], MakeCodes(code="GIFT", many=1)).codes
    carts = [filled(two[n % 2], code) for n in range(12)]
    assert len(race(two, carts, CouponUsedUp)) == 1


def test_of_many_first_orders_of_one_person_one_is_the_first(two):
    """Whatever read models have learnt by then: none of them did when the race began."""
    first = Terms(PercentOff(100_000), audience=Audience(first_order=True))
    do(two[0], BeginPromotion(promotion_id=uuid4(), name="Welcome", terms=first))
    carts = [CartId(uuid4()) for _ in range(12)]
    for number, cart in enumerate(carts):
        do(two[number % 2], AddToCart(cart_id=cart, sku=MUG, quantity=1, currency="EUR"))
    bought = race(two, carts, QuoteChanged, email="Ann+x@example.org")
    assert sorted(order.total.minor for order in bought) == [900 - 90 + 490, *[900 + 490] * 11]
