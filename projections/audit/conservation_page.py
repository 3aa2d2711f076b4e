"""How it stands with the laws of conservation, for a page."""

from collections.abc import Mapping
from typing import Any, Final, LiteralString

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.adapters.drivers.eventlog.tokens import token
from store.application.audit.conservation import (
    Conservation,
    CreditSums,
    GetConservation,
    Law,
    LedgerSums,
    MoneySums,
    Offence,
    OrderCounts,
    StockSums,
)
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.domain.shared.money import Money

SHOWN: Final = 100
_STOCK: Final[LiteralString] = (
    "SELECT count(*), coalesce(sum(received), 0)::bigint, coalesce(sum(corrected), 0)::bigint,"
    " coalesce(sum(on_hand - reserved), 0)::bigint, coalesce(sum(reserved), 0)::bigint,"
    " coalesce(sum(sold), 0)::bigint, coalesce(sum(returned), 0)::bigint FROM read.pieces"
)
_MONEY: Final[LiteralString] = (
    "SELECT currency, sum(captured)::bigint, sum(refunded)::bigint, sum(back - refunded)::bigint,"
    " coalesce(sum(total - back) FILTER (WHERE paid), 0)::bigint FROM read.deals WHERE currency <> ''"
    " GROUP BY currency ORDER BY currency"
)
_LEDGER: Final[LiteralString] = (
    "SELECT currency, sum(debit)::bigint, sum(credit)::bigint,"
    " coalesce(sum(debit - credit) FILTER (WHERE account = 'receivable'), 0)::bigint,"
    " coalesce(sum(credit) FILTER (WHERE account = 'credit'), 0)::bigint,"
    " coalesce(sum(debit) FILTER (WHERE account = 'credit'), 0)::bigint FROM read.ledger_days"
    " GROUP BY currency ORDER BY currency"
)
_ORDERS: Final[LiteralString] = (
    "SELECT count(*), count(*) FILTER (WHERE NOT paid AND NOT cancelled),"
    " count(*) FILTER (WHERE paid AND NOT cancelled),"
    " count(*) FILTER (WHERE cancelled) FROM read.deals WHERE number <> ''"
)
_OFFENCES: Final[LiteralString] = (
    "SELECT law, subject, position, stream, version, tag, words, count(*) OVER () FROM read.offences"
    " ORDER BY position LIMIT %s"
)
_POSITION: Final[LiteralString] = "SELECT incarnation, position FROM read.projections WHERE name = 'conservation'"


class ConservationPage:
    """Answers :class:`GetConservation`."""

    reads = ("conservation", "ledger")

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], kinds: Mapping[str, str]) -> None:
        self._pool, self._kinds = pool, kinds

    @answers(GetConservation)
    async def page(self, query: GetConservation) -> Conservation:
        """Six statements; two of them add up every order there is."""
        del query
        async with self._pool.connection() as db:
            stock = await (await db.execute(_STOCK)).fetchone()
            money = await (await db.execute(_MONEY)).fetchall()
            orders = await (await db.execute(_ORDERS)).fetchone()
            ledger = await (await db.execute(_LEDGER)).fetchall()
            offences = await (await db.execute(_OFFENCES, (SHOWN,))).fetchall()
            life, position = await (await db.execute(_POSITION)).fetchone() or (1, 0)
        total = offences[0][-1] if offences else 0
        return Conservation(
            StockSums(*stock or (0,) * 7),
            [_sums(*row) for row in money],
            OrderCounts(*orders or (0,) * 4),
            [_ledger(*row[:4]) for row in ledger],
            [self._offence(row, life) for row in offences],
            total - len(offences),
            token(life, position),
            [_credit(row[0], *row[4:]) for row in ledger if row[4]],
        )

    def _offence(self, row: tuple[Any, ...], life: int) -> Offence:
        law, subject, position, stream, version, tag, words, _ = row
        return Offence(
            law=Law(law), subject=subject, position=token(life, position), stream=stream, version=version, tag=tag,
            kind=self._kinds.get(tag, tag.partition("/")[0]), words=words,
        )


def _sums(currency: str, captured: int, refunded: int, owed: int, paid: int) -> MoneySums:
    def price(minor: int) -> Price:
        return Price.of(Money(minor, currency))

    holds = captured - refunded - owed == paid
    return MoneySums(price(captured), price(refunded), price(owed), price(paid), holds)


def _credit(currency: str, granted: int, spent: int) -> CreditSums:
    def price(minor: int) -> Price:
        return Price.of(Money(minor, currency))

    return CreditSums(price(granted), price(spent), price(granted - spent))


def _ledger(currency: str, debit: int, credit: int, receivable: int) -> LedgerSums:
    def price(minor: int) -> Price:
        return Price.of(Money(minor, currency))

    return LedgerSums(price(debit), price(credit), price(receivable), debit == credit and not receivable)
