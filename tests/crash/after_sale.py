"""Lives with all there is after a sale: orders paid by credit, parcels that a carrier expects, exchanges."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from store.adapters.ordering.carrier_sandbox import SANDBOX
from tests.crash.accounts import Account, available
from tests.crash.customers import Errand
from tests.crash.lives import Life, Living, opening
from tests.race.busy_shop import STAFF

SMALL = "-S"
BY_ACCOUNT, AS_CREDIT, EXCHANGED, BOOKED = 0.6, 0.4, 0.5, 0.7


@dataclass
class AfterSale(Living):
    """As those it extends; and what was sent in exchange lives on like any other order."""

    accounts: list[Account] = field(default_factory=list)
    by_credit: dict[str, str] = field(default_factory=dict)
    """Of orders what their buyers were told that credit pays, by number."""

    async def before(self, client: httpx.AsyncClient, errand: Errand) -> None:
        """Some are logged in, and use what credit they have, or a part of it."""
        if self.chance.random() > BY_ACCOUNT:
            return
        errand.who = self.chance.choice(self.accounts).pass_
        said = await self._sees(client, "/me/credit", errand.who)
        if "balances" not in said:
            self.faults.append(f"one's own credit isn't told: {said}")
            return
        have = available(said)
        used = min(have, self.chance.choice([1, 5, 12, 1000]))
        if used:
            errand.more = {"credit": {"amount": f"{used:.2f}", "currency": "EUR"}}

    async def after(self, client: httpx.AsyncClient, errand: Errand) -> None:
        """What becomes of it."""
        said = errand.answer.json() if errand.answer is not None and errand.answer.status_code == 201 else {}
        if said.get("status") != "confirmed":
            return
        self.by_credit[said["number"]] = said["credit"]["amount"] if said["credit"] else ""
        await self._lives(client, Life(said["number"], opening(said["access_token"]), errand.wanted, errand.who))

    def _usual(self) -> list[Any]:
        return [self._books, *super()._usual()]

    def _plan(self) -> list[Any]:
        plan = super()._plan()
        if self._books not in plan and self.chance.random() < 0.5:
            plan.insert(0, self._books)
        if self.chance.random() < 0.3:
            plan.insert(self.chance.randint(0, len(plan)), self._calls_off)
        return plan

    async def _books(self, client: httpx.AsyncClient, life: Life) -> None:
        await self._asks_of_each(client, life, "booked", "PUT")

    async def _calls_off(self, client: httpx.AsyncClient, life: Life) -> None:
        await self._asks_of_each(client, life, "called off", "DELETE")

    async def _asks_of_each(self, client: httpx.AsyncClient, life: Life, what: str, verb: str) -> None:
        for part in (await self._order(client, life))["parts"]:
            path = f"/fulfilment/{life.number}/{part['part_id']}/booking"
            answer = await self._asks(client, life, what, verb, path, None, STAFF)
            if answer is not None and not answer.json()["changed"]:
                life.done[what] -= 1  # it was so already

    async def _decides(self, client: httpx.AsyncClient, life: Life) -> None:
        """Whoever may send it at the shop's expense has a label made, some of them twice."""
        await super()._decides(client, life)
        for number in life.returns:
            path = f"/orders/{life.number}/returns/{number.rpartition('-R')[2]}/booking"
            for _ in range(self.chance.randint(0, 2)):
                await self._asks(client, life, "labelled", "PUT", path, None)

    async def _carried(self, client: httpx.AsyncClient, at: str) -> dict[str, str]:
        booking = (await self._sees(client, at))["booking"]
        if booking is None or self.chance.random() > BOOKED:
            return await super()._carried(client, at)
        return {"carrier": SANDBOX, "tracking": booking["tracking"]}

    def _instead_of_money(self, life: Life, lines: list[dict[str, Any]]) -> dict[str, Any]:
        wish: dict[str, Any] = {}
        if life.who and self.chance.random() < AS_CREDIT:
            wish["as_credit"] = True
        if self.chance.random() < EXCHANGED:
            wish["lines"] = [it | {"instead": self._instead(it["sku"])} for it in lines[:1]] + lines[1:]
        return wish

    def _instead(self, sku: str) -> str:
        """The same again, or a small one, which costs less."""
        return sku if sku.endswith(SMALL) or self.chance.random() < 0.5 else sku + SMALL

    async def _looked_at(self, client: httpx.AsyncClient, life: Life, number: str, said: dict[str, Any]) -> None:
        """What is sent in exchange is opened by what the return says to whoever asked for it."""
        if not said["replaced_by"]:
            return
        life.done["exchanged"] += 1
        place = number.rpartition("-R")[2]
        seen = await self._sees(client, f"/orders/{life.number}/returns/{place}", life.mine)
        if not seen["replacement_token"]:
            self.faults.append(f"{number} was exchanged for {said['replaced_by']}, and nothing opens that")
            return
        sent = {line["instead"]["sku"]: line["accepted"] for line in seen["lines"]
                if line["instead"] and line["accepted"] and not line["instead"]["not_sent"]}
        new = Life(said["replaced_by"], opening(seen["replacement_token"]), sent)
        await self._lives(client, new)
