"""Whose account an e-mail address is, in Postgres."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.identity.blind_index import BlindIndex, spelled
from store.domain.identity.email import CanonicalEmail
from store.domain.shared.ids import AccountId

PURPOSE: Final = "staff e-mail"
"""It goes into the digests: older than customers' accounts, and never to be renamed."""

# The update makes the row come back whoever was first. It changes something for those alone who take up what is theirs.
_CLAIM: Final = """
INSERT INTO work.blind_index (purpose, digest, owner) VALUES (%s, %s, %s)
ON CONFLICT (purpose, digest) DO UPDATE
SET owner = blind_index.owner, till = CASE WHEN blind_index.owner <> excluded.owner THEN blind_index.till END
RETURNING owner
"""
_FIND: Final = "SELECT owner FROM work.blind_index WHERE purpose = %s AND digest = %s AND till IS NULL"
_PUT_ASIDE: Final = "UPDATE work.blind_index SET till = %s WHERE purpose = %s AND digest = %s AND owner = %s"
_GIVE_UP: Final = "DELETE FROM work.blind_index WHERE purpose = %s AND digest = %s AND owner = %s"


class PostgresAccountEmails:
    """A :class:`~store.application.identity.ports.AccountEmails` on ``work.blind_index``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], index: BlindIndex) -> None:
        self._pool, self._index = pool, index

    def claim(self, email: CanonicalEmail, account: AccountId) -> AccountId:
        """Give *email* to *account* unless it is given already; whose it is now."""
        with self._pool.connection() as db:
            row = db.execute(_CLAIM, (PURPOSE, self._index.of(PURPOSE, email), account)).fetchone()
        if row is None:
            raise LookupError("the claim came to nothing")
        return AccountId(row[0])

    def find(self, email: str) -> AccountId | None:
        """Whose it is; anything that is no address is looked up too, and found nowhere."""
        with self._pool.connection() as db:
            row = db.execute(_FIND, (PURPOSE, self._index.of(PURPOSE, spelled(email)))).fetchone()
        owner: UUID | None = row[0] if row else None
        return AccountId(owner) if owner else None

    def put_aside(self, email: str, account: AccountId, till: datetime) -> None:
        """Keep it for whoever had it."""
        with self._pool.connection() as db:
            db.execute(_PUT_ASIDE, (till, PURPOSE, self._index.of(PURPOSE, spelled(email)), account))

    def forget(self, account: AccountId) -> None:
        """Let others have all of it."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.blind_index WHERE purpose = %s AND owner = %s", (PURPOSE, account))

    def give_up(self, email: str, account: AccountId) -> None:
        """Let others have it."""
        with self._pool.connection() as db:
            db.execute(_GIVE_UP, (PURPOSE, self._index.of(PURPOSE, spelled(email)), account))


def forget_former_emails(pool: ConnectionPool[Connection[Any]], now: datetime) -> None:
    """Addresses that were kept for long enough: others may have them now."""
    with pool.connection() as db:
        db.execute("DELETE FROM work.blind_index WHERE till < %s", (now,))
