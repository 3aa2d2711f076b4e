"""Delivering facts to partners: each webhook by itself, in order, and again until it is confirmed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from msgspec import structs

from store.application.partners.patience import Patience
from store.application.partners.ports import Answered, Batch, Courier, Deliveries, Place, Secrets
from store.application.processes.packing_facts import Packing, Reading, Ready
from store.application.shared.ports import AsyncJournal, Clock, History
from store.domain.partners.webhook import Stage, Webhook
from store.domain.shared.ids import WebhookId
from store.domain.shared.personal import Erased

GONE: Final = 410
RARELY: Final = timedelta(seconds=30)
"""How long one is left alone that was removed or paused, where whoever finds webhooks doesn't know it yet."""


class Pausing(Protocol):
    """How a webhook is paused by itself."""

    async def __call__(self, webhook_id: WebhookId, reason: str, because: UUID) -> None:
        """Pause it for a *reason* that a person can read; *because* is one for all tries of the same thing."""


class Witness(Protocol):
    """Whoever writes down that something was tried."""

    def __call__(self, place: Place, batch: Batch, answered: Answered) -> None: ...


class DeliveringFacts:
    """One of these in each process that delivers."""

    def __init__(
        self, feed: Reading, journal: AsyncJournal, deliveries: Deliveries, courier: Courier, secrets: Secrets,
        pause: Pausing, witness: Witness, clock: Clock, chance: Callable[[], float], patience: Patience | None = None,
    ) -> None:
        self._packing, self._journal, self._deliveries, self._courier = Packing(feed), journal, deliveries, courier
        self._secrets, self._pause, self._witness, self._clock = secrets, pause, witness, clock
        self._chance, self._patience = chance, patience or Patience()

    async def deliver(self, place: Place) -> Place | None:
        """Send one batch at most. Where to go on at once; nothing if there is no more to do just now."""
        id = place.webhook_id
        webhook = Webhook.replay(id, (await self._journal.read([id])).get(id, History()).events)
        looked = await self._look(webhook, place)
        if looked is None:
            return None
        pending = await self._deliveries.pending(looked)
        again, active = pending.again, webhook.stage is Stage.ACTIVE
        if again and not (active and again == pending.begun):
            return await self._send_again(webhook, looked, again)
        if not active:
            await self._deliveries.rest(looked, self._clock.now() + RARELY)
            return None
        if looked.next_try_at and looked.next_try_at > self._clock.now() and not again:
            return None
        ready = await self._ready(webhook, looked, pending.begun)
        return await self._send(webhook, looked, ready) if ready else None

    async def _look(self, webhook: Webhook, place: Place) -> Place | None:
        """Take into account what happened to the webhook; nothing if it is somebody else's by now."""
        if place.version == webhook.version:
            return place
        position = place.position if place.started == webhook.started else webhook.start
        if not await self._deliveries.look(place, webhook.version, webhook.started, position):
            return None
        return Place(webhook.id, webhook.version, webhook.started, position)

    async def _ready(self, webhook: Webhook, place: Place, begun: Batch | None) -> Ready | None:
        """What was begun, as it was, or else what comes next; nothing if there is nothing for this partner."""
        if begun and (ready := await self._packing.as_it_was(webhook, begun)):
            return ready
        ready, upto = await self._packing.next(webhook, place)
        if ready is None and upto != place.position:
            await self._deliveries.passed(place, upto)
        return ready

    async def _send(self, webhook: Webhook, place: Place, ready: Ready) -> Place | None:
        batch = ready.batch
        if not await self._deliveries.begin(place, batch, self._clock.now()):
            return None
        answered = await self._post(webhook, ready)
        now = self._clock.now()
        self._witness(place, batch, answered)
        if answered.taken:
            mine = await self._deliveries.confirmed(place, batch, answered, now)
            return structs.replace(
                place, position=batch.until, tries=0, failing_since=None, next_try_at=None
            ) if mine and ready.more else None
        pause = self._patience.after(place.tries + 1, self._chance())
        if await self._deliveries.failed(place, batch, answered, now, now + pause):
            await self._perhaps_pause(place, batch, answered, now)
        return None

    async def _perhaps_pause(self, place: Place, batch: Batch, answered: Answered, now: datetime) -> None:
        long = self._patience.gives_up
        if answered.status == GONE:
            await self._pause(place.webhook_id, "the partner answered 410 Gone", batch.id)
        elif now - (place.failing_since or now) >= long:
            said = f"{answered.status or ''} {answered.words}".strip()
            await self._pause(
                place.webhook_id, f"nothing came through for {long.days} days, at last: {said}", batch.id
            )

    async def _send_again(self, webhook: Webhook, place: Place, batch: Batch) -> Place | None:
        ready = await self._packing.as_it_was(webhook, batch)
        answered = await self._post(webhook, ready) if ready else Answered(None, "these facts are no longer there", 0)
        self._witness(place, batch, answered)
        return place if await self._deliveries.tried_again(place, batch, answered, self._clock.now()) else None

    async def _post(self, webhook: Webhook, ready: Ready) -> Answered:
        if webhook.address is None or isinstance(webhook.address.value, Erased):
            return Answered(None, "its address can't be read any more", 0)
        now = self._clock.now()
        id, timestamp = str(ready.batch.id), int(now.timestamp())
        return await self._courier.post(webhook.address.value, {
            "Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": str(timestamp),
            "webhook-signature": self._secrets.sign(webhook.id, webhook.secrets_at(now), id, timestamp, ready.body),
        }, ready.body)
