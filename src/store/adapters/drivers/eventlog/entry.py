"""An append on its way, as the application sees it."""

from collections.abc import Mapping
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from store.adapters.drivers.eventlog.handing_in import Appender, HandedIn
from store.adapters.drivers.eventlog.tokens import token
from store.application.shared.ports import Clash


class Entry:
    """An :class:`~store.application.shared.ports.OnItsWay` in the hands of an appender."""

    def __init__(self, appender: Appender, incarnation: int, handed_in: HandedIn, heads: Mapping[UUID, bytes]) -> None:
        self._appender, self._incarnation, self.handed_in = appender, incarnation, handed_in
        self.heads = heads

    @property
    def settled(self) -> bool:
        """Whether it is known what became of it."""
        return self.handed_in.settled

    @property
    def failed(self) -> bool:
        """Whether it came to nothing, or nobody knows."""
        return self.handed_in.failed

    def settle(self) -> str:
        """Wait until it stands in the log; give the position."""
        try:
            return token(self._incarnation, self._appender.settle(self.handed_in))
        except IntegrityError as clash:
            raise Clash from clash
