"""Sends facts to partners: all webhooks at once, each in its own order."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from store.application.partners.ports import Answered, Batch, Place
from store.application.shared.ports import Clock
from store.domain.shared.ids import WebhookId

IDLE: Final = 1.0
"""Seconds between two looks for webhooks with something to do; each costs one statement."""
MOST: Final = 256
"""Deliveries under way at once: a partner who doesn't answer costs a socket, not a thread."""
GRACE: Final = 2.0
"""Seconds for those under way when the process ends. What is cut off is sent again, under the same id."""
AFTER_A_FAULT: Final = timedelta(minutes=1)


class Taking(Protocol):
    """Webhooks nobody else delivers to."""

    async def take(self, now: datetime, busy: Collection[WebhookId], most: int) -> Sequence[Place]: ...
    async def faltered(self, place: Place, fault: str, now: datetime, until: datetime) -> bool: ...
    async def let_go(self) -> None: ...


class One(Protocol):
    """Delivering to one of them."""

    async def deliver(self, place: Place) -> Place | None:
        """Send one batch at most; where to go on at once."""


class Delivering:
    """One round of it starts what is due and doesn't wait for it."""

    def __init__(
        self, one: One, deliveries: Taking, clock: Clock, passing: tuple[type[Exception], ...], idle: float = IDLE
    ) -> None:
        self._one, self._deliveries, self._clock, self._passing, self._idle = one, deliveries, clock, passing, idle
        self._under_way: dict[WebhookId, asyncio.Task[None]] = {}

    async def round(self) -> float:
        """Begin all that is due, and let it run for a second; how many seconds to rest if there was nothing."""
        taken = await self._deliveries.take(self._clock.now(), list(self._under_way), MOST - len(self._under_way))
        for place in taken:
            self._under_way[place.webhook_id] = asyncio.create_task(self._all(place))
        if not self._under_way:
            return self._idle
        await asyncio.sleep(self._idle)
        return 0.0

    async def close(self) -> None:
        """Give what is under way a moment, cut off the rest, and leave everything to others.

        If the database is away, leases end by themselves.
        """
        tasks = list(self._under_way.values())
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(*self._passing):
            await self._deliveries.let_go()

    async def _all(self, place: Place) -> None:
        """One batch after the other, as long as there is one."""
        log = structlog.get_logger().bind(webhook=str(place.webhook_id))
        try:
            here: Place | None = place
            while here is not None:
                here = await self._one.deliver(here)
        except self._passing as failure:
            log.debug("delivery waits", because=type(failure).__name__)  # the next round meets the same, and says it
        except Exception as fault:  # whatever it is, other partners get their facts
            log.exception("delivery failed")
            now = self._clock.now()
            await self._deliveries.faltered(place, type(fault).__name__, now, now + AFTER_A_FAULT)
        finally:
            del self._under_way[place.webhook_id]


def said(place: Place, batch: Batch, answered: Answered) -> None:
    """A line for each attempt."""
    log = structlog.get_logger()
    (log.info if answered.taken else log.warning)("webhook", **told(place, batch, answered))


def told(place: Place, batch: Batch, answered: Answered) -> dict[str, str | int | float | None]:
    """What there is to say of an attempt: what, how much, how it ended. Neither address nor content."""
    return {
        "webhook": str(place.webhook_id), "delivery": str(batch.id), "facts": batch.facts, "until": batch.until,
        "failures_before": place.tries, "status": answered.status, "words": answered.words,
        "seconds": round(answered.seconds, 3),
    }
