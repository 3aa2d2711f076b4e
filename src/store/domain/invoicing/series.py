"""Series: numbers of papers, one after the other, without a gap and none twice."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from store.domain.invoicing.events import NumberGiven
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import OrderId, PaperNumber

DIGITS: Final = 6


class Series(Aggregate[NumberGiven]):
    """A number is given by appending to this stream, so two writers never give the same one. The paper it is for is
    appended in the same transaction: a number without a paper, which would be a gap, can't come to be.
    """

    kind = "paper_series"
    kept = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.given = 0
        self.last_on: date | None = None

    def give(self, name: str, order: OrderId, *, on: date, at: datetime) -> NumberGiven:
        """The next number of the series called *name*, for a paper of *order*, written *on* that day or, where a clock
        went back, on the day of the number before.
        """
        counter = self.given + 1
        given = NumberGiven(
            at=at, series=name, counter=counter, number=PaperNumber(f"{name}-{counter:0{DIGITS}}"),
            on=max(on, self.last_on or on), order_id=order,
        )
        self._record(given)
        return given

    def _evolve(self, event: NumberGiven) -> None:
        self.given, self.last_on = event.counter, event.on


def series_name(prefix: str, year: int, *, credit: bool = False) -> str:
    """What a legal entity's series of a year is called: of invoices, or of credit notes."""
    return f"{prefix}-C-{year}" if credit else f"{prefix}-{year}"
