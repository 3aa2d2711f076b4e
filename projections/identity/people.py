"""Read model: accounts, how they stand, and keyed digests of the pieces of their names and addresses.

Nothing in it can be read: a piece is 64 bits of an HMAC under the shop's key, another one for each field
(``docs/adr/0142``). What of a person was erased leaves it with the account's next fact, or with :func:`forget`.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, LiteralString, get_args
from uuid import UUID

from psycopg import Connection, sql
from psycopg_pool import ConnectionPool

from projections.shared.opened import opened
from projections.shared.projection import Index, Seen
from projections.shared.rows import copy_in
from store.adapters.drivers.eventlog.codec import EventCodec
from store.application.identity.grams import Field, Marks, folded, pieces
from store.application.identity.handlers import called, known
from store.application.identity.looking_after_users import state_of
from store.domain.identity.account import Account
from store.domain.identity.events import AccountEvent
from store.domain.shared.aggregate import Event

_TAKE_OUT: Final[LiteralString] = """
WITH gone AS (DELETE FROM person_grams WHERE account = ANY (%s) RETURNING gram)
UPDATE gram_counts c SET times = c.times - g.times
FROM (SELECT gram, count(*) AS times FROM gone GROUP BY gram) AS g WHERE c.gram = g.gram
"""
_FORGET: Final[LiteralString] = """
WITH gone AS (
    DELETE FROM {1} WHERE account IN (SELECT id FROM {0} WHERE subject = ANY (%s)) RETURNING gram
)
UPDATE {2} c SET times = c.times - g.times
FROM (SELECT gram, count(*) AS times FROM gone GROUP BY gram) AS g WHERE c.gram = g.gram
"""
_PUT_IN: Final[LiteralString] = """
INSERT INTO gram_counts AS c (gram, times) SELECT * FROM unnest(%s::bigint[], %s::int[])
ON CONFLICT (gram) DO UPDATE SET times = c.times + excluded.times
"""


class People:
    """The projection."""

    name: Final = "people"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = get_args(AccountEvent)
    tables: Final = ("people", "person_grams", "gram_counts")
    ddl: Final[LiteralString] = """
    CREATE TABLE people (
        id uuid PRIMARY KEY, subject uuid, role text NOT NULL, state text NOT NULL, since timestamptz NOT NULL
    );
    COMMENT ON TABLE people IS 'Accounts and how they stand; whose they are is opened from the facts, page by page.';
    COMMENT ON COLUMN people.id IS 'The account.';
    COMMENT ON COLUMN people.subject IS 'The person, as the key store knows one.';
    COMMENT ON COLUMN people.role IS 'customer, vendor, admin or super_admin.';
    COMMENT ON COLUMN people.state IS 'active, unverified or disabled.';
    COMMENT ON COLUMN people.since IS 'When it was asked for or given.';
    CREATE TABLE person_grams (gram bigint NOT NULL, account uuid NOT NULL);
    COMMENT ON TABLE person_grams IS 'By which pieces of a name or an address an account is found.';
    COMMENT ON COLUMN person_grams.gram IS 'Keyed digest of three signs in a row, of another kind for each field.';
    COMMENT ON COLUMN person_grams.account IS 'Whose name or address has them.';
    CREATE TABLE gram_counts (gram bigint PRIMARY KEY, times int NOT NULL);
    COMMENT ON TABLE gram_counts IS 'How many have a piece: what everybody has tells nobody apart.';
    COMMENT ON COLUMN gram_counts.gram IS 'The piece, as in person_grams.';
    COMMENT ON COLUMN gram_counts.times IS 'How many accounts have it.';
    """
    indexes: Final = (
        Index("people_newest", "people (since DESC, id)"),
        Index("people_role", "people (role, since DESC, id)"),
        Index("people_state", "people (state, since DESC, id)"),
        Index("people_subject", "people (subject)"),
        Index("person_grams_gram", "person_grams (gram, account)", unique=True),
        Index("person_grams_account", "person_grams (account)"),
    )

    def __init__(self, codec: EventCodec, marks: Marks) -> None:
        self._codec, self._marks = codec, marks

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """What the accounts in *facts* are after the last of them, told from their whole past."""
        past = opened({fact.stream for fact in facts}, facts[-1].position, self._codec, db)
        accounts = [it for it in (Account.replay(id, events) for id, events in past.items()) if not it.deleted]
        ids = list(past)
        db.execute("DELETE FROM people WHERE id = ANY (%s)", (ids,))
        db.execute(_TAKE_OUT, (ids,))
        copy_in("people (id, subject, role, state, since)", [
            (it.id, it.email.subject if it.email else None, it.role.value, state_of(it), it.since)
            for it in accounts if it.role
        ], db)
        grams = [(gram, it.id) for it in accounts for gram in self._grams(it)]
        copy_in("person_grams (gram, account)", grams, db)
        counted = Counter(gram for gram, _ in grams)
        db.execute(_PUT_IN, (list(counted), list(counted.values())))

    def _grams(self, account: Account) -> set[int]:
        return set(self._marked(account))

    def _marked(self, account: Account) -> Iterator[int]:
        name, email = called(account) or "", known(account.email) or ""
        if email:
            yield self._marks.of(Field.WHOLE_EMAIL, folded(email))
        if name:
            yield self._marks.of(Field.WHOLE_NAME, folded(name))
        yield from (self._marks.of(Field.NAME, piece) for piece in pieces(name))
        yield from (self._marks.of(Field.EMAIL, piece) for piece in pieces(email))


def forget(erased: Collection[UUID], pool: ConnectionPool[Connection[Any]]) -> int:
    """Delete what persons whose keys are destroyed are found by, from every copy; how many pieces that were."""
    return sum(forget_by_copy(erased, pool).values())


def forget_by_copy(erased: Collection[UUID], pool: ConnectionPool[Connection[Any]]) -> dict[str, int]:
    """The same; how many pieces of which copy, those built anew and those kept for switching back among them."""
    if not erased:
        return {}
    with pool.connection() as db, db.transaction():
        schemas = [row[0] for row in db.execute("SELECT schema FROM read.copies WHERE name = %s", (People.name,))]
        return {
            f"{schema}.person_grams": db.execute(sql.SQL(_FORGET).format(*(
                sql.Identifier(schema, table) for table in ("people", "person_grams", "gram_counts")
            )), (list(erased),)).rowcount
            for schema in schemas
        }
