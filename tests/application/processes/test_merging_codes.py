"""Which code counts when a guest's cart joins an account's: one's own, as long as it can still be used."""

import pytest

from store.application.cart.merging import MergeCart
from store.application.pricing.messages import CreateCoupon, WithdrawCoupon
from store.domain.cart.cart import Cart
from store.domain.cart.events import CodeEntered
from store.domain.pricing.coupon_events import Limits
from tests.application.processes.examples import CART, OPENED, TWO_MUGS, shop_selling
from tests.application.processes.test_merging_carts import ANN, ANNS, CLAIM, FIRST, TAKEN
from tests.application.processes.test_redeeming_coupons import TENTH, do
from tests.harness.processes import NOON

pytestmark = [
    pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.1", "a guest's cart joins the account's"),
]


def entered(cart, code):
    return CodeEntered(at=NOON, cart_id=cart, code=code)


@pytest.mark.parametrize(("withdrawn", "counts"), [((), "OWN"), (("OWN",), "GUESTS"), (("OWN", "GUESTS"), "GUESTS")])
def test_ones_own_code_counts_unless_it_is_dead(withdrawn, counts):
    shop = shop_selling()
    for code in ("OWN", "GUESTS"):
        do(shop, CreateCoupon(code=code, name=code, terms=TENTH, limits=Limits()))
    assert shop.ids.next() == FIRST
    shop.happened({
        CART: [OPENED, TWO_MUGS, entered(CART, "GUESTS")], CLAIM: [TAKEN], FIRST: [ANNS, entered(FIRST, "OWN")],
    })
    for code in withdrawn:
        do(shop, WithdrawCoupon(code=code, reason="enough"))
    do(shop, MergeCart(account_id=ANN, guest_cart=CART))
    assert Cart.replay(FIRST, shop.shop.journal().read([FIRST])[FIRST].events).codes == (counts,)
