"""Where goods go that come back, and by which calendar, as the operator of the shop set it."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo


@dataclass(frozen=True)
class SetReturnDesk:
    """A :class:`~store.application.returns.ports.ReturnDesk`."""

    send_to: tuple[str, ...]
    zone: tzinfo

    def day(self, moment: datetime) -> date:
        """Of the shop: its calendar counts."""
        return moment.astimezone(self.zone).date()
