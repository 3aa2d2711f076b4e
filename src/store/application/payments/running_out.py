"""What staff see of money that can't be held for longer, or is held no more: its parcel waits for nothing else."""

from datetime import datetime

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.bus import Query
from store.domain.shared.ids import OrderNumber


class RunningOut(Struct, frozen=True):
    """*until* when it is held; nothing where it is not any more."""

    number: OrderNumber
    method: str
    amount: Price
    reason: str
    until: datetime | None


class GetRunningOut(Query[list[RunningOut]], frozen=True):
    """All there is, what runs out first standing first."""
