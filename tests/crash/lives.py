"""Customers whose orders live on: they are packed, sent, delivered, cancelled and sent back, in any order of steps."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.crash.customers import Crowd, Errand
from tests.race.busy_shop import STAFF

REFUSALS = {404, 409, 412, 422}
"""A step that the order doesn't allow now is refused in words; whatever else comes is a fault."""
REASONS = ("not_wanted", "damaged", "wrong_item")


@dataclass
class Life:
    """One order after it was bought: what it may be asked with, and how often each step was answered with yes."""

    number: str
    mine: dict[str, str]
    wanted: dict[str, int]
    who: dict[str, str] = field(default_factory=dict)
    """The pass of whoever bought it, if they have an account."""
    done: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    returns: list[str] = field(default_factory=list)

    def asked_as(self) -> tuple[str, dict[str, str]]:
        """What stands behind a path, and before it, so that it is asked by whoever bought."""
        token = self.mine["authorization"].removeprefix("Bearer ")
        return (f"?access_token={token}", self.who) if self.who else ("", self.mine)


def opening(token: str) -> dict[str, str]:
    """What shows the access *token* of an order."""
    return {"authorization": f"Bearer {token}"}


@dataclass
class Living(Crowd):
    """Each order that is paid goes through one of *plans*, and once there are none left through up to *steps*."""

    plans: list[list[str]] = field(default_factory=list)
    steps: int = 6
    lives: list[Life] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def so_far(self) -> int:
        """Orders that live, or lived."""
        return len(self.lives)

    async def after(self, client: httpx.AsyncClient, errand: Errand) -> None:
        """What becomes of it."""
        said = errand.answer.json() if errand.answer is not None and errand.answer.status_code == 201 else {}
        if said.get("status") != "confirmed":
            return
        await self._lives(client, Life(said["number"], opening(said["access_token"]), errand.wanted))

    async def _lives(self, client: httpx.AsyncClient, life: Life) -> None:
        self.lives.append(life)
        for step in self._plan():
            await step(client, life)

    def _usual(self) -> list[Any]:
        """The steps that lead to the end of a return."""
        return [self._sends, self._delivers, self._wants_back, self._decides, self._receives, self._inspects]

    def _plan(self) -> list[Any]:
        """What was planned; else steps at random, for every other order among those that end a return."""
        if self.plans:
            return [getattr(self, f"_{step}") for step in self.plans.pop()]
        usual = self._usual()
        plan = list(usual) if self.chance.random() < 0.5 else []
        for _ in range(self.chance.randint(1, self.steps)):
            plan.insert(self.chance.randint(0, len(plan)), self.chance.choice([self._cancels, *usual]))
        return plan

    def some(self, wanted: dict[str, int]) -> dict[str, int]:
        """Some pieces of some of what was bought: also more than are left."""
        picked = self.chance.sample(sorted(wanted), self.chance.randint(1, len(wanted)))
        return {sku: self.chance.randint(1, wanted[sku]) for sku in picked}

    async def _cancels(self, client: httpx.AsyncClient, life: Life) -> None:
        lines = [{"sku": sku, "quantity": many} for sku, many in self.some(life.wanted).items()]
        whole = self.chance.random() < 0.2
        body = {"reason": "not_wanted"} | ({} if whole else {"lines": lines})
        await self._asks(client, life, "cancelled", "POST", f"/orders/{life.number}/cancellation", body)

    async def _gives_back_again(self, client: httpx.AsyncClient, life: Life) -> None:
        await self._asks(client, life, "given back again", "POST", f"/orders/{life.number}/refund", None, STAFF)

    async def _sends(self, client: httpx.AsyncClient, life: Life) -> None:
        order = await self._order(client, life)
        for part in order["parts"]:
            at = f"/fulfilment/{life.number}/{part['part_id']}"
            body = await self._carried(client, at) | {"pieces": self.some(life.wanted)}
            await self._asks(client, life, "sent", "POST", f"{at}/parcels", body, STAFF)

    async def _carried(self, client: httpx.AsyncClient, at: str) -> dict[str, str]:  # noqa: ARG002 - booked parcels do
        """By whom the next parcel of the part goes, and under which number."""
        return {"carrier": "DHL", "tracking": "T-1"}

    async def _delivers(self, client: httpx.AsyncClient, life: Life) -> None:
        order = await self._order(client, life)
        for part in order["parts"]:
            at = f"/fulfilment/{life.number}/{part['part_id']}"
            seen = await self._sees(client, at)
            if seen["parcels"]:
                parcel = self.chance.choice(seen["parcels"])["id"]
                await self._asks(client, life, "delivered", "PUT", f"{at}/parcels/{parcel}/delivery", None, STAFF)

    async def _wants_back(self, client: httpx.AsyncClient, life: Life) -> None:
        lines = [{"sku": sku, "quantity": many} for sku, many in self.some(life.wanted).items()]
        body = {"lines": lines, "reason": self.chance.choice(REASONS), "words": "It is not what I thought."}
        body |= self._instead_of_money(life, lines)
        opens, headers = life.asked_as()
        path = f"/orders/{life.number}/returns{opens}"
        answer = await self._asks(client, life, "requested", "POST", path, body, headers)
        if answer is not None:
            life.returns += [it["number"] for it in answer.json()["items"] if it["number"] not in life.returns]

    def _instead_of_money(self, life: Life, lines: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG002 - as above
        """What is wanted for it, if that isn't its money."""
        return {}

    async def _decides(self, client: httpx.AsyncClient, life: Life) -> None:
        for number in life.returns:
            if self.chance.random() < 0.15:
                path, body = f"/returns/{number}/refusal", {"reason": "used"}
                await self._asks(client, life, "refused", "POST", path, body, STAFF)
            else:
                await self._asks(client, life, "approved", "POST", f"/returns/{number}/approval", None, STAFF)

    async def _receives(self, client: httpx.AsyncClient, life: Life) -> None:
        for number in life.returns:
            await self._asks(client, life, "received", "POST", f"/returns/{number}/receipt", None, STAFF)

    async def _inspects(self, client: httpx.AsyncClient, life: Life) -> None:
        for number in life.returns:
            seen = await self._sees(client, f"/returns/{number}")
            found = [self._found(line["sku"], line["quantity"]) for line in seen["lines"]]
            answer = await self._asks(
                client, life, "inspected", "POST", f"/returns/{number}/inspection", {"lines": found}, STAFF
            )
            if answer is not None:
                await self._looked_at(client, life, number, answer.json())

    async def _looked_at(self, client: httpx.AsyncClient, life: Life, number: str, said: dict[str, Any]) -> None:
        """Nothing more: the money is on its way."""

    def _found(self, sku: str, quantity: int) -> dict[str, Any]:
        restocked = self.chance.randint(0, quantity)
        refused = self.chance.randint(0, quantity - restocked) if self.chance.random() < 0.3 else 0
        said = {"sku": sku, "restocked": restocked, "written_off": quantity - restocked - refused}
        return said | ({"refused": refused, "why": "used"} if refused else {})

    async def _order(self, client: httpx.AsyncClient, life: Life) -> Any:
        return await self._sees(client, f"/orders/{life.number}", life.mine)

    async def _sees(self, client: httpx.AsyncClient, path: str, headers: dict[str, str] = STAFF) -> Any:
        """What is there, as staff see it or whoever shows *headers*."""
        return (await self._insist(lambda _: client.get(path, headers=headers))).json()

    async def _asks(
        self, client: httpx.AsyncClient, life: Life, what: str, verb: str, path: str, body: Any,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response | None:
        """Until it is answered; the answer, if it is yes."""
        answer = await self._insist(lambda key: client.request(
            verb, path, json=body, headers=(headers or life.mine) | {"idempotency-key": key},
        ))
        if answer.status_code in {200, 201}:
            life.done[what] += 1
            return answer
        if answer.status_code not in REFUSALS:
            self.faults.append(f"{verb} {path} {body}: {answer.status_code} {answer.text[:300]}")
        return None
