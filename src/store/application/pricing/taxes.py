"""What one may say about taxes, and ask."""

from dataclasses import dataclass

from msgspec import Struct

from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.pricing.tax_errors import RateInForce, RateUnsound
from store.domain.pricing.tax_events import DatedRate, TaxRules
from store.domain.pricing.taxes import Taxes
from store.domain.shared.ids import taxes


class RateView(Struct, frozen=True):
    """A rate as staff see it. ``stands``: over (another followed), in force, or to come, which may be corrected."""

    rate: DatedRate
    stands: str


class TaxView(Struct, frozen=True):
    """All that was said about taxes, by country, region and class, the latest first."""

    version: int
    rates: list[RateView]
    rules: TaxRules


class RowVerdict(Struct, frozen=True):
    """What comes of one row of a file: ``said`` is news, ``known`` is said already, else ``problem`` says why not."""

    row: int
    rate: DatedRate | None
    said: bool
    problem: str = ""


class RatesTaken(Struct, frozen=True):
    """What came of a file, row by row. Of one that was only tried out, what would have come of it."""

    version: int
    rows: tuple[RowVerdict, ...]

    @property
    def news(self) -> int:
        """How many rates are news."""
        return sum(row.said for row in self.rows)


class SayRate(Command[int], frozen=True):
    """Have a rate in force from its day on; the version of all together."""

    rate: DatedRate
    version: int | None = None


class TakeBackRate(Command[int], frozen=True):
    """Have a rate not come into force."""

    rate: DatedRate
    version: int | None = None


class ChangeTaxRules(Command[int], frozen=True):
    """Tax by other rules from now on."""

    rules: TaxRules
    version: int | None = None


class RowRead(Struct, frozen=True):
    """One row of a file: what it says, or in words why it can't be read."""

    row: int
    rate: DatedRate | None = None
    problem: str = ""


class TakeRates(Command[RatesTaken], frozen=True):
    """Have the rates of a file in force, also those that began before today. Rows that can't be taken are said, and
    keep no other from being taken. *dry*: only say what would come of it.
    """

    rows: tuple[RowRead, ...]
    source: str
    dry: bool = False


class GetTaxes(Query[TaxView], frozen=True):
    """How does the shop tax? Answered from the facts themselves."""


@dataclass(frozen=True)
class TaxHandlers:
    clock: Clock

    @handles(SayRate)
    def say(self, command: SayRate, work: UnitOfWork) -> int:
        them = work.find(Taxes, taxes())
        expect(them, command.version)
        them.say([command.rate], today=self.clock.today(), at=self.clock.now())
        work.save(them)
        return them.version

    @handles(TakeBackRate)
    def take_back(self, command: TakeBackRate, work: UnitOfWork) -> int:
        them = work.find(Taxes, taxes())
        expect(them, command.version)
        them.take_back(command.rate, today=self.clock.today(), at=self.clock.now())
        work.save(them)
        return them.version

    @handles(ChangeTaxRules)
    def change(self, command: ChangeTaxRules, work: UnitOfWork) -> int:
        them = work.find(Taxes, taxes())
        expect(them, command.version)
        them.rule(command.rules, at=self.clock.now())
        work.save(them)
        return them.version

    @handles(TakeRates)
    def take(self, command: TakeRates, work: UnitOfWork) -> RatesTaken:
        them, today = work.find(Taxes, taxes()), self.clock.today()
        verdicts = tuple(self._verdict(row, them) for row in command.rows)
        news = [it.rate for it in verdicts if it.said and it.rate]
        if news and not command.dry:
            them.say(news, today=today, at=self.clock.now(), source=command.source, past=True)
            work.save(them)
        return RatesTaken(them.version, verdicts)

    def _verdict(self, row: RowRead, them: Taxes) -> RowVerdict:
        if row.rate is None:
            return RowVerdict(row.row, None, said=False, problem=row.problem)
        try:
            news = them.is_news(row.rate, today=self.clock.today(), past=True)
        except (RateInForce, RateUnsound) as refused:
            return RowVerdict(row.row, row.rate, said=False, problem=str(refused))
        return RowVerdict(row.row, row.rate, said=news)


@dataclass(frozen=True)
class TaxAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    clock: Clock
    reads = ()

    @answers(GetTaxes)
    async def all(self, query: GetTaxes) -> TaxView:
        del query
        history = (await self.journal.read([taxes()])).get(taxes(), History())
        them, today = Taxes.replay(taxes(), history.events), self.clock.today()
        rows: list[RateView] = []
        for rate in sorted(them.rates.values(), key=_place_and_newest):
            later = rows and rows[-1].stands != "to come" and _same(rows[-1].rate, rate)
            stands = "to come" if rate.since > today else "over" if later else "in force"
            rows.append(RateView(rate, stands))
        return TaxView(them.version, rows, them.rules)


def _same(one: DatedRate, other: DatedRate) -> bool:
    return _group(one) == _group(other)


def _group(rate: DatedRate) -> tuple[str, str, str]:
    return rate.country, rate.region.casefold(), rate.tax_class


def _place_and_newest(rate: DatedRate) -> tuple[str, str, str, int]:
    return *_group(rate), -rate.since.toordinal()
