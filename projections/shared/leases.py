"""Several runners, in one process or many, share the copies of read models between them.

A lease only saves work: it keeps two from reading the same facts. That nothing is taken in twice is the business of
the position, which moves by compare-and-swap, so one who slept through the end of a lease does no harm.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from threading import Lock
from time import monotonic
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

LEASE: Final = 6.0
"""Seconds after which what a dead runner held is taken over."""
RENEWED: Final = 2.0
"""Seconds between two renewals."""

Key = tuple[str, str]

# Who dies before it is on the disk holds nothing any more: nobody waits for that.
_WHO: Final[LiteralString] = """
WITH lazily AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
us AS (
    INSERT INTO read.runners SELECT %(holder)s, %(only)s::text[], now() + make_interval(secs => %(lease)s) FROM lazily
    ON CONFLICT (holder) DO UPDATE SET (only_names, alive_until) = (excluded.only_names, excluded.alive_until)
), gone AS (
    DELETE FROM read.runners WHERE alive_until < now() - interval '1 minute' AND holder <> %(holder)s
)
SELECT
    (SELECT coalesce(json_object_agg(holder, only_names), '{}') FROM read.runners
        WHERE alive_until > now() AND holder <> %(holder)s),
    (SELECT coalesce(json_agg(json_build_array(name, schema) ORDER BY name, schema), '[]') FROM read.copies
        WHERE state <> 'finished')
"""
# A batch of our own may have some locked, which are passed over: they stay ours for as long as they were.
_KEPT: Final[LiteralString] = """
WITH lazily AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(names)s::text[], %(schemas)s::text[]) AS wanted (name, schema), lazily
), free AS (
    SELECT o.name, o.schema FROM read.copies o JOIN wanted USING (name, schema)
    WHERE o.holder = %(holder)s OR o.holder IS NULL OR o.leased_until < now()
    ORDER BY name, schema FOR UPDATE OF o SKIP LOCKED
), kept AS (
    UPDATE read.copies c SET holder = %(holder)s, leased_until = now() + make_interval(secs => %(lease)s),
        rate = (facts - facts_before) / %(since)s::float, facts_before = facts
    FROM free WHERE c.name = free.name AND c.schema = free.schema RETURNING c.name, c.schema
)
SELECT name, schema FROM kept
UNION SELECT name, schema FROM read.copies JOIN wanted USING (name, schema)
WHERE holder = %(holder)s AND leased_until > now()
"""
_LET_GO: Final[LiteralString] = """
UPDATE read.copies c SET holder = NULL, leased_until = NULL
FROM (
    SELECT name, schema FROM read.copies
    WHERE holder = %(holder)s AND (name, schema) NOT IN (SELECT * FROM unnest(%(names)s::text[], %(schemas)s::text[]))
    ORDER BY name, schema FOR UPDATE
) ours
WHERE c.name = ours.name AND c.schema = ours.schema
"""


class Leases:
    """What one runner holds. *only* names the read models it would look after; empty means any."""

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], holder: str, only: Collection[str] = (), lease: float = LEASE
    ) -> None:
        self._pool, self._holder, self._only, self._lease = pool, holder, sorted(only), lease
        self._held: frozenset[Key] = frozenset()
        self._renewed = -lease
        self._one = Lock()

    def held(self) -> frozenset[Key]:
        """The copies that are ours, by name and schema; asked for anew every two seconds."""
        with self._one:
            if monotonic() - self._renewed > min(RENEWED, self._lease / 3):
                self._renew()
            return self._held

    def let_go(self) -> None:
        """Leave everything to others, at once."""
        with self._pool.connection() as db, db.transaction():
            db.execute(_LET_GO, {"holder": self._holder, "names": [], "schemas": []})
            db.execute("DELETE FROM read.runners WHERE holder = %s", (self._holder,))
        self._held, self._renewed = frozenset(), -self._lease

    def _renew(self) -> None:
        since, now = max(monotonic() - self._renewed, 0.001), monotonic()
        us: dict[str, Any] = {"holder": self._holder, "only": self._only, "lease": self._lease, "since": since}
        with self._pool.connection() as db:
            [(others, copies)] = db.execute(_WHO, us).fetchall()
            shares = shared_out([(name, schema) for name, schema in copies], {**others, self._holder: self._only})
            mine = shares[self._holder]
            asked = us | {"names": [name for name, _ in mine], "schemas": [schema for _, schema in mine]}
            if not self._held.issubset(mine):
                db.execute(_LET_GO, asked)
            self._held = frozenset(db.execute(_KEPT, asked).fetchall())
        self._renewed = now


def shared_out(copies: Sequence[Key], runners: Mapping[str, Collection[str]]) -> dict[str, list[Key]]:
    """Which runner looks after which copy: each gets as many as the others, of those that it would have.

    All runners come to the same answer by themselves.
    """
    shares: dict[str, list[Key]] = {holder: [] for holder in runners}
    load: Counter[str] = Counter()
    choosy = sorted(copies, key=lambda key: (sum(not only or key[0] in only for only in runners.values()), key))
    for key in choosy:
        able = [holder for holder, only in runners.items() if not only or key[0] in only]
        if able:
            chosen = min(able, key=lambda holder: (load[holder], holder))
            load[chosen] += 1
            shares[chosen].append(key)
    return shares
