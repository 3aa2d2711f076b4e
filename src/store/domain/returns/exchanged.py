"""What of a return is exchanged: what is wanted for its goods, and put aside for as long as it takes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from store.domain.returns.events import (
    ExchangeLapsed,
    Instead,
    ReturnApproved,
    ReturnEvent,
    ReturnInspected,
    ReturnLine,
    ReturnRefused,
    ReturnRequested,
    ReturnWithdrawn,
)
from store.domain.returns.life import Stage
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import OrderNumber, ReturnId, Sku

KEPT_FOR: Final = timedelta(days=14)
"""What is wanted instead is put aside for so long, from the asking and again from the yes, until the parcel is here."""


class Exchanged(Aggregate[ReturnEvent]):
    """The part of a return that knows what is wanted instead of money."""

    id: ReturnId

    def __init__(self, id: ReturnId) -> None:
        super().__init__(id)
        self.stage = Stage.BLANK
        self.lines: tuple[ReturnLine, ...] = ()
        self.aside: dict[Sku, int] = {}
        """What is put aside of what is wanted instead."""
        self.keep_until: datetime | None = None
        self.replaced_by: OrderNumber | None = None
        self.not_replaced: dict[Sku, str] = {}

    def picture(self) -> Mapping[str, object]:
        """As ever where nothing is exchanged."""
        new = {"aside", "keep_until", "replaced_by", "not_replaced"}
        return {name: value for name, value in super().picture().items() if name not in new or value}

    @property
    def instead(self) -> dict[Sku, Instead]:
        """What is wanted for which of its pieces, where it isn't money."""
        return {line.sku: line.instead for line in self.lines if line.instead}

    def lapse(self, *, at: datetime) -> bool:
        """Keep nothing aside any longer, if it is time, and nothing came; whether it was."""
        waits = self.stage in {Stage.REQUESTED, Stage.APPROVED}
        due = bool(waits and self.aside and self.keep_until and at >= self.keep_until)
        if due:
            self._record(ExchangeLapsed(at=at, return_id=self.id))
        return due

    def _exchange(self, event: ReturnEvent) -> None:
        match event:
            case ReturnRequested(lines=lines, keep_until=until):
                self.aside, self.keep_until = _wanted(lines), until
            case ReturnApproved(keep_until=until):
                self.keep_until = until
            case ReturnRefused() | ReturnWithdrawn() | ExchangeLapsed():
                self.aside, self.keep_until = {}, None
            case ReturnInspected(replaced_by=number, not_replaced=why):
                self.aside, self.replaced_by, self.not_replaced = {}, number, why
            case _:
                pass  # nothing of that changes


def _wanted(lines: Sequence[ReturnLine]) -> dict[Sku, int]:
    """What is wanted instead, piece for piece."""
    return {line.instead.sku: line.quantity for line in lines if line.instead}
