"""In which currencies the shop sells: said by staff, and looked at by everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from msgspec import Struct

from store.application.pricing.ports import Boards, RateSource
from store.application.shared.bus import Command, Query, answers, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.pricing.board import Board
from store.domain.pricing.currencies import Currencies
from store.domain.pricing.currency_events import CurrencyRules
from store.domain.pricing.publication import stale_from
from store.domain.pricing.rate_sheets import Rates, RateSheet, latest, weeks_until
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import currencies, rates_of


class RatesView(Struct, frozen=True):
    """The oldest of the rates in force. ``stale``: others should have been here for six hours: a look is called for."""

    day: date
    stale_from: datetime
    stale: bool


class CurrenciesView(Struct, frozen=True):
    """What one may pay in: ``base`` is the currency of the shop's own prices. ``exchanges`` are those that prices come
    into others by; one that is missing has no rate, and only goods with a price of their own are sold in it.
    """

    version: int
    base: str
    rules: CurrencyRules
    exchanges: list[Exchange]
    rates: RatesView | None

    @property
    def stale(self) -> bool:
        """Whether a look is called for: also where the shop sells in something, and nobody knows what it is worth."""
        return self.rates.stale if self.rates else bool(self.rules.sold)

    @property
    def codes(self) -> tuple[str, ...]:
        """What one may pay in, the shop's own first."""
        return Board(self.base, self.rules).codes


class SetCurrencies(Command[int], frozen=True):
    """Sell by these rules from now on; the version of what was said."""

    rules: CurrencyRules
    version: int | None = None


class PublishRates(Command[int], frozen=True):
    """Have these rates be those of their day. Nobody looked at those that were ``fetched``."""

    rates: Rates
    fetched: bool = False


class FetchRates(Command[Rates], frozen=True):
    """Have the newest rates be those of their day: they are fetched now."""


class GetCurrencies(Query[CurrenciesView], frozen=True):
    """In which currencies does the shop sell, and at which rates? Answered from the facts themselves."""


class GetBoard(Query[Board], frozen=True):
    """The same in short, and some seconds old at most: every page asks."""


@dataclass(frozen=True)
class CurrencyHandlers:
    base: str
    clock: Clock
    source: RateSource
    changed: Callable[[], None]
    """Told when what is on the board will be another one."""

    @handles(SetCurrencies)
    def set(self, command: SetCurrencies, work: UnitOfWork) -> int:
        them = work.find(Currencies, currencies())
        expect(them, command.version)
        them.set(command.rules, self.base, at=self.clock.now())
        work.save(them)
        self.changed()
        return them.version

    @handles(PublishRates)
    def publish(self, command: PublishRates, work: UnitOfWork) -> int:
        today = self.clock.today()
        days = (command.rates.day, *(weeks_until(today) if command.fetched else ()))
        sheet, *others = work.gather(*((RateSheet, id) for id in dict.fromkeys(map(rates_of, days))))
        known = latest([sheet, *others]) if command.fetched else ()
        sheet.publish(command.rates, today=today, at=self.clock.now(), known=known)
        work.save(sheet)
        self.changed()
        version: int = sheet.version
        return version

    @conducts(FetchRates)
    def fetch(self, command: FetchRates, conductor: Conductor) -> Rates:
        """Fetched first: nothing is held open while somebody else takes their time.

        :raises RatesUnsound: if they are far from what is known. What is known goes on, and becomes stale.
        """
        del command
        rates = self.source.fetch()
        return conductor.conclude(PublishRates(rates=rates, fetched=True), lambda _: rates)


@dataclass(frozen=True)
class CurrencyAnswers:
    journal: AsyncJournal
    clock: Clock
    board: Boards
    kept: Boards
    frankfurt: tzinfo
    reads = ()

    @answers(GetCurrencies)
    async def all(self, query: GetCurrencies) -> CurrenciesView:
        del query
        past = (await self.journal.read([currencies()])).get(currencies(), History())
        board, now = await self.board(), self.clock.now()
        exchanges = [it for code in board.codes[1:] if (it := board.exchange(code))]
        days = [it.day for it in (exchanges if board.rules.sold else board.said[:1])]
        due = stale_from(min(days), self.frankfurt) if days else now
        return CurrenciesView(
            len(past.events), board.base, board.rules, exchanges,
            RatesView(min(days), due, now > due) if days else None,
        )

    @answers(GetBoard)
    async def short(self, query: GetBoard) -> Board:
        del query
        return await self.kept()
