"""The part of a worker that sends facts to partners."""

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from os import getpid
from platform import node
from random import random
from secrets import token_hex
from typing import Final
from uuid import UUID

from store.adapters.partners.deliveries_postgres import PostgresDeliveries
from store.application.partners.messages import PauseWebhook
from store.application.processes.delivering_facts import DeliveringFacts
from store.application.shared.bus import Caller
from store.application.shared.errors import NoSuch
from store.domain.shared.ids import WebhookId, follow_up
from store.entrypoints.wiring.application import asking
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.workers.partners import Delivering, said
from store.entrypoints.workers.patience import patiently
from store.entrypoints.workers.pulse import Pulse

WORKER: Final = "system:worker"


def deliver(shop: Shop, passing: tuple[type[Exception], ...], pulse: Pulse) -> None:
    """Send facts to partners until the process ends; all of it in one loop of this thread."""
    deliveries = PostgresDeliveries(shop.async_pool(), f"{node()}-{getpid()}-{token_hex(2)}")
    one = DeliveringFacts(
        shop.bus().ask, shop.async_journal(), deliveries, shop.courier(), shop.webhook_secrets(), partial(pause, shop),
        said, shop.clock(), random,
    )
    delivering = Delivering(one, deliveries, shop.clock(), passing)
    with asyncio.Runner() as loop:
        open = AsyncExitStack()
        loop.run(open.enter_async_context(asking(shop)))

        def round() -> float:
            return loop.run(delivering.round())

        try:
            patiently("partners", round, passing, pulse.halt, pulse.resting())
        finally:
            loop.run(delivering.close())
            loop.run(open.aclose())


async def pause(shop: Shop, webhook_id: WebhookId, reason: str, because: UUID) -> None:
    """Pause it, as the worker."""
    by = Caller(actor=WORKER, correlation=follow_up(because, "pause"), reason=reason)
    try:
        await asyncio.to_thread(shop.bus().do, PauseWebhook(webhook_id=webhook_id, reason=reason), by)
    except NoSuch:
        return  # somebody removed it meanwhile: nothing is sent any more
