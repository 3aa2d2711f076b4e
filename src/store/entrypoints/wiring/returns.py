"""Goods that come back, put together."""

from typing import Any
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from projections.returns.return_reader import ReturnQueue
from store.adapters.drivers.vault import Vault
from store.adapters.ordering.labels_typst import TypstLabels
from store.adapters.returns.desk_set import SetReturnDesk
from store.adapters.returns.photographs import MemoryPhotographs, PostgresPhotographs
from store.adapters.returns.return_slips_typst import TypstReturnSlips
from store.application.cart.ports import Offers, ShownOffers
from store.application.inventory.ports import Attention
from store.application.invoicing.ports import Issuer
from store.application.notifications.posting import Posting
from store.application.ordering.carrier_ports import Carrier
from store.application.ordering.ports import AccessTokens
from store.application.processes.deciding_returns import DecidingReturns
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.exchanging_goods import ExchangingGoods
from store.application.processes.following_returns import FollowingReturns
from store.application.processes.inspecting_returns import InspectingReturns
from store.application.processes.judging_returns import JudgingReturns
from store.application.processes.labelling_returns import LabellingReturns
from store.application.processes.pricing_carts import Prices
from store.application.processes.quoting_returns import QuotingReturns
from store.application.processes.replacing_goods import ReplacingGoods
from store.application.processes.returning_goods import ReturningGoods
from store.application.processes.telling_of_credit import TellingOfCredit
from store.application.processes.telling_of_returns import TellingOfReturns
from store.application.returns.policies import ReturnPolicyHandlers
from store.application.returns.ports import Photographs, ReturnDesk
from store.application.shared.ports import AsyncJournal, Ids


def about_returns(
    gateway: Any, clock: Any, journal: AsyncJournal, estimating: EstimatingDelivery, desk: ReturnDesk,
    photographs: Photographs, telling: TellingOfReturns, exchanging: ExchangingGoods, replacing: ReplacingGoods,
    shown: ShownOffers, prices: Prices, name: str, carrier: Carrier | None,
) -> tuple[Any, ...]:
    """Asked for, approved, received, inspected, followed and printed."""
    judging = JudgingReturns(clock, desk, estimating)
    return (
        ReturningGoods(judging, photographs, clock, exchanging),
        DecidingReturns(clock, exchanging, desk, judging, carrier),
        LabellingReturns(carrier, TypstLabels(), journal, clock),
        InspectingReturns(gateway, clock, replacing),
        FollowingReturns(journal, photographs, TypstReturnSlips(name)),
        QuotingReturns(journal, judging, shown, prices, clock),
        ReturnPolicyHandlers(journal, clock), telling, TellingOfCredit(telling.posting),
    )


def return_desk(issuer: Issuer, zone: str) -> SetReturnDesk:
    """Goods go back to whoever writes the invoices."""
    return SetReturnDesk((issuer.seller.name, *issuer.seller.address), ZoneInfo(zone))


def postgres_returns(
    gateway: Any, clock: Any, journal: AsyncJournal, estimating: EstimatingDelivery, desk: ReturnDesk,
    pool: ConnectionPool[Connection[Any]], async_pool: AsyncConnectionPool[AsyncConnection[Any]], vault: Vault,
    posting: Posting, tokens: AccessTokens, offers: Offers, shown: ShownOffers, prices: Prices, ids: Ids,
    attention: Attention, name: str, carrier: Carrier | None,
) -> tuple[Any, ...]:
    """The same, and the queue."""
    return (
        *about_returns(
            gateway, clock, journal, estimating, desk, PostgresPhotographs(pool, vault),
            TellingOfReturns(posting, tokens), ExchangingGoods(offers, attention, prices),
            ReplacingGoods(offers, prices, ids, attention), shown, prices, name, carrier
        ),
        ReturnQueue(async_pool, clock),
    )


def memory_returns(
    gateway: Any, clock: Any, journal: AsyncJournal, estimating: EstimatingDelivery, desk: ReturnDesk, vault: Vault,
    posting: Posting, tokens: AccessTokens, offers: Offers, shown: ShownOffers, prices: Prices, ids: Ids,
    attention: Attention, carrier: Carrier | None,
) -> tuple[Any, ...]:
    """In memory."""
    return about_returns(
        gateway, clock, journal, estimating, desk, MemoryPhotographs(vault),
        TellingOfReturns(posting, tokens), ExchangingGoods(offers, attention, prices),
        ReplacingGoods(offers, prices, ids, attention), shown, prices, "A shop in memory", carrier
    )
