"""Asks what became of cards that somebody began to add, and gives up those whose owner stays away from their bank.

What is given up is refused at the gateway first: nobody who holds its secret goes on trying cards there.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID, uuid4

import structlog

from store.application.payments.adding import AddingId, SettleAdding
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError
from store.entrypoints.workers.reconciler import ACTOR, FIRST_PAUSE, GIVEN_UP, LONGEST_PAUSE

NOT_YET: Final = timedelta(seconds=30)
"""Younger ones are still in the hands of whoever adds them."""


class Begun(Protocol):
    """A card that is not added yet."""

    @property
    def payment_id(self) -> UUID: ...
    @property
    def at(self) -> datetime: ...


class BegunOnes(Protocol):
    """Those there are."""

    def __call__(self, before: datetime) -> Sequence[Begun]:
        """Begun before then."""


class AddingFollower:
    """Asks about each, more and more rarely; what can't be dealt with keeps no other waiting."""

    def __init__(
        self, unfinished: BegunOnes, bus: Bus, clock: Clock, passing: tuple[type[Exception], ...] = ()
    ) -> None:
        self._unfinished, self._bus, self._clock, self._passing = unfinished, bus, clock, passing
        self._asked: dict[UUID, tuple[datetime, timedelta]] = {}

    def __call__(self) -> None:
        """One round."""
        now = self._clock.now()
        begun = self._unfinished(now - NOT_YET)
        still = {one.payment_id for one in begun}
        self._asked = {id: asked for id, asked in self._asked.items() if id in still}
        for one in begun:
            due, pause = self._asked.get(one.payment_id, (now, FIRST_PAUSE))
            if due <= now:
                self._asked[one.payment_id] = (now + pause, min(pause * 2, LONGEST_PAUSE))
                self._ask(AddingId(one.payment_id), give_up=now - one.at >= GIVEN_UP)

    def _ask(self, id: AddingId, *, give_up: bool) -> None:
        log = structlog.get_logger().bind(adding=str(id))
        try:
            command = SettleAdding(id=id, give_up=give_up)
            outcome = self._bus.do(command, Caller(actor=ACTOR, correlation=uuid4())).outcome
        except StoreError as refused:
            log.warning("card not asked about", because=type(refused).__name__)
        except self._passing:
            raise
        except Exception:
            log.exception("card not asked about")
        else:
            log.info("card asked about", status=outcome.status)
