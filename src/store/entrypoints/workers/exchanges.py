"""Lets exchanges lapse for which nothing came: what is kept for them is for everybody again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import uuid4

import structlog

from store.application.returns.messages import LetExchangeLapse
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import ReturnId
from store.entrypoints.workers.reconciler import ACTOR


class Overdue(Protocol):
    """Returns for which something is kept."""

    def __call__(self, instant: datetime) -> Sequence[ReturnId]:
        """Those whose time was over before *instant*."""


class ExchangeKeeper:
    """An errand. The list may be behind: whether it is time, and nothing came, is decided by the return itself.

    One that can't be dealt with is logged and keeps no other waiting; what is *passing* ends the round.
    """

    def __init__(
        self, overdue: Overdue, bus: Bus, clock: Clock, passing: tuple[type[Exception], ...] = ()
    ) -> None:
        self._overdue, self._bus, self._clock, self._passing = overdue, bus, clock, passing

    def __call__(self) -> None:
        """One round."""
        for id in self._overdue(self._clock.now()):
            self._let_lapse(id)

    def _let_lapse(self, id: ReturnId) -> None:
        log = structlog.get_logger().bind(exchange=str(id))
        try:
            self._bus.do(LetExchangeLapse(return_id=id), Caller(actor=ACTOR, correlation=uuid4()))
        except StoreError as refused:
            log.warning("exchange did not lapse", because=type(refused).__name__)
        except self._passing:
            raise
        except Exception:
            log.exception("exchange did not lapse")
        else:
            log.info("nothing came to be exchanged")
