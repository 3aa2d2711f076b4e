"""Second factors, in Postgres: secrets sealed, recovery codes as digests, and each code taken by one statement."""

from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.identity.second_factors import FactorSecrets, new_codes, new_secret, step_of
from store.domain.shared.ids import AccountId

_BEGIN: Final = """
INSERT INTO work.second_factors (account, waiting) VALUES (%(account)s, %(waiting)s)
ON CONFLICT (account) DO UPDATE SET waiting = excluded.waiting
"""
_CONFIRM: Final = """
UPDATE work.second_factors SET sealed = waiting, waiting = NULL, step = %(step)s
WHERE account = %(account)s AND waiting = %(waiting)s
"""
# Of many who show the same code at once one moves the step, and the others find it moved.
_TAKE: Final = """
UPDATE work.second_factors SET step = %(step)s
WHERE account = %(account)s AND sealed = %(sealed)s AND step < %(step)s
"""
# The account's row is the lock: who uses codes at once is told one after the other how many are left.
_HOLD: Final = """
INSERT INTO work.second_factors (account) VALUES (%(account)s)
ON CONFLICT (account) DO UPDATE SET step = second_factors.step
"""
_LOCK: Final = "SELECT FROM work.second_factors WHERE account = %(account)s FOR UPDATE"
_USE: Final = "DELETE FROM work.recovery_codes WHERE account = %(account)s AND digest = %(digest)s"
_LEFT: Final = "SELECT count(*) FROM work.recovery_codes WHERE account = %(account)s"
_FORGET: Final = "DELETE FROM work.recovery_codes WHERE account = %(account)s"
_REMEMBER: Final = "INSERT INTO work.recovery_codes SELECT %(account)s, unnest(%(digests)s::bytea[])"
_KEPT: Final = "SELECT sealed, waiting FROM work.second_factors WHERE account = %(account)s"
_DROP: Final = "DELETE FROM work.second_factors WHERE account = %(account)s"


class PostgresSecondFactors:
    """A :class:`~store.application.identity.second_factor.SecondFactors`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], secrets: FactorSecrets) -> None:
        self._pool, self._secrets = pool, secrets

    def begin(self, account: AccountId) -> str:
        """A new secret that waits."""
        secret = new_secret()
        with self._pool.connection() as db:
            db.execute(_BEGIN, {"account": account, "waiting": self._secrets.seal(account, secret)})
        return secret

    def waiting(self, account: AccountId) -> str | None:
        """The one that waits."""
        return self._secrets.open(account, self._kept(account)[1])

    def confirm(self, account: AccountId, code: str, now: datetime) -> bool:
        """Whether *code* is one of the secret that waits; then that is the one in use."""
        _, waiting = self._kept(account)
        return self._moved(_CONFIRM, account, code, now, waiting=waiting)

    def check(self, account: AccountId, code: str, now: datetime) -> bool:
        """Whether *code* is good, and none of its time or later was taken yet."""
        sealed, _ = self._kept(account)
        return self._moved(_TAKE, account, code, now, sealed=sealed)

    def renew_codes(self, account: AccountId) -> tuple[str, ...]:
        """Ten others."""
        codes = new_codes()
        digests = [self._secrets.digest(account, code) for code in codes]
        with self._pool.connection() as db, db.transaction():
            db.execute(_HOLD, {"account": account})
            db.execute(_FORGET, {"account": account})
            db.execute(_REMEMBER, {"account": account, "digests": digests})
        return codes

    def use_code(self, account: AccountId, code: str) -> int | None:
        """Use one up; how many are left."""
        shown = {"account": account, "digest": self._secrets.digest(account, code)}
        with self._pool.connection() as db, db.transaction():
            db.execute(_LOCK, shown)
            if not db.execute(_USE, shown).rowcount:
                return None
            row = db.execute(_LEFT, shown).fetchone()
        return int(row[0]) if row else 0

    def drop(self, account: AccountId) -> None:
        """Forget all of it."""
        with self._pool.connection() as db, db.transaction():
            db.execute(_FORGET, {"account": account})
            db.execute(_DROP, {"account": account})

    def _kept(self, account: AccountId) -> tuple[str | None, str | None]:
        with self._pool.connection() as db:
            row = db.execute(_KEPT, {"account": account}).fetchone()
        return (row[0], row[1]) if row else (None, None)

    def _moved(
        self, statement: LiteralString, account: AccountId, code: str, now: datetime, **kept: str | None
    ) -> bool:
        (sealed,) = kept.values()
        secret = self._secrets.open(account, sealed)
        step = step_of(secret, code, now) if secret else None
        if step is None:
            return False
        with self._pool.connection() as db:
            return db.execute(statement, {"account": account, "step": step, **kept}).rowcount > 0
