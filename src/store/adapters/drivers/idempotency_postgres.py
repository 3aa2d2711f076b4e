"""What was asked and answered lately, in Postgres: a day is kept until the day after is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest
from itertools import count
from threading import local
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg.errors import NotNullViolation
from psycopg_pool import ConnectionPool

from store.adapters.drivers.eventlog.along import Along
from store.adapters.drivers.liveness import Liveness, lives
from store.adapters.drivers.prepared import touch
from store.adapters.drivers.vault import Vault
from store.application.shared.bus import Once
from store.application.shared.errors import InFlight, KeyReused
from store.application.shared.ports import Answer, Clock, Recalled

_BITS: Final = 32
_CLAIM: LiteralString = """
INSERT INTO work.idempotency (day, principal, route, key, body, leased_till, subject, claim)
SELECT %(day)s::date, %(principal)s, %(route)s, %(key)s, %(body)s, %(till)s::timestamptz, %(subject)s::uuid,
    %(claim)s::bigint
-- Nobody waits for the disk: whatever follows from the claim is flushed after it, and so with it or not at all.
WHERE set_config('synchronous_commit', 'off', true) = 'off' AND NOT EXISTS (
    SELECT FROM work.idempotency
    WHERE day = %(day)s - 1 AND (principal, route, key) = (%(principal)s, %(route)s, %(key)s)
)
ON CONFLICT (day, principal, route, key) DO NOTHING
"""
_HELD = """
SELECT day, body, answer, subject, final, leased_till, claim FROM work.idempotency
WHERE day IN (%(day)s, %(day)s - 1) AND (principal, route, key) = (%(principal)s, %(route)s, %(key)s)
ORDER BY day DESC LIMIT 1 FOR UPDATE
"""
_RENEW = """
UPDATE work.idempotency SET leased_till = %(till)s, claim = %(claim)s
WHERE day = %(held)s AND (principal, route, key) = (%(principal)s, %(route)s, %(key)s)
"""
_ANSWER: LiteralString = """
UPDATE work.idempotency kept SET answer = given.answer, final = given.final, subject = given.subject,
    leased_till = CASE WHEN kept.claim = given.claim THEN kept.leased_till END -- null is refused
FROM unnest(%(days)s::date[], %(principals)s::text[], %(routes)s::text[], %(keys)s::text[], %(answers)s::text[],
            %(finals)s::bool[], %(subjects)s::uuid[], %(claims)s::bigint[])
    AS given (day, principal, route, key, answer, final, subject, claim)
WHERE kept.day IN (given.day, given.day - 1)
  AND (kept.principal, kept.route, kept.key) = (given.principal, given.route, given.key)
"""
_RELEASE = """
UPDATE work.idempotency SET leased_till = 'epoch'
WHERE day IN (%(day)s, %(day)s - 1) AND (principal, route, key) = (%(principal)s, %(route)s, %(key)s)
  AND claim = %(claim)s AND NOT final
"""


class PostgresIdempotency:
    """Claims in a short transaction of their own; answers join the append they belong to.

    A claim can be taken over when its lease is over, or at once when the process that holds it is dead. Who lost it
    that way can neither answer nor append: the statement that would is refused as a whole.
    """

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], vault: Vault, clock: Clock, key: bytes, liveness: Liveness,
        others: Sequence[bytes] = (),
    ) -> None:
        """*others*: under which digests may lie as well, of servers that know another secret of the shop."""
        self._pool, self._vault, self._clock, self._digest_keys = pool, vault, clock, (key, *others)
        self._liveness, self._claims = liveness, count(1)
        self._mine = local()

    def claim(self, once: Once, now: datetime, lease: timedelta) -> Recalled | None:
        """Take the right to carry the request out, or recall its answer."""
        asked, *alike = [digest(key, once.body.encode(), sha256).hex() for key in self._digest_keys]
        claim = (self._liveness.number() << _BITS) + next(self._claims) % (1 << _BITS)
        values = self._key(once) | {"body": asked, "till": now + lease, "subject": once.subject, "claim": claim}
        with self._pool.connection() as db:
            if touch(db, _CLAIM, values):
                self._mine.once, self._mine.claim = once, claim
                return None
            with db.transaction():
                row = db.execute(_HELD, values).fetchone()
                if row is None:
                    raise InFlight
                day, body, answer, subject, final, leased_till, holds = row
                if body not in {asked, *alike}:
                    raise KeyReused
                if not final:
                    leased = now < leased_till <= now + 2 * lease  # for longer than that: the clock went back since
                    if leased and (holds == 0 or lives(holds >> _BITS, db)):
                        raise InFlight
                    db.execute(_RENEW, values | {"held": day})
                    self._mine.once, self._mine.claim = once, claim
        return self._recalled(once, answer, subject, final=final) if answer else None

    def answer(self, answer: Answer) -> None:
        """Remember an answer that appends nothing."""
        row = self.remember(answer).row
        try:
            with self._pool.connection() as db:
                db.execute(_ANSWER, {name: [value] for name, value in row.items()})
        except NotNullViolation as lost:
            raise InFlight from lost

    def remember(self, answer: Answer) -> Along:
        """How *answer* is remembered: alone, or along with the append it belongs to."""
        once = answer.once
        sealed = self._vault.seal(once.subject, answer.body, _place(once))
        key = {f"{name}s": value for name, value in self._key(once).items()}
        return Along(_ANSWER, key | {"answers": sealed, "finals": answer.final, "subjects": once.subject,
                                    "claims": self._claim_of(once)})

    def release(self, once: Once) -> None:
        """Give the right back: nothing final was done."""
        with self._pool.connection() as db:
            db.execute(_RELEASE, self._key(once) | {"claim": self._claim_of(once)})

    def _claim_of(self, once: Once) -> int:
        """The claim of this thread, which carries out one request at a time."""
        held: int = self._mine.claim if getattr(self._mine, "once", None) == once else 0
        return held

    def _key(self, once: Once) -> dict[str, Any]:
        return {
            "day": self._clock.now().date(), "principal": once.principal, "route": once.route, "key": once.key,
        }

    def _recalled(self, once: Once, answer: str, subject: Any, *, final: bool) -> Recalled:
        body = self._vault.open(subject, answer, _place(once))
        if body is None:
            raise KeyReused
        return Recalled(body, final)


def _place(once: Once) -> str:
    return f"idempotency/{once.principal}/{once.route}/{once.key}"
