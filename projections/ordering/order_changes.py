"""What became of orders that are in the list already: first looked for in the newest years, which is where most are.

No order says in its id when it was placed. Were all years asked for each, every parcel that is sent would read the
archive, and wait for a year that is just being packed.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from projections.shared.years import HOT, Year, first_instant

_AMONG: Final[LiteralString] = "orders.placed_at >= %(since)s::timestamptz AND orders.placed_at < %(till)s::timestamptz"
STAND: Final[LiteralString] = f"""
UPDATE orders SET status = now.status
FROM unnest(%(ids)s::text::uuid[], %(said)s::text[]) AS now (id, status) JOIN orders was ON was.id = now.id
    AND was.placed_at >= %(since)s::timestamptz AND was.placed_at < %(till)s::timestamptz
WHERE orders.id = was.id AND orders.placed_at = was.placed_at AND {_AMONG}
RETURNING was.id, was.status, now.status
"""
_BELONG: Final[LiteralString] = f"""
UPDATE orders SET account = now.account
FROM unnest(%(ids)s::text::uuid[], %(said)s::text[]::uuid[]) AS now (id, account)
WHERE orders.id = now.id AND {_AMONG} RETURNING orders.id, NULL, NULL
"""
_CANCEL: Final[LiteralString] = f"""
UPDATE orders SET cancelled = cancelled + now.pieces, off = off + now.minor
FROM (
    SELECT id, split_part(said, ' ', 1)::int AS pieces, split_part(said, ' ', 2)::bigint AS minor
    FROM unnest(%(ids)s::text::uuid[], %(said)s::text[]) AS one (id, said)
) AS now
WHERE orders.id = now.id AND {_AMONG} RETURNING orders.id, NULL, NULL
"""
_EVER: Final = ("-infinity", "infinity")


def stand(said: Mapping[UUID, str], years: Sequence[Year], db: Connection[Any]) -> list[tuple[str, str]]:
    """How orders stand now; of each how it stood and how it stands."""
    return [(was, now) for _, was, now in _told(STAND, said, years, db)]


def belong(said: Mapping[UUID, str], years: Sequence[Year], db: Connection[Any]) -> None:
    """Whose orders are now."""
    _told(_BELONG, said, years, db)


def cancel(said: Mapping[UUID, tuple[int, int]], years: Sequence[Year], db: Connection[Any]) -> None:
    """How many more pieces of orders are cancelled, and what of the totals was for these, in minor units."""
    _told(_CANCEL, {id: f"{pieces} {minor}" for id, (pieces, minor) in said.items()}, years, db)


def _told(
    statement: LiteralString, said: Mapping[UUID, str], years: Sequence[Year], db: Connection[Any]
) -> list[tuple[UUID, str, str]]:
    edge = first_instant(years[-HOT].year) if len(years) > HOT else None
    found = _one(statement, said, _EVER if edge is None else (edge, _EVER[1]), db)
    late = said.keys() - {row[0] for row in found}
    if edge is not None and late:
        found += _one(statement, {id: said[id] for id in late}, (_EVER[0], edge), db)
    return found


def _one(
    statement: LiteralString, said: Mapping[UUID, str], among: tuple[str, str], db: Connection[Any]
) -> list[tuple[UUID, str, str]]:
    """Planned for these very instants: the years outside of them are neither opened nor locked."""
    return db.execute(statement, {
        "ids": "{" + ",".join([id.hex for id in said]) + "}", "said": list(said.values()),
        "since": among[0], "till": among[1],
    }, prepare=False).fetchall() if said else []
