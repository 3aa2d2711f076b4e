"""Every read model there is, put together, and what keeps them up with the log."""

from collections.abc import Iterable
from typing import Any

import structlog
from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.audit.conservation import ConservationLaws
from projections.browsing.goods import Goods
from projections.identity.people import People
from projections.inventory.stock_places import StockPlaces
from projections.inventory.thresholds import Thresholds
from projections.inventory.unit_costs import UnitCosts
from projections.invoicing.invoices import Invoices
from projections.notifications.account_mails import AccountMails
from projections.notifications.back_in_stock import BackInStock
from projections.notifications.cancellation_mails import CancellationMails
from projections.notifications.news import News
from projections.notifications.order_mails import OrderMails
from projections.notifications.order_notes import OrderNotes
from projections.notifications.return_mails import ReturnMails
from projections.notifications.stock_mails import StockMails
from projections.ordering.buyers import Buyers
from projections.ordering.order_list import OrderList
from projections.ordering.part_list import PartList
from projections.payments.held_payments import HeldPayments
from projections.payments.ledger import Ledger
from projections.payments.open_payments import OpenPayments
from projections.payments.open_refunds import OpenRefunds
from projections.payments.taken_payments import TakenPayments
from projections.pricing.coupon_list import CouponList
from projections.pricing.segment_lists import SegmentLists
from projections.privacy.erasures import Erasures
from projections.returns.return_list import ReturnList
from projections.shared.projection import Projection
from projections.shared.runner import Runner
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.application.identity.grams import Marks
from store.entrypoints.wiring.looking_back import fact_index
from store.entrypoints.wiring.partners import webhook_list


def read_models(codec: EventCodec, marks: Marks, media: str) -> list[Projection]:
    """What is learnt from the facts, and what reacts to them."""
    return [
        Goods(media), OrderList(), OpenPayments(), HeldPayments(), TakenPayments(), OpenRefunds(), OrderMails(),
        AccountMails(), OrderNotes(), News(), CancellationMails(),
        ConservationLaws(), fact_index(), webhook_list(), People(codec, marks), Buyers(codec, marks), Erasures(),
        Thresholds(), UnitCosts(), StockPlaces(), StockMails(), BackInStock(), CouponList(), PartList(), Invoices(),
        Ledger(), ReturnList(), ReturnMails(), SegmentLists(),
    ]


def runner_over(
    projections: Iterable[Projection], log: PostgresLog, codec: EventCodec, pool: ConnectionPool[Connection[Any]],
    **sizes: int
) -> Runner:
    """What keeps *projections* up with *log*; what passes again by itself is told in the process's own log."""
    return Runner(projections, log, codec, pool, _hear, **sizes)


def _hear(fault: Exception) -> None:
    structlog.get_logger().warning("read models are told one by one", exc_info=fault)
