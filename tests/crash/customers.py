"""Customers who don't give up: whatever dies, they send the same request again until they are told something."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.race.busy_shop import KEY, buying

AGAIN = 0.15
"""Seconds a customer waits before asking again."""
CARDS = ["success"] * 6 + ["decline", "challenge", "timeout"]
WALKS_AWAY = 0.1
"""Some do give up: then the reconciler has to find out what became of their payment."""


@dataclass
class Errand:
    """What one customer wanted, and what the shop said last: ``None`` where they didn't wait for it.

    *who* is their pass, if they have an account, and *more* what else they say when they buy.
    """

    cart: str
    wanted: dict[str, int]
    card: str
    answer: httpx.Response | None = None
    who: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Crowd:
    """All customers of one run. What they were told is kept, to be held against the log."""

    address: str
    skus: tuple[str, ...]
    chance: random.Random
    errands: list[Errand] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def told(self) -> list[Errand]:
        """Errands that came to an end the customer heard of."""
        return [errand for errand in self.errands if errand.answer is not None]

    @property
    def so_far(self) -> int:
        """How many came to an end, or lived."""
        return len(self.told)

    async def shop_till(self, customers: int) -> None:
        """*customers* shop, one errand after the other, until it is :attr:`enough`."""
        async with (
            httpx.AsyncClient(base_url=self.address, headers={"x-api-key": KEY}, timeout=30) as client,
            asyncio.TaskGroup() as crowd,
        ):
            for _ in range(customers):
                crowd.create_task(self._customer(client))

    async def _customer(self, client: httpx.AsyncClient) -> None:
        while not self.enough.is_set():
            cart = (await self._insist(lambda key: client.post("/carts", headers={"idempotency-key": key}))).json()
            errand = Errand(cart["id"], {}, self.chance.choice(CARDS))
            self.errands.append(errand)
            for sku in self.chance.sample(self.skus, self.chance.randint(1, len(self.skus))):
                errand.wanted[sku] = quantity = self.chance.randint(1, 3)
                line = {"sku": sku, "quantity": quantity}
                path = f"/carts/{errand.cart}/lines"
                await self._insist(
                    lambda key, path=path, line=line: client.post(path, json=line, headers={"idempotency-key": key})
                )
            await self.before(client, errand)
            patient = self.chance.random() > WALKS_AWAY
            errand.answer = await self._insist(
                lambda key, it=errand: buying(client, it.cart, token=it.card, key=key, who=it.who, **it.more),
                times=10_000 if patient else 1,
            )
            await self.after(client, errand)

    async def before(self, client: httpx.AsyncClient, errand: Errand) -> None:
        """Nothing: they buy as guests, by card."""

    async def after(self, client: httpx.AsyncClient, errand: Errand) -> None:
        """Nothing more: they have what they came for."""

    async def _insist(self, request: Any, times: int = 10_000) -> Any:
        """Send a request until it is answered for good, always under the same key."""
        key = uuid4().hex
        for _ in range(times):
            try:
                answer: httpx.Response = await request(key)
            except httpx.TransportError:
                self.statuses[0] += 1
            else:
                self.statuses[answer.status_code] += 1
                passing = answer.status_code >= 500 or (
                    answer.status_code == 409 and answer.json()["type"] in {"/problems/InFlight", "/problems/Busy"}
                )
                if not passing:
                    return answer
            await asyncio.sleep(AGAIN)
        return None
