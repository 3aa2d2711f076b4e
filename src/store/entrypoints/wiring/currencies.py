"""Currencies, put together over either kind of shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from store.adapters.pricing.board_kept import KeptBoard
from store.adapters.pricing.rates_file import FileRates
from store.adapters.pricing.rates_sandbox import NoRates, SandboxRates
from store.application.cart.ports import Exchanges, Offers, ShownExchanges
from store.application.cart.quoting import Quoting
from store.application.pricing.currencies import CurrencyAnswers, CurrencyHandlers
from store.application.pricing.ports import Boards, RateSource
from store.application.processes.exchanging import BoardExchanges, TrueBoard, TrueExchanges, board_of
from store.application.shared.ports import AsyncJournal, Clock, Journal
from store.domain.pricing.board import Board
from store.domain.pricing.rate_sheets import weeks_until
from store.domain.shared.ids import currencies, rates_of

if TYPE_CHECKING:
    from store.entrypoints.wiring.settings import Settings

FILE: Final = "file://"
FRANKFURT: Final = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class InMoney:
    """What others need of it."""

    exchanges: Exchanges
    shown: ShownExchanges
    board: Boards
    handlers: Sequence[Any]


def about_currencies(base: str, journal: AsyncJournal, clock: Clock, source: RateSource | None = None) -> InMoney:
    """All of it; the shop's own prices are in *base*."""
    true = TrueBoard(base, journal, clock)
    kept = KeptBoard(true)
    return InMoney(TrueExchanges(base, clock, kept.glance), BoardExchanges(kept), kept, [
        CurrencyHandlers(base, clock, source or SandboxRates(clock), kept.forget),
        CurrencyAnswers(journal, clock, true, kept, FRANKFURT),
    ])


def currencies_of(settings: "Settings", journal: AsyncJournal, clock: Clock) -> InMoney:
    """Of a shop that is set up so."""
    return about_currencies(settings.currency, journal, clock, rate_source(settings, clock))


def rate_source(settings: "Settings", clock: Clock) -> RateSource:
    """The address or file that is set; else a demo makes do with rates of its own, and a shop has none."""
    if settings.rates_url.startswith(FILE):
        return FileRates(Path(settings.rates_url.removeprefix(FILE)))
    if settings.rates_url:
        from store.adapters.pricing.rates_http import HttpRates

        return HttpRates(settings.rates_url)
    return SandboxRates(clock) if settings.demo else NoRates()


def board_in(journal: Journal, base: str, clock: Clock) -> Board:
    """The board as it stands in the log, as workers see it."""
    today = clock.today()
    return board_of(base, journal.read([currencies(), *map(rates_of, weeks_until(today))]), today)


def quoting(offers: Offers, money: InMoney, clock: Clock) -> Quoting:
    """What prices the goods of carts."""
    return Quoting(offers, money.exchanges, clock)
