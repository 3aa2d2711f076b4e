"""What the shop takes beside its own currency: as commands see it, from the facts, and as queries do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from store.application.cart.ports import Rate
from store.application.pricing.ports import Boards
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.pricing.board import Board
from store.domain.pricing.currencies import Currencies
from store.domain.pricing.rate_sheets import RateSheet, latest, weeks_until
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import currencies, rates_of


@dataclass(frozen=True)
class TrueExchanges:
    """:class:`~store.application.cart.ports.Exchanges`; ``base`` is the shop's own currency. What it quotes is never
    behind; what was kept may be gone for as long as a ``glance`` at the board is old, which costs no statement.
    """

    base: str
    clock: Clock
    glance: Callable[[], Board | None]

    def rate(self, currency: str, work: UnitOfWork, kept: Exchange | None = None) -> Rate | None:
        """How prices come into *currency*. To stand by what was *kept*, a glance at the board will do."""
        if kept and (board := self.glance()) and board.holds(kept):
            return Rate(kept, board.keeps)
        weeks = weeks_until(self.clock.today())
        them, *sheets = work.gather(
            (Currencies, currencies()), *((RateSheet, rates_of(day)) for day in weeks)
        )
        return rate_on(Board(self.base, them.rules, latest(sheets)), currency, kept)


@dataclass(frozen=True)
class TrueBoard:
    """The board, read anew each time."""

    base: str
    journal: AsyncJournal
    clock: Clock

    async def __call__(self) -> Board:
        """As it stands, in one statement."""
        today = self.clock.today()
        past = await self.journal.read([currencies(), *map(rates_of, weeks_until(today))])
        return board_of(self.base, past, today)


@dataclass(frozen=True)
class BoardExchanges:
    """:class:`~store.application.cart.ports.ShownExchanges` by the board."""

    board: Boards

    async def rate(self, currency: str, kept: Exchange | None = None) -> Rate | None:
        """How prices come into *currency*, or as they were *kept*, if the shop stands by that."""
        return rate_on(await self.board(), currency, kept)


def board_of(base: str, past: Mapping[UUID, History], today: date) -> Board:
    """What *past* says of the day."""
    def told(stream: UUID) -> History:
        return past.get(stream, History())

    rules = Currencies.replay(currencies(), told(currencies()).events).rules
    sheets = [RateSheet.replay(id, told(id).events) for id in map(rates_of, weeks_until(today))]
    return Board(base, rules, latest(sheets))


def rate_on(board: Board, currency: str, kept: Exchange | None = None) -> Rate | None:
    """How prices come into *currency*; nothing where the shop doesn't sell in it."""
    if kept and board.holds(kept):
        return Rate(kept, board.keeps)
    return Rate(board.exchange(currency), board.keeps) if currency in board.codes else None
