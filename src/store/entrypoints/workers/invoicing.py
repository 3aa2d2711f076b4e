"""Writes invoices and credit notes that are owed, in the order in which they came to be owed.

Any number of these may go over the same list: whoever is second finds the paper written, and writes none.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Final, Protocol
from uuid import UUID

import structlog

from store.application.invoicing.messages import IssuePapers
from store.application.shared.bus import Bus, Caller, Receipt, Wish
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import OrderId, PaperNumber, papers_of

ACTOR: Final = "system:invoicing"
AT_ONCE: Final = 200
"""Papers of one round: a second's work, so that other errands get their turn."""


class Owed(Protocol):
    """An order that calls for a paper."""

    @property
    def order_id(self) -> OrderId: ...
    @property
    def correlation(self) -> UUID: ...
    @property
    def cause(self) -> UUID: ...


class OwedPapers(Protocol):
    """The papers that are owed, oldest first."""

    def __call__(self, limit: int) -> Sequence[Owed]:
        """*limit* of them at most."""


def _as_they_come(streams: Sequence[UUID]) -> AbstractContextManager[None]:
    """Each is read when it is asked for."""
    del streams
    return nullcontext()


class Scrivener:
    """Writes those of a round together. One that can't be written is logged and keeps no other waiting; what is
    *passing* ends the round. *ahead* reads many streams at once.

    What it wrote stays on the list until the read model has heard of it: it isn't asked for again meanwhile.
    """

    def __init__(
        self, owed: OwedPapers, bus: Bus, passing: tuple[type[Exception], ...] = (),
        ahead: Callable[[Sequence[UUID]], AbstractContextManager[None]] = _as_they_come,
    ) -> None:
        self._owed, self._bus, self._passing, self._ahead = owed, bus, passing, ahead
        self._written: set[UUID] = set()

    def __call__(self) -> None:
        """One round over what is owed."""
        listed = self._owed(AT_ONCE)
        self._written &= {owed.cause for owed in listed}
        # One wish for an order writes all that it lacks: another one beside it would only be in its way.
        due: dict[OrderId, Owed] = {}
        for owed in listed:
            if owed.cause not in self._written:
                due.setdefault(owed.order_id, owed)
        if due:
            self._write(list(due.values()))

    def _write(self, due: Sequence[Owed]) -> None:
        numbers: list[PaperNumber] = []
        wishes = [Wish(IssuePapers(order_id=owed.order_id), Caller(
            actor=ACTOR, correlation=owed.correlation, causation=owed.cause
        )) for owed in due]
        try:
            with self._ahead([stream for owed in due for stream in (owed.order_id, papers_of(owed.order_id))]):
                for owed, done in zip(due, self._bus.do_all(wishes), strict=True):
                    numbers += self._said_of(owed, done)
        finally:
            if numbers:
                structlog.get_logger().info("papers", written=numbers)

    def _said_of(self, owed: Owed, done: Receipt[list[PaperNumber]] | Exception) -> Sequence[PaperNumber]:
        """The numbers of what was written; why nothing was goes to the log."""
        if isinstance(done, Receipt):
            self._written.add(owed.cause)
            return done.outcome
        if isinstance(done, self._passing):
            raise done
        log = structlog.get_logger().bind(order=str(owed.order_id))
        if isinstance(done, StoreError):
            log.warning("papers not written", because=type(done).__name__)
        else:
            log.error("papers not written", exc_info=done)
        return ()
