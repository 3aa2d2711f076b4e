"""Finds people by what is known of them, and lists them.

Pieces that nearly everybody has ("com") say nothing, and would have to be looked at for all: of a text's pieces the
rarest are taken, until enough rows are at stake; the rest are left out of the reckoning.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.shared.pages import cursor_of, keys_of
from store.application.identity.finding import STATES, FindUsers, UserRow, UserRows
from store.application.identity.grams import Field, Marks, folded, pieces
from store.application.identity.handlers import called, known
from store.application.shared.bus import answers
from store.application.shared.errors import BadValue
from store.application.shared.ports import AsyncJournal
from store.domain.identity.account import Account
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId

BUDGET: Final = 12_000
"""Rows that are looked at for one search. A piece that more people have tells nobody apart. Chosen by measuring:
``docs/benchmarks.md``.
"""
LEAST_SHARE: Final = 200
"""Thousandths of the pieces that somebody must have to be found."""
CERTAIN: Final = 1_001
"""Whoever has this very name or address, or an id that begins like this."""
_ID: Final = re.compile(r"[0-9a-f]{4,8}(?:-[0-9a-f-]*)?|[0-9a-f]{32}")
_FITS: Final[LiteralString] = (
    "(%(role)s::text IS NULL OR p.role = %(role)s) AND (%(state)s::text IS NULL OR p.state = %(state)s)"
)
_NEWEST: Final[LiteralString] = f"""
SELECT p.id, p.role, p.state, p.since, NULL::int, false FROM read.people p WHERE {_FITS}
  AND p.since <= coalesce(%(at)s::timestamptz, 'infinity')
  AND (%(at)s::timestamptz IS NULL OR p.since < %(at)s OR p.id > %(after)s)
ORDER BY p.since DESC, p.id LIMIT %(limit)s
"""
_FOUND: Final[LiteralString] = f"""
WITH asked AS MATERIALIZED (
    SELECT a.gram, a.field, coalesce(c.times, 0) AS times
    FROM unnest(%(grams)s::bigint[], %(fields)s::int[]) AS a (gram, field) LEFT JOIN read.gram_counts c USING (gram)
), telling AS MATERIALIZED (
    SELECT gram, field FROM (
        SELECT gram, field, sum(times) OVER (ORDER BY times, gram) AS reach FROM asked WHERE times > 0
    ) AS rarest WHERE reach <= %(budget)s
      AND (field = 0 OR NOT EXISTS (SELECT FROM asked WHERE field = 0 AND times > 0))
), common AS MATERIALIZED (
    SELECT gram, field FROM asked WHERE times > 0 AND NOT EXISTS (SELECT FROM telling) ORDER BY times, gram LIMIT 1
), counted AS (
    SELECT a.field, count(*) AS pieces FROM asked a
    WHERE a.times = 0 OR a.gram IN (SELECT gram FROM telling) OR a.gram IN (SELECT gram FROM common) GROUP BY a.field
), hits AS (
    SELECT g.account, t.field, count(*) AS pieces
    FROM (SELECT * FROM telling UNION ALL SELECT * FROM common) AS t CROSS JOIN LATERAL (
        SELECT account FROM read.person_grams g WHERE g.gram = t.gram ORDER BY account LIMIT %(budget)s
    ) AS g GROUP BY g.account, t.field
), shares AS (
    SELECT h.account,
           max(CASE WHEN h.field IN (0, 3) THEN %(certain)s ELSE 1000 * h.pieces / c.pieces END)::int AS share
    FROM hits h JOIN counted c USING (field) GROUP BY h.account
    UNION ALL SELECT id, %(certain)s FROM (
        SELECT id FROM read.people WHERE id BETWEEN %(low)s AND %(high)s ORDER BY id LIMIT %(limit)s
    ) AS named
), summed AS (SELECT account, max(share) AS share FROM shares GROUP BY account
), best AS MATERIALIZED (
    SELECT account, share FROM summed WHERE share >= %(least)s
      AND (%(share)s::int IS NULL OR share < %(share)s OR (share = %(share)s AND account > %(after)s))
    ORDER BY share DESC, account
    LIMIT CASE WHEN %(role)s::text IS NULL AND %(state)s::text IS NULL THEN %(limit)s::int END
)
SELECT p.id, p.role, p.state, p.since, b.share, EXISTS (SELECT FROM common)
FROM best b JOIN read.people p ON p.id = b.account WHERE {_FITS}
ORDER BY b.share DESC, p.id LIMIT %(limit)s
"""


class PeopleFound:
    """Answers :class:`FindUsers`."""

    reads = ("people",)

    def __init__(
        self, pool: AsyncConnectionPool[AsyncConnection[Any]], journal: AsyncJournal, marks: Marks
    ) -> None:
        self._pool, self._journal, self._marks = pool, journal, marks

    @answers(FindUsers)
    async def find(self, query: FindUsers) -> UserRows:
        """One page, and the names from the log: two statements."""
        if query.state is not None and query.state not in STATES:
            raise BadValue("state", f"choose one of {', '.join(STATES)}")
        q = " ".join(query.q.split())
        statement, values = self._searched(q, query.cursor) if q else self._listed(query.cursor)
        values |= {"role": query.role and query.role.value, "state": query.state, "limit": query.limit + 1}
        async with self._pool.connection() as db:
            rows = await (await db.execute(statement, values)).fetchall()
        more, rows = len(rows) > query.limit, rows[:query.limit]
        items = await self._told(rows)
        last = rows[-1] if more else None
        cursor = None if last is None else cursor_of(last[4] if q else last[3], last[0])
        return UserRows(items, cursor, any(row[5] for row in rows))

    def _listed(self, cursor: str | None) -> tuple[LiteralString, dict[str, Any]]:
        at, after = keys_of(cursor, tuple[datetime, UUID]) if cursor else (None, None)
        return _NEWEST, {"at": at, "after": after}

    def _searched(self, q: str, cursor: str | None) -> tuple[LiteralString, dict[str, Any]]:
        share, after = keys_of(cursor, tuple[int, UUID]) if cursor else (None, None)
        marked = dict(self._marked(q))
        low, high = ids_like(q)
        return _FOUND, {
            "grams": list(marked), "fields": [field.value for field in marked.values()], "budget": BUDGET,
            "least": LEAST_SHARE, "certain": CERTAIN, "low": low, "high": high, "share": share, "after": after,
        }

    def _marked(self, q: str) -> Iterator[tuple[int, Field]]:
        """An address is looked for among addresses, anything else among names as well."""
        yield self._marks.of(Field.WHOLE_EMAIL, folded(q)), Field.WHOLE_EMAIL
        yield self._marks.of(Field.WHOLE_NAME, folded(q)), Field.WHOLE_NAME
        found = pieces(q)
        yield from ((self._marks.of(Field.EMAIL, piece), Field.EMAIL) for piece in found)
        if "@" not in q:
            yield from ((self._marks.of(Field.NAME, piece), Field.NAME) for piece in found)

    async def _told(self, rows: list[tuple[Any, ...]]) -> list[UserRow]:
        histories = await self._journal.read([row[0] for row in rows]) if rows else {}
        items: list[UserRow] = []
        for id, role, state, since, share, _ in rows:
            it = Account.replay(id, histories[id].events)
            items.append(UserRow(AccountId(id), called(it), known(it.email), Role(role), state, since, share))
        return items


def ids_like(q: str) -> tuple[UUID | None, UUID | None]:
    """The first and the last id that begin like *q*, if it looks like an id."""
    text = q.lower()
    if not _ID.fullmatch(text):
        return None, None
    digits = text.replace("-", "")[:32]
    return UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))
