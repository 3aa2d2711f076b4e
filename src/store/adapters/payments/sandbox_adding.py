"""Cards that are added at the sandbox without buying, in the same books: each token behaves as when it pays.

``timeout`` is kept, but the answer is lost on the way; ``decline`` and ``challenge`` do what they say.
"""

from collections.abc import Callable, Collection
from sqlite3 import Connection
from threading import Lock
from typing import Final, LiteralString

from store.adapters.payments.sandbox_cards import SandboxCards
from store.application.payments.adding import AddingId, CardAdded, CardRefused, CardVerdict
from store.application.payments.ports import Challenged, Undecided, Unheard, WayToBank
from store.domain.shared.ids import PaymentId

ADDING: Final[LiteralString] = """
CREATE TABLE IF NOT EXISTS adding (
    id TEXT PRIMARY KEY, behaves TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('kept', 'refused', 'challenged', 'cancelled')), reason TEXT NOT NULL
);
"""
PAGES: Final = "/sandbox/cards"
_STATES: Final = {"challenge": ("challenged", ""), "decline": ("refused", "the card was refused")}
_NOT_YOU: Final = "the bank did not approve"
_GIVEN_UP: Final = "the card was not added in time"


class SandboxAdding:
    """:class:`~store.application.payments.adding.SandboxCardBank`. *known*: the cards there are."""

    def __init__(self, db: Connection, lock: Lock, cards: SandboxCards, known: Collection[str]) -> None:
        self._db, self._lock, self._cards, self._known = db, lock, cards, known

    def add(self, id: AddingId, token: str, customer: str) -> CardVerdict:
        """Keep it as the *token* says. A try heard of before keeps its outcome."""
        del customer
        no_such = ("refused", f"there is no sandbox card called {token!r}")
        state, reason = _STATES.get(token, ("kept", "")) if token in self._known else no_such
        self._write(lambda db: db.execute(
            "INSERT INTO adding VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (str(id), token, state, reason)
        ), id)
        return Undecided() if token == "timeout" else self.look(id)  # noqa: S105 - the name of a sandbox card

    def look(self, id: AddingId) -> CardVerdict:
        """What became of it."""
        with self._lock:
            row = self._db.execute("SELECT state, reason FROM adding WHERE id = ?", (str(id),)).fetchone()
        match row:
            case None:
                return Unheard()
            case ("kept", _):
                card = self._cards.of(PaymentId(id))
                return CardAdded(card) if card else CardRefused("the card was removed")
            case ("challenged", _):
                return Challenged(f"sandbox-{id}", f"{PAGES}/{id}")
            case (_, reason):
                return CardRefused(reason)
            case _:
                raise AssertionError(row)

    def cancel(self, id: AddingId) -> CardVerdict:
        """Make sure that none is ever kept by it, unless one already is."""
        self._write(lambda db: db.execute(
            "INSERT INTO adding VALUES (?, '', 'cancelled', ?) ON CONFLICT DO UPDATE"
            " SET state = 'cancelled', reason = excluded.reason WHERE state = 'challenged'", (str(id), _GIVEN_UP),
        ), id)
        return self.look(id)

    def way(self, id: AddingId) -> WayToBank | None:
        """The sandbox's own page."""
        verdict = self.look(id)
        return WayToBank(url=verdict.url) if isinstance(verdict, Challenged) else None

    def answer(self, id: AddingId, *, approved: bool) -> CardVerdict:
        """Whoever adds it answers the bank."""
        self._write(lambda db: db.execute(
            "UPDATE adding SET state = ?, reason = ? WHERE id = ? AND state = 'challenged'",
            ("kept" if approved else "refused", "" if approved else _NOT_YOU, str(id)),
        ), id)
        return self.look(id)

    def _write(self, change: Callable[[Connection], object], id: AddingId) -> None:
        """*change* it, and where a card is kept from now on, keep that."""
        with self._lock:
            before = self._state(id)
            change(self._db)
            after = self._state(id)
            if after and after[0] == "kept" and before != after:
                self._cards.keep(PaymentId(id), after[1])

    def _state(self, id: AddingId) -> tuple[str, str] | None:
        row = self._db.execute("SELECT state, behaves FROM adding WHERE id = ?", (str(id),)).fetchone()
        return (row[0], row[1]) if row else None
