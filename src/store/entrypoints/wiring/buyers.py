"""What promotions ask of whoever buys, put together over either kind of shop."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from msgspec import Struct
from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.ordering.buyers import marked
from projections.pricing.known_buyers import PostgresBuyers, PostgresShownBuyers
from projections.pricing.known_buyers_memory import MemoryShownBuyers
from store.adapters.audit.tape import Overheard
from store.adapters.drivers.questions import Questions
from store.adapters.identity.blind_index import BlindIndex, spelled
from store.adapters.pricing.first_orders_memory import MemoryFirstOrders
from store.adapters.pricing.first_orders_postgres import PostgresFirstOrders
from store.application.identity.grams import Marks
from store.application.pricing.buyers import Buyers, FirstOrders
from store.application.processes.telling_buyers import BuyersShown, TellingBuyers
from store.application.shared.ports import Clock
from store.domain.pricing.customers import mailbox
from store.domain.shared.ids import AccountId

PURPOSE: Final = "first order"
"""It goes into the digests, and is never to be renamed."""


class BuyersTold(Struct, frozen=True):
    """What others need: who tells commands, who tells queries."""

    telling: TellingBuyers
    shown: BuyersShown


def digests(index: BlindIndex, account: AccountId | None, email: str) -> Sequence[bytes]:
    """By what somebody is known who orders: their account, if they have one, and their mailbox."""
    names = [f"account {account}"] if account else []
    return [index.of(PURPOSE, name) for name in (*names, f"mailbox {mailbox(spelled(email))}")]


def postgres_buyers(
    pool: ConnectionPool[Connection[Any]], questions: Questions, index: BlindIndex, marks: Marks, clock: Clock
) -> BuyersTold:
    """Over the tables, where what commands ask can be overheard."""
    def mark(email: str) -> bytes | None:
        return marked(email, marks)

    telling = TellingBuyers(
        Overheard("buyers", PostgresBuyers(pool, mark)), Overheard("firsts", first_orders(pool, index)), clock
    )
    return BuyersTold(telling, BuyersShown(PostgresShownBuyers(questions, mark)))


def first_orders(pool: ConnectionPool[Connection[Any]], index: BlindIndex) -> PostgresFirstOrders:
    """Over the table."""
    return PostgresFirstOrders(pool, partial(digests, index))


def memory_firsts() -> MemoryFirstOrders:
    """The twin of the table."""
    return MemoryFirstOrders(partial(digests, BlindIndex(b"a shop in memory")))


def memory_buyers(buyers: Buyers, firsts: FirstOrders, clock: Clock) -> BuyersTold:
    """Over the twins."""
    return BuyersTold(TellingBuyers(buyers, firsts, clock), BuyersShown(MemoryShownBuyers(buyers)))
