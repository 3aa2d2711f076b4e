"""Asks the gateway about payments that nobody knows the end of.

However a process died, each payment ends captured, declined, or waiting for its shopper: what the gateway knows
is written down, what it never heard of is refused there and then written off, and a shopper who stays away from
the bank's page gives the goods back after half an hour.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID, uuid4

import structlog

from store.application.payments.messages import ReconcilePayment
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import PaymentId, fact_id

ACTOR: Final = "system:reconciler"
NOT_YET: Final = timedelta(seconds=5)
"""Younger ones are still in the hands of whoever placed the order."""
NEVER_SENT: Final = timedelta(seconds=60)
"""After this long a payment the gateway has not heard of is not on its way any more."""
GIVEN_UP: Final = timedelta(minutes=30)
"""After this long a shopper who stays away has the goods go back, where the shop says nothing else."""
AT_THE_BANK: Final = timedelta(seconds=30)
"""A shopper who pays and closes the page tells nobody: look now and then."""
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=5)


class Open(Protocol):
    """A payment without an end."""

    @property
    def payment_id(self) -> PaymentId: ...
    @property
    def requested_at(self) -> datetime: ...
    @property
    def challenged(self) -> bool: ...


class OpenOnes(Protocol):
    """The payments without an end."""

    def __call__(self, instant: datetime) -> Sequence[Open]:
        """Those asked for before *instant*."""


class Reconciler:
    """Asks about each open payment, more and more rarely the longer there is no answer.

    One that can't be dealt with is logged and keeps no other waiting; what is *passing* ends the round.
    """

    def __init__(
        self, older_than: OpenOnes, bus: Bus, clock: Clock, passing: tuple[type[Exception], ...] = (),
        given_up: timedelta = GIVEN_UP,
    ) -> None:
        self._older_than, self._bus, self._clock, self._passing = older_than, bus, clock, passing
        self._given_up = given_up
        self._asked: dict[UUID, tuple[datetime, timedelta]] = {}

    def __call__(self) -> None:
        """One round over all that is open."""
        now = self._clock.now()
        waiting = self._older_than(now - NOT_YET)
        still = {payment.payment_id for payment in waiting}
        self._asked = {id: asked for id, asked in self._asked.items() if id in still}
        for payment in waiting:
            if self._due(payment, now):
                self._ask(payment, now - payment.requested_at)

    def _due(self, payment: Open, now: datetime) -> bool:
        at, pause = self._asked.get(payment.payment_id, (datetime.min.replace(tzinfo=now.tzinfo), FIRST_PAUSE))
        if at + (max(pause, AT_THE_BANK) if payment.challenged else pause) > now:
            return False
        self._asked[payment.payment_id] = (now, min(pause * 2, LONGEST_PAUSE))
        return True

    def _ask(self, payment: Open, age: timedelta) -> None:
        log = structlog.get_logger().bind(payment=str(payment.payment_id))
        command = ReconcilePayment(
            payment_id=payment.payment_id, give_up=age >= self._given_up, give_up_unheard=age >= NEVER_SENT
        )
        try:
            settled = self._bus.do(command, Caller(
                actor=ACTOR, correlation=uuid4(), causation=fact_id(payment.payment_id, 1)
            )).outcome
        except StoreError as refused:
            log.warning("not reconciled", because=type(refused).__name__)
        except self._passing:
            raise
        except Exception:
            log.exception("not reconciled")
        else:
            log.info("reconciled", status=settled.payment.status, order=settled.order_status)
