"""The search of the small shop: Postgres's own full text."""

from uuid import UUID

from projections.browsing.search_sql import next_of, page_of, total_of, values_of
from projections.browsing.spelling import forgiven
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import number, text
from store.application.browsing.ports import Found, Wanted


class PostgresSearch:
    """A :class:`~store.application.browsing.ports.ProductSearch`. It forgives slips where nothing is found."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    async def find(self, wanted: Wanted) -> Found:
        """One page, in one statement where anything is found."""

        async def page(wanted: Wanted) -> tuple[Found, None]:
            return await self._page(wanted), None

        _, found, _ = await forgiven(wanted, self._questions, page)
        return found

    async def _page(self, wanted: Wanted) -> Found:
        values = values_of(wanted)
        rows = await self._questions.ask(page_of(wanted, "p.id", values), values, quick=False)
        if not rows:
            if wanted.q and not wanted.cursor:
                return Found([], 0, None)
            ((total,),) = await self._questions.ask(total_of(wanted), values, quick=False)
            return Found([], number(total), None)
        page = rows[: wanted.limit]
        return Found([UUID(text(id)) for *_, id in page], number(rows[0][0]), next_of(wanted, rows))
