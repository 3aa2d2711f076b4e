"""Cards that somebody keeps, in ``work.saved_cards``: sealed with the key of whose they are."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import json
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.vault import Vault
from store.application.payments.adding import AddingId, WishedCard
from store.application.payments.cards import KeptCard, Wished
from store.application.payments.errors import GatewayAway
from store.domain.shared.ids import AccountId, PaymentId, SubjectId, subject_of


class PostgresSavedCards:
    """:class:`~store.application.payments.adding.AddedCards`."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], vault: Vault) -> None:
        self._pool, self._vault = pool, vault

    def wish(self, account: AccountId, payment_id: PaymentId, method: str, at: datetime) -> None:
        """Somebody wants the card kept."""
        with self._pool.connection() as db:
            db.execute(
                "INSERT INTO work.saved_cards (id, account, subject, method, wished_at) VALUES (%s, %s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING", (payment_id, account, subject_of(account), method, at),
            )

    def begin(self, account: AccountId, id: AddingId, method: str, at: datetime, *, most: int) -> None:
        """Somebody is about to add one. Of an account one at a time counts and is written down, wherever it began."""
        with self._pool.connection() as db, db.transaction():
            db.execute("SELECT pg_advisory_xact_lock(hashtextextended('store/cards/' || %s::text, 0))", (account,))
            db.execute(
                "INSERT INTO work.saved_cards (id, account, subject, method, wished_at, adding)"
                " SELECT %s, %s, %s, %s, %s, true WHERE (SELECT count(*) FROM work.saved_cards"
                " WHERE account = %s AND (adding OR sealed IS NOT NULL)) < %s ON CONFLICT DO NOTHING",
                (id, account, subject_of(account), method, at, account, most),
            )

    def beginning(self, id: AddingId) -> WishedCard | None:
        """The one of that id."""
        with self._pool.connection() as db:
            row = db.execute(
                "SELECT id, account, method, wished_at FROM work.saved_cards WHERE id = %s AND adding", (id,)
            ).fetchone()
        return _wished(*row) if row else None

    def unfinished(self, before: datetime) -> Sequence[WishedCard]:
        """Those begun before then."""
        with self._pool.connection() as db:
            return [_wished(*row) for row in db.execute(
                "SELECT id, account, method, wished_at FROM work.saved_cards"
                " WHERE adding AND sealed IS NULL AND wished_at < %s ORDER BY wished_at LIMIT 100", (before,),
            )]

    def wished(self, account: AccountId) -> Sequence[Wished]:
        """Those of which it isn't known yet."""
        with self._pool.connection() as db:
            return [Wished(PaymentId(id), method, at, adding) for id, method, at, adding in db.execute(
                "SELECT id, method, wished_at, adding FROM work.saved_cards WHERE account = %s AND sealed IS NULL"
                " ORDER BY wished_at", (account,),
            )]

    def keep(self, account: AccountId, payment_id: PaymentId, card: KeptCard) -> None:
        """It is kept."""
        sealed = self._vault.seal(subject_of(account), json.encode(card), _place(payment_id))
        with self._pool.connection() as db:
            db.execute(
                "UPDATE work.saved_cards SET sealed = %s WHERE id = %s AND account = %s", (sealed, payment_id, account)
            )

    def of(self, account: AccountId) -> Sequence[tuple[UUID, str, KeptCard]]:
        """The newest first."""
        with self._pool.connection() as db:
            rows = db.execute(
                "SELECT id, subject, method, sealed FROM work.saved_cards WHERE account = %s AND sealed IS NOT NULL"
                " ORDER BY wished_at DESC", (account,),
            ).fetchall()
        opened = [(id, method, self._opened(id, subject, sealed)) for id, subject, method, sealed in rows]
        return [(id, method, card) for id, method, card in opened if card is not None]

    def drop(self, account: AccountId, id: UUID) -> None:
        """It is kept no longer."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.saved_cards WHERE account = %s AND id = %s", (account, id))

    def give_up(self, subjects: Sequence[UUID], forget: Callable[[str, KeptCard], bool]) -> Mapping[str, int]:
        """Have gateways forget the cards of *subjects*, who are forgotten here next; nothing is counted twice.

        :raises GatewayAway: where nobody answers: then whoever forgets them comes again.
        """
        with self._pool.connection() as db:
            rows = db.execute(
                "SELECT id, subject, method, sealed FROM work.saved_cards"
                " WHERE subject = ANY(%s) AND sealed IS NOT NULL", (list(subjects),),
            ).fetchall()
        for id, subject, method, sealed in rows:
            card = self._opened(id, subject, sealed)
            if card is not None and not forget(method, card):
                raise GatewayAway(method)
        return {}

    def _opened(self, id: UUID, subject: UUID, sealed: str) -> KeptCard | None:
        plain = self._vault.open(SubjectId(subject), sealed, _place(id))
        return None if plain is None else json.decode(plain, type=KeptCard)


def _place(id: UUID) -> str:
    return f"saved card/{id}"


def _wished(id: UUID, account: UUID, method: str, at: datetime) -> WishedCard:
    return WishedCard(PaymentId(id), method, at, adding=True, account=AccountId(account))
