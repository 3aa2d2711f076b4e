"""What is done with the carts of accounts and the orders of guests, put together over either kind of shop."""

from typing import Any

from store.application.cart.finding import Carts
from store.application.cart.handlers import CartHandlers
from store.application.cart.merging import MergingCarts
from store.application.cart.ports import Offers
from store.application.cart.waiting import WaitingGoods
from store.application.ordering.ports import AccessTokens
from store.application.processes.claiming_orders import ClaimingOrders
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.following_an_order import FollowingAnOrder
from store.application.processes.tracking_an_order import TrackingAnOrder
from store.application.processes.true_stock import TrueStock
from store.application.shared.ports import AsyncJournal, Clock, Ids


def about_carts(
    offers: Offers, clock: Clock, ids: Ids, journal: AsyncJournal, tokens: AccessTokens, media: str,
    estimating: EstimatingDelivery,
) -> list[Any]:
    """All handlers but those of a single cart."""
    stock = TrueStock()
    return [
        WaitingGoods(CartHandlers(offers, stock, clock, ids), clock, ids),
        MergingCarts(offers, stock, clock, ids), Carts(journal), ClaimingOrders(clock),
        TrackingAnOrder(FollowingAnOrder(journal, media, estimating=estimating), tokens),
    ]
