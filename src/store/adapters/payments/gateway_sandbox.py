"""A payment gateway that moves no money, with books of its own: the twin of a real one.

Its books are a file outside the shop's database, as a real gateway's are outside the shop. The token says how
the card behaves: ``success``, ``decline``, ``challenge`` (the bank asks the shopper first), ``timeout``
(the money is taken, but the answer is lost on the way), ``no_refund`` (it works, but takes no money back),
``slow_refund`` (it works, and the first time somebody asks for money back nobody knows what became of it),
``no_capture`` (where money is held first: it is held, and then can't be taken), ``held_once`` (it is held, and not
again when that runs out) or ``returned_refund`` (it works, and
what is given back comes back to the shop a while later). ``late_notice`` is taken some seconds later, and its notice
comes then; ``twice_notice`` is taken at once, and its notice comes twice.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Final, LiteralString
from uuid import UUID

from store.adapters.drivers.sqlite_file import open_sqlite
from store.adapters.payments.sandbox_adding import ADDING, SandboxAdding
from store.adapters.payments.sandbox_cards import CARDS, SandboxCards
from store.adapters.payments.sandbox_holding import HOLDS, NOT_AGAIN, ONCE, held_until, hold_again, pay_again
from store.adapters.payments.sandbox_refunds import RETURNED, SCHEMA, SLOW, refund, refunded, refunds
from store.adapters.payments.sandbox_statement import statement
from store.application.payments.cards import CardWish, KeptCard
from store.application.payments.ports import (
    Authorised,
    Captured,
    Challenged,
    Declined,
    RefundVerdict,
    Undecided,
    Unheard,
    Verdict,
)
from store.application.payments.statements import Statement
from store.domain.shared.ids import PaymentId, RefundId
from store.domain.shared.money import Money

_SCHEMA: Final[LiteralString] = """
CREATE TABLE IF NOT EXISTS charges (
    payment TEXT PRIMARY KEY, minor INTEGER NOT NULL, currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('captured', 'declined', 'challenged', 'cancelled', 'authorised')),
    reason TEXT NOT NULL DEFAULT '', at TEXT NOT NULL
);
"""
NO_CAPTURE: Final = "the bank no longer holds the money"
_WIDER: Final = """
BEGIN IMMEDIATE;
ALTER TABLE charges RENAME TO charges_before;
""" + _SCHEMA + """
INSERT INTO charges SELECT * FROM charges_before;
DROP TABLE charges_before;
COMMIT;
"""
"""For books of the time when money was taken at once or not at all."""
_NOTICES: Final[LiteralString] = "CREATE TABLE IF NOT EXISTS notices (payment TEXT NOT NULL, due TEXT NOT NULL);"
LATE: Final = "late notice"
TWICE: Final = "notice twice"
LATE_BY: Final = timedelta(seconds=15)
_OUTCOMES = {
    "success": ("captured", ""), "timeout": ("captured", ""), "challenge": ("challenged", ""),
    "decline": ("declined", "the card was refused"), "no_refund": ("captured", "the card takes no money back"),
    "slow_refund": ("captured", SLOW), "no_capture": ("captured", NO_CAPTURE),
    "returned_refund": ("captured", RETURNED),
    "held_once": ("captured", ONCE), "late_notice": ("captured", LATE), "twice_notice": ("captured", TWICE),
}
"""How each card ends, and why; of one that was charged the reason says how it takes money back."""


class SandboxGateway:
    """A :class:`~store.application.payments.ports.Gateway`; *file* ``None`` keeps its books in memory."""

    methods: tuple[str, ...] = ("sandbox",)

    def __init__(self, file: Path | None, pages: str, *, later: bool = False) -> None:
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
        self._pages, self._later = pages, later
        self._lock = Lock()
        # No money is in it: nobody who buys waits for this disk, as nobody's disk is waited for at a real gateway.
        self._db = open_sqlite(file, _SCHEMA + SCHEMA + _NOTICES + CARDS + ADDING + HOLDS, lasting=False)
        self._cards = SandboxCards(self._db, self._lock)
        self.adding = SandboxAdding(self._db, self._lock, self._cards, _OUTCOMES)
        [made] = self._db.execute("SELECT sql FROM sqlite_master WHERE name = 'charges'").fetchone()
        if "authorised" not in made:
            self._db.executescript(_WIDER)

    def charge(
        self, payment_id: PaymentId, amount: Money, method: str, token: str, card: CardWish | None = None
    ) -> Verdict:
        """Take *amount* as the *token* says. A payment heard of before keeps its outcome."""
        token = self._cards.behaves(token)
        if method not in self.methods:
            return Declined(f"the sandbox knows no {method!r}")
        state, reason = _OUTCOMES.get(token, ("declined", f"there is no sandbox card called {token!r}"))
        state = "authorised" if self._later and state == "captured" else state
        with self._lock:
            self._db.execute(
                "INSERT INTO charges VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (str(payment_id), amount.minor, amount.currency, state, reason, _now()),
            )
            self._promise(payment_id, reason)
            if card and card.remember:
                self._cards.keep(payment_id, token)
        return Undecided() if token == "timeout" else self.look(payment_id)  # noqa: S105 - the name of a sandbox card

    def look(self, payment_id: PaymentId) -> Verdict:
        """What became of it."""
        with self._lock:
            row = self._db.execute(
                "SELECT minor, currency, state, reason, at FROM charges WHERE payment = ?", (str(payment_id),)
            ).fetchone()
        if row is None:
            return Unheard()
        minor, currency, state, reason, at = row
        if reason == LATE and datetime.now(UTC) < datetime.fromisoformat(at) + LATE_BY:
            return Undecided()
        match state:
            case "authorised":
                with self._lock:
                    name, until = held_until(payment_id, at, self._db)
                return Authorised(name, Money(minor, currency), until)
            case "captured":
                return Captured(f"sandbox-{payment_id}", Money(minor, currency))
            case "challenged":
                return Challenged(f"sandbox-{payment_id}", f"{self._pages}/{payment_id}")
            case _:
                return Declined(reason)

    def cancel(self, payment_id: PaymentId) -> Verdict:
        """Make sure nothing is ever taken, unless it already was."""
        with self._lock:
            self._db.execute(
                "INSERT INTO charges VALUES (?, 0, '', 'cancelled', 'the payment was given up', ?)"
                " ON CONFLICT DO UPDATE SET state = 'cancelled', reason = excluded.reason"
                " WHERE state IN ('challenged', 'authorised')",
                (str(payment_id), _now()),
            )
        return self.look(payment_id)

    def capture(self, payment_id: PaymentId, amount: Money) -> Verdict:
        """Take *amount* of what is held; a card that holds nothing any more says so, and stays with it."""
        with self._lock:
            self._db.execute(
                "UPDATE charges SET minor = CASE reason WHEN :poor THEN minor ELSE :minor END,"
                " state = CASE reason WHEN :poor THEN 'declined' ELSE 'captured' END"
                " WHERE payment = :payment AND state = 'authorised' AND currency = :currency AND minor >= :minor",
                {"payment": str(payment_id), "minor": amount.minor, "currency": amount.currency, "poor": NO_CAPTURE},
            )
        verdict = self.look(payment_id)
        return Declined("that is more than is held") if isinstance(verdict, Authorised) else verdict

    def hold_again(self, payment_id: PaymentId, generation: int, amount: Money) -> Verdict:
        """Hold it for another week, all of it, whoever still wants how much of that."""
        del amount
        with self._lock:
            [reason] = self._db.execute(
                "SELECT reason FROM charges WHERE payment = ?", (str(payment_id),)
            ).fetchone() or [""]
            if reason == ONCE:
                return Declined(NOT_AGAIN)
            hold_again(payment_id, generation, self._db)
        return self.look(payment_id)

    def pay_again(
        self, payment_id: PaymentId, generation: int, amount: Money, token: str, card: CardWish | None = None
    ) -> Verdict:
        """Hold it by another card, as its *token* says."""
        del card
        token = self._cards.behaves(token)
        state, reason = _OUTCOMES.get(token, ("declined", f"there is no sandbox card called {token!r}"))
        state = "authorised" if state == "captured" else state
        with self._lock:
            pay_again(payment_id, generation, (state, reason), amount, self._db)
        return Undecided() if token == "timeout" else self.look(payment_id)  # noqa: S105 - the name of a sandbox card

    def refund(self, payment_id: PaymentId, refund_id: RefundId, amount: Money) -> RefundVerdict:
        """Give *amount* back, unless this refund was heard of before. Its answer may be lost the first time."""
        with self._lock:
            return refund(payment_id, refund_id, amount, self._db, _now())

    def refunded(self, payment_id: PaymentId, refund_id: RefundId) -> RefundVerdict:
        """What became of it; a card may have sent it back."""
        with self._lock:
            return refunded(payment_id, refund_id, self._db)

    def answer_challenge(self, payment_id: PaymentId, *, approved: bool) -> Verdict:
        """The shopper answered the bank."""
        good = "authorised" if self._later or self._was_held(payment_id) else "captured"
        state, reason = (good, "") if approved else ("declined", "the bank did not approve")
        with self._lock:
            self._db.execute(
                "UPDATE charges SET state = ?, reason = ? WHERE payment = ? AND state = 'challenged'",
                (state, reason, str(payment_id)),
            )
        return self.look(payment_id)

    def _was_held(self, payment_id: PaymentId) -> bool:
        with self._lock:
            return bool(self._db.execute("SELECT 1 FROM holds WHERE payment = ?", (str(payment_id),)).fetchone())

    def notices(self) -> list[PaymentId]:
        """What the shop would have been told by now, each time once: some of it late, some of it twice."""
        with self._lock:
            rows = self._db.execute("DELETE FROM notices WHERE due <= ? RETURNING payment", (_now(),)).fetchall()
        return [PaymentId(UUID(payment)) for [payment] in rows]

    def _promise(self, payment_id: PaymentId, reason: str) -> None:
        now = datetime.now(UTC)
        due = {LATE: [now + LATE_BY], TWICE: [now, now]}.get(reason, [])
        self._db.executemany("INSERT INTO notices VALUES (?, ?)", [(str(payment_id), at.isoformat()) for at in due])

    def kept_card(self, payment_id: PaymentId) -> KeptCard | None:
        """The card of what was paid."""
        paid = isinstance(self.look(payment_id), Captured | Authorised)
        return self._cards.of(payment_id) if paid else None

    def forget_card(self, card: KeptCard) -> bool:
        """Keep it no longer."""
        return self._cards.forget(card)

    def statement(self, since: datetime) -> Statement:
        """All that was taken and given back since."""
        with self._lock:
            return statement(since, (datetime.now(UTC) - LATE_BY, LATE), self._db)

    def captures(self) -> dict[UUID, Money]:
        """All money taken, by payment: what an auditor asks a gateway for."""
        with self._lock:
            rows = self._db.execute(
                "SELECT payment, minor, currency FROM charges WHERE state = 'captured'"
            ).fetchall()
        return {UUID(payment): Money(minor, currency) for payment, minor, currency in rows}

    def refunds(self) -> dict[UUID, Money]:
        """All money given back, by refund."""
        with self._lock:
            return refunds(self._db)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def _now() -> str:
    return datetime.now(UTC).isoformat()
