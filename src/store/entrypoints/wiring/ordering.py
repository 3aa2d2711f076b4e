"""What becomes of orders after they were placed, put together."""

from datetime import UTC, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.ordering.buyers import OrdersOfBuyers
from projections.ordering.order_list import Orders
from projections.ordering.own_orders import OwnOrderList
from projections.ordering.review_list import ReviewList
from store.application.cart.kept_checkouts import KeptCheckouts
from store.application.cart.ports import ShownExchanges, ShownOffers
from store.application.cart.quoting import Quoting
from store.application.identity.grams import Marks
from store.application.ordering.cancel_rules import CancelPolicyHandlers, CancelRules
from store.application.ordering.ports import AccessTokens
from store.application.ordering.reviewing import ReviewingOrders
from store.application.processes.cancelling_an_order import CancellingAnOrder
from store.application.processes.giving_back_again import GivingBackAgain
from store.application.processes.holding_again import HoldingAgain
from store.application.processes.keeping_credit import FollowingCredit, KeepingCredit
from store.application.processes.ordering_again import OrderingAgain, QuotingAgain
from store.application.processes.quoting_cancellations import QuotingCancellations
from store.application.processes.redeeming_coupons import RedeemingCoupons
from store.application.processes.refunding_a_payment import RefundingAPayment
from store.application.processes.settling_a_payment import SettlingAPayment
from store.application.processes.shipping_an_order import ShippingAnOrder
from store.application.processes.taking_held_money import TakingHeldMoney
from store.application.shared.ports import AsyncJournal
from store.entrypoints.wiring.settings import Settings

A_DAY: Final = CancelRules(timedelta(days=1), UTC)


def time_to_cancel(settings: Settings) -> CancelRules:
    """How long after buying a shopper may cancel, where nobody set anything else."""
    return CancelRules(timedelta(hours=settings.cancel_hours), ZoneInfo(settings.time_zone))


def about_orders(
    gateway: Any, clock: Any, rules: CancelRules, journal: AsyncJournal, quoting: Quoting, shown: ShownOffers,
    exchanges: ShownExchanges, redeeming: RedeemingCoupons, checkouts: KeptCheckouts, base: str,
) -> tuple[Any, ...]:
    """Paid, shipped, cancelled, given back, ordered again, and paid by credit. Shoppers may cancel by the *rules*.

    The shop's own prices are in *base*.
    """
    return (
        SettlingAPayment(gateway, clock, redeeming, checkouts), ShippingAnOrder(clock), TakingHeldMoney(gateway, clock),
        HoldingAgain(gateway, clock),
        CancellingAnOrder(gateway, clock, rules, redeeming), CancelPolicyHandlers(journal, clock, rules),
        RefundingAPayment(gateway, clock), QuotingCancellations(journal, clock, rules),
        GivingBackAgain(gateway, clock), ReviewingOrders(clock),
        OrderingAgain(quoting, clock), QuotingAgain(journal, shown, exchanges),
        KeepingCredit(clock, base), FollowingCredit(journal, base),
    )


def order_lists(
    pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal, marks: Marks, tokens: AccessTokens
) -> tuple[Any, ...]:
    """All orders, those of somebody's address, and one's own."""
    return Orders(pool, journal), ReviewList(pool, journal), OrdersOfBuyers(pool, marks), OwnOrderList(pool, tokens)
