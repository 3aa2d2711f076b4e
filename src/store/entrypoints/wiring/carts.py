"""What is done with the carts of accounts and the orders of guests, put together over either kind of shop."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.cart.kept_checkouts_postgres import PostgresKeptCheckouts
from store.adapters.drivers.vault import Vault
from store.adapters.identity.blind_index import BlindIndex
from store.application.cart.choosing import ChoosingCurrencies
from store.application.cart.expiring import ExpiringCarts
from store.application.cart.finding import Carts
from store.application.cart.handlers import CartHandlers
from store.application.cart.kept_checkouts import KeepingCheckouts, KeptCheckouts
from store.application.cart.merging import MergingCarts
from store.application.cart.ports import Codes, ShownExchanges, ShownOffers
from store.application.cart.quoting import Quoting
from store.application.cart.waiting import WaitingGoods
from store.application.ordering.ports import AccessTokens
from store.application.pricing.vat_checking import ShownVatChecks
from store.application.processes.answering_again import AnsweringAgain
from store.application.processes.calling_deals import ShownDeals
from store.application.processes.carrying_checkouts import CarryingCheckouts
from store.application.processes.cart_review import CartReview
from store.application.processes.claiming_orders import ClaimingOrders
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.following_an_order import FollowingAnOrder
from store.application.processes.pricing_carts import Prices
from store.application.processes.said_of_prices import SaidLately
from store.application.processes.telling_buyers import BuyersShown
from store.application.processes.tracking_an_order import TrackingAnOrder
from store.application.processes.true_stock import TrueStock
from store.application.shared.ports import AsyncJournal, Clock, Ids, Keeper
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.waiting import address_digest

TWO_MONTHS: Final = timedelta(days=60)


def time_to_keep_carts(settings: Settings) -> timedelta:
    """How long a cart may be left alone."""
    return timedelta(days=settings.cart_days)


def forget_checkouts(settings: Settings, checkouts: KeptCheckouts, now: datetime) -> None:
    """Those that nobody went on with for as long as a cart is kept; where carts are kept for ever, for two months."""
    checkouts.tidy(now - (time_to_keep_carts(settings) or TWO_MONTHS))


def postgres_checkouts(
    pool: ConnectionPool[Connection[Any]], index: BlindIndex, vault: Vault
) -> PostgresKeptCheckouts:
    """What was said at checkouts, over the table."""
    return PostgresKeptCheckouts(pool, partial(address_digest, index), vault)


def about_carts(
    quoting: Quoting, clock: Clock, ids: Ids, journal: AsyncJournal, tokens: AccessTokens, media: str,
    kept: timedelta, estimating: EstimatingDelivery, checkouts: KeptCheckouts, codes: Codes,
) -> list[Any]:
    """All handlers but those of a single cart. One that nobody touches is *kept* for so long."""
    stock = TrueStock()
    return [
        WaitingGoods(CartHandlers(quoting, stock, clock, ids), clock, ids),
        ChoosingCurrencies(journal, clock), MergingCarts(quoting, stock, clock, ids, codes),
        KeepingCheckouts(checkouts, clock), CarryingCheckouts(checkouts, tokens, clock), AnsweringAgain(),
        ExpiringCarts(clock, kept), Carts(journal), ClaimingOrders(clock),
        TrackingAnOrder(FollowingAnOrder(journal, media, estimating=estimating), tokens),
    ]


def cart_review(
    keeper: Keeper, journal: AsyncJournal, offers: ShownOffers, exchanges: ShownExchanges, prices: Prices,
    deals: ShownDeals, buyers: BuyersShown, clock: Clock, media: str, vat: ShownVatChecks,
) -> CartReview:
    """Carts as they are shown; what the shop says of prices is not read for each of them."""
    lately = SaidLately(journal, keeper, clock)
    return CartReview(journal, offers, exchanges, prices, deals, buyers, clock, media, vat, lately)
