"""The ledger as pages and files show it, from the read model."""

from collections.abc import Mapping
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.eventlog.tokens import token
from store.application.payments.ledger import (
    AccountSums,
    GetTrialBalance,
    ListSides,
    Side,
    Sides,
    TrialBalance,
)
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue
from store.domain.payments.ledger import CHART, Account
from store.domain.shared.ids import OrderNumber
from store.domain.shared.money import Money


class LedgerReader:
    """Answers :class:`GetTrialBalance` and :class:`ListSides`. *kinds* are what things are called, by tag."""

    reads = ("ledger",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], kinds: Mapping[str, str]) -> None:
        self._pool, self._kinds = pool, kinds

    @answers(GetTrialBalance)
    async def balance(self, query: GetTrialBalance) -> TrialBalance:
        """One statement, over a row for each account, currency and day."""
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT account, currency, sum(debit)::bigint, sum(credit)::bigint FROM read.ledger_days"
                " WHERE %(until)s::date IS NULL OR day <= %(until)s GROUP BY account, currency",
                {"until": query.until},
            )).fetchall()
        found = {(Account(account), currency): (debit, credit) for account, currency, debit, credit in rows}
        currencies = sorted({currency for _, currency in found})
        accounts = [
            _sums(account, currency, *found.get((account, currency), (0, 0)))
            for currency in currencies for account in CHART
        ]
        left = dict.fromkeys(currencies, 0)
        for (_, currency), (debit, credit) in found.items():
            left[currency] += debit - credit
        return TrialBalance(accounts, [Price.of(Money(minor, currency)) for currency, minor in left.items()])

    @answers(ListSides)
    async def sides(self, query: ListSides) -> Sides:
        """One page, in one statement."""
        if query.account is not None and query.account not in {*Account}:
            raise BadValue("account", f"choose one of {', '.join(Account)}")
        position, side = keys_of(query.cursor, tuple[int, int]) if query.cursor else (None, None)
        async with self._pool.connection() as db:
            rows = await (await db.execute(
                "SELECT position, side, at, account, debit, credit, currency, order_number, stream, version, tag,"
                " (SELECT incarnation FROM read.projections WHERE name = 'ledger')"
                " FROM read.ledger WHERE (%(since)s::timestamptz IS NULL OR at >= %(since)s)"
                " AND (%(before)s::timestamptz IS NULL OR at < %(before)s)"
                " AND (%(account)s::text IS NULL OR account = %(account)s)"
                " AND (%(order)s::text IS NULL OR order_number = %(order)s)"
                " AND position <= coalesce(%(at)s::bigint, 9223372036854775807)"
                " AND (%(at)s::bigint IS NULL OR position < %(at)s OR side > %(after)s)"
                " ORDER BY position DESC, side LIMIT %(limit)s",
                {"since": query.since, "before": query.before, "account": query.account,
                 "order": query.order.strip().upper() or None, "at": position, "after": side,
                 "limit": query.limit + 1},
            )).fetchall()
        more, rows = len(rows) > query.limit, rows[:query.limit]
        return Sides([self._side(*row) for row in rows], cursor_of(*rows[-1][:2]) if more else None)

    def _side(
        self, position: int, side: int, at: Any, account: str, debit: int, credit: int, currency: str, order: str,
        stream: Any, version: int, tag: str, life: int | None,
    ) -> Side:
        del side
        return Side(
            token(life or 1, position), at, account, Price.of(Money(debit, currency)) if debit else None,
            Price.of(Money(credit, currency)) if credit else None, OrderNumber(order),
            self._kinds.get(tag, tag.partition("/")[0]), stream, version, tag,
        )


def _sums(account: Account, currency: str, debit: int, credit: int) -> AccountSums:
    debits, credits_ = Money(debit, currency), Money(credit, currency)
    about = CHART[account]
    return AccountSums(
        account, about.number, about.means, Price.of(debits), Price.of(credits_), Price.of(debits - credits_)
    )
