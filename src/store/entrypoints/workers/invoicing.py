"""Writes invoices and credit notes that are owed, in the order in which they came to be owed.

Any number of these may go over the same list: whoever is second finds the paper written, and writes none.
"""

from collections.abc import Sequence
from typing import Final, Protocol
from uuid import UUID

import structlog

from store.application.invoicing.messages import IssuePapers
from store.application.shared.bus import Bus, Caller
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import OrderId, PaperNumber

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


class Scrivener:
    """One that can't be written is logged and keeps no other waiting; what is *passing* ends the round.

    What it wrote stays on the list until the read model has heard of it: it isn't asked for again meanwhile.
    """

    def __init__(self, owed: OwedPapers, bus: Bus, passing: tuple[type[Exception], ...] = ()) -> None:
        self._owed, self._bus, self._passing = owed, bus, passing
        self._written: set[UUID] = set()

    def __call__(self) -> None:
        """One round over what is owed."""
        listed = self._owed(AT_ONCE)
        self._written &= {owed.cause for owed in listed}
        numbers: list[PaperNumber] = []
        try:
            for owed in listed:
                if owed.cause not in self._written:
                    numbers += self._write(owed)
        finally:
            if numbers:
                structlog.get_logger().info("papers", written=numbers)

    def _write(self, owed: Owed) -> Sequence[PaperNumber]:
        log = structlog.get_logger().bind(order=str(owed.order_id))
        try:
            numbers = self._bus.do(IssuePapers(order_id=owed.order_id), Caller(
                actor=ACTOR, correlation=owed.correlation, causation=owed.cause
            )).outcome
        except StoreError as refused:
            log.warning("papers not written", because=type(refused).__name__)
        except self._passing:
            raise
        except Exception:
            log.exception("papers not written")
        else:
            self._written.add(owed.cause)
            return numbers
        return ()
