"""What one may say about how parcels are sent, and ask."""

from dataclasses import dataclass

from msgspec import Struct

from store.application.pricing.ports import ShippingTable
from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.pricing.shipping_plan import ShippingPlan
from store.domain.pricing.shipping_rules import Shipping
from store.domain.shared.ids import shipping


class PlanView(Struct, frozen=True):
    """How parcels are sent. ``version`` 0: nobody said anything, and it is as shops do that said nothing."""

    version: int
    plan: ShippingPlan


class PlanShipping(Command[int], frozen=True):
    """Send parcels by *plan* from now on; the version of it. Orders keep what they were promised."""

    plan: ShippingPlan
    version: int | None = None


class GetShippingPlan(Query[PlanView], frozen=True):
    """How are parcels sent? Answered from the facts themselves."""


@dataclass(frozen=True)
class ShippingHandlers:
    clock: Clock

    @handles(PlanShipping)
    def arrange(self, command: PlanShipping, work: UnitOfWork) -> int:
        it = work.find(Shipping, shipping())
        expect(it, command.version)
        it.arrange(command.plan, at=self.clock.now())
        work.save(it)
        return it.version


@dataclass(frozen=True)
class ShippingAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    table: ShippingTable
    reads = ()

    @answers(GetShippingPlan)
    async def get(self, query: GetShippingPlan) -> PlanView:
        del query
        history = (await self.journal.read([shipping()])).get(shipping(), History())
        it = Shipping.replay(shipping(), history.events)
        return PlanView(it.version, it.plan or self.table.plan)
