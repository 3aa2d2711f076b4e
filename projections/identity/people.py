"""Read model: accounts, how they stand, and keyed digests of the pieces of their names and addresses.

Nothing in it can be read: a piece is 64 bits of an HMAC under the shop's key, another one for each field
(``docs/adr/0142``). What of a person was erased leaves it with the account's next fact, or with :func:`forget`.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, LiteralString, get_args
from uuid import UUID

from psycopg import Connection, sql
from psycopg_pool import ConnectionPool

from projections.shared.opened import opened
from projections.shared.projection import Index, Seen
from projections.shared.rows import copy_in
from store.adapters.drivers.eventlog.codec import EventCodec
from store.application.identity.grams import Field, Marks, pieces
from store.application.identity.handlers import called, known
from store.application.identity.looking_after_users import state_of
from store.domain.identity.account import Account
from store.domain.identity.events import AccountEvent
from store.domain.shared.aggregate import Event


class People:
    """The projection."""

    name: Final = "people"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = get_args(AccountEvent)
    tables: Final = ("people", "person_grams")
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
        accounts = [Account.replay(id, events) for id, events in past.items()]
        ids = [it.id for it in accounts]
        for table in self.tables:
            key = sql.Identifier("id" if table == "people" else "account")
            db.execute(sql.SQL("DELETE FROM {} WHERE {} = ANY (%s)").format(sql.Identifier(table), key), (ids,))
        copy_in("people (id, subject, role, state, since)", [
            (it.id, it.email.subject if it.email else None, it.role.value, state_of(it), it.since)
            for it in accounts if it.role
        ], db)
        copy_in("person_grams (gram, account)", [(gram, it.id) for it in accounts for gram in self._grams(it)], db)

    def _grams(self, account: Account) -> set[int]:
        return set(self._marked(account))

    def _marked(self, account: Account) -> Iterator[int]:
        name, email = called(account) or "", known(account.email) or ""
        if email:
            yield self._marks.of(Field.WHOLE_EMAIL, email)
        yield from (self._marks.of(Field.NAME, piece) for piece in pieces(name))
        yield from (self._marks.of(Field.EMAIL, piece) for piece in pieces(email))


def forget(erased: Collection[UUID], pool: ConnectionPool[Connection[Any]]) -> int:
    """Delete what persons whose keys are destroyed are found by, from every copy; how many pieces that were."""
    if not erased:
        return 0
    with pool.connection() as db, db.transaction():
        schemas = [row[0] for row in db.execute("SELECT schema FROM read.copies WHERE name = %s", (People.name,))]
        return sum(
            db.execute(sql.SQL(
                "DELETE FROM {grams} WHERE account IN (SELECT id FROM {people} WHERE subject = ANY (%s))"
            ).format(
                grams=sql.Identifier(schema, "person_grams"), people=sql.Identifier(schema, "people")
            ), (list(erased),)).rowcount
            for schema in schemas
        )
