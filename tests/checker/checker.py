"""Proves a shop sound from the outside: only its log and the gateway's books are asked, none of its code."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.checker.backs import check_refunds
from tests.checker.carried import Booking, check_carried, read_bookings
from tests.checker.chain import check_chain
from tests.checker.credit import check_balances
from tests.checker.exchanges import check_exchanges
from tests.checker.money import check_money
from tests.checker.orders import check_orders
from tests.checker.papers import check_papers
from tests.checker.reading import Charge, Fact, Offence, read_books, read_log, read_refunds
from tests.checker.stock import check_stock

PATIENCE = timedelta(seconds=150)
"""The reconciler writes off what the gateway never heard of after 60 seconds, and asks ever more rarely."""


def examine(
    facts: Sequence[Fact], charges: Sequence[Charge], now: datetime, patience: timedelta = PATIENCE,
    returns: Sequence[Charge] = (), bookings: Sequence[Booking] | None = None,
) -> list[Offence]:
    """All that is wrong, the first offending fact first; what no fact shows comes last. Without the *bookings* of its
    carrier nobody can say whether they are right.
    """
    found = [
        *check_chain(facts), *check_stock(facts), *check_orders(facts), *check_balances(facts),
        *check_money(facts, charges, now, patience), *check_refunds(facts, returns, now, patience),
        *check_papers(facts), *check_exchanges(facts),
        *(check_carried(facts, bookings) if bookings is not None else ()),
    ]
    never = 2**63
    return sorted(found, key=lambda offence: offence.fact.position if offence.fact else never)


def check(
    url: str, books: Path, patience: timedelta = PATIENCE, now: datetime | None = None
) -> list[Offence]:
    """All that is wrong with the shop whose database is at *url* and whose gateway keeps *books*. If the carrier beside
    it keeps some, these are looked at as well.
    """
    facts, carrier = read_log(url), books.with_name("carrier.sqlite3")
    return examine(
        facts, read_books(books), now or datetime.now(UTC), patience, read_refunds(books),
        read_bookings(carrier) if carrier.exists() else None,
    )


def expect_sound(url: str, books: Path, patience: timedelta = PATIENCE) -> None:
    """Fail with the first offending fact, and how many more there are."""
    found = check(url, books, patience)
    if found:
        raise AssertionError(f"{found[0]}" + (f"; and {len(found) - 1} more" if len(found) > 1 else ""))
