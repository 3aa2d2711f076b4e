"""Money that runs out, for staff: which ones the read model knows, and how much from their own facts."""

from typing import Any, Final

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from store.application.payments.running_out import GetRunningOut, RunningOut
from store.application.shared.answers import Price
from store.application.shared.bus import answers
from store.application.shared.ports import AsyncJournal, History
from store.domain.payments.payment import Payment, Stage
from store.domain.shared.ids import PaymentId


class RunningOutList:
    """All there is."""

    reads: Final = ("held_payments",)

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal) -> None:
        self._pool, self._journal = pool, journal

    @answers(GetRunningOut)
    async def all(self, query: GetRunningOut) -> list[RunningOut]:
        """Two hundred at most: nobody lets it come to that."""
        del query
        async with self._pool.connection() as db:
            rows = await db.execute(
                "SELECT payment FROM read.held_payments WHERE why <> '' AND due > 0 ORDER BY until LIMIT 200"
            )
            ids = [PaymentId(id) for [id] in await rows.fetchall()]
        facts = await self._journal.read(ids)
        payments = [Payment.replay(id, facts.get(id, History()).events) for id in ids]
        return [
            RunningOut(
                payment.number, payment.method, Price.of(amount), payment.ending or payment.reason,
                payment.until if payment.stage is Stage.AUTHORISED else None,
            )
            for payment in payments if (amount := payment.to_pay_again)
        ]
