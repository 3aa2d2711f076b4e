"""What one may say about how promotions go together, and ask."""

from dataclasses import dataclass

from msgspec import Struct

from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.pricing.promotions import Promotions
from store.domain.pricing.terms import Lane, Stacking
from store.domain.shared.ids import promotions


class StackingView(Struct, frozen=True):
    """How promotions about goods, and those about the order, go together; ``version`` is that of all promotions."""

    version: int
    line: Stacking
    order: Stacking
    codes: int = 1
    """How many codes an order takes."""

    @classmethod
    def of(cls, them: Promotions) -> "StackingView":
        """As it is at this moment."""
        line, order = (them.stacking.get(lane, Stacking.ONCE) for lane in (Lane.LINE, Lane.ORDER))
        return cls(them.version, line, order, them.codes_allowed)


class SetStacking(Command[StackingView], frozen=True):
    """Have a line reduced once, or by one promotion after the other, in each of the two lanes; and have an order take
    so many *codes*, where anybody says.
    """

    line: Stacking
    order: Stacking
    codes: int | None = None
    version: int | None = None


class GetStacking(Query[StackingView], frozen=True):
    """How do promotions go together? Answered from the facts themselves."""


@dataclass(frozen=True)
class StackingHandlers:
    clock: Clock

    @handles(SetStacking)
    def stack(self, command: SetStacking, work: UnitOfWork) -> StackingView:
        them = work.find(Promotions, promotions())
        expect(them, command.version)
        them.stack({Lane.LINE: command.line, Lane.ORDER: command.order}, at=self.clock.now())
        if command.codes is not None:
            them.allow_codes(command.codes, at=self.clock.now())
        work.save(them)
        return StackingView.of(them)


@dataclass(frozen=True)
class StackingAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(GetStacking)
    async def how(self, query: GetStacking) -> StackingView:
        del query
        history = (await self.journal.read([promotions()])).get(promotions(), History())
        return StackingView.of(Promotions.replay(promotions(), history.events))
