"""What one may say about promotions that need no code, and ask."""

from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.pricing.errors import NoSuchPromotion
from store.domain.pricing.promotions import Promotions
from store.domain.pricing.terms import Terms
from store.domain.shared.ids import promotions


class PromotionView(Struct, frozen=True):
    """A promotion as staff see it; ``version`` is that of all of them together."""

    id: UUID
    version: int
    name: str
    terms: Terms
    withdrawn: str

    @classmethod
    def of(cls, them: Promotions, id: UUID) -> "PromotionView":
        """As it is at this moment.

        :raises NoSuchPromotion: if there is none.
        """
        it = them.all.get(id)
        if it is None:
            raise NoSuchPromotion
        return cls(id, them.version, it.name, it.terms, it.withdrawn)


class BeginPromotion(Command[PromotionView], frozen=True):
    """Make every cart cheaper that meets *terms*."""

    promotion_id: UUID
    name: str
    terms: Terms


class ChangePromotion(Command[PromotionView], frozen=True):
    """Have it give something else. Orders stay as they are."""

    promotion_id: UUID
    name: str
    terms: Terms
    version: int | None = None


class WithdrawPromotion(Command[PromotionView], frozen=True):
    """Have it give nothing any more."""

    promotion_id: UUID
    reason: str
    version: int | None = None


class ListPromotions(Query[list[PromotionView]], frozen=True):
    """All there are and were, the newest first. Answered from the facts themselves."""


class GetPromotion(Query[PromotionView], frozen=True):
    """One of them."""

    promotion_id: UUID


@dataclass(frozen=True)
class PromotionHandlers:
    clock: Clock

    @handles(BeginPromotion)
    def begin(self, command: BeginPromotion, work: UnitOfWork) -> PromotionView:
        them = work.find(Promotions, promotions())
        them.begin(command.promotion_id, command.name, command.terms, at=self.clock.now())
        return _told(them, command.promotion_id, work)

    @handles(ChangePromotion)
    def change(self, command: ChangePromotion, work: UnitOfWork) -> PromotionView:
        them = work.find(Promotions, promotions())
        expect(them, command.version)
        them.change(command.promotion_id, command.name, command.terms, at=self.clock.now())
        return _told(them, command.promotion_id, work)

    @handles(WithdrawPromotion)
    def withdraw(self, command: WithdrawPromotion, work: UnitOfWork) -> PromotionView:
        them = work.find(Promotions, promotions())
        expect(them, command.version)
        them.withdraw(command.promotion_id, command.reason, at=self.clock.now())
        return _told(them, command.promotion_id, work)


@dataclass(frozen=True)
class PromotionAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(ListPromotions)
    async def all(self, query: ListPromotions) -> list[PromotionView]:
        del query
        them = await self._them()
        return [PromotionView.of(them, id) for id in reversed(them.all)]

    @answers(GetPromotion)
    async def one(self, query: GetPromotion) -> PromotionView:
        return PromotionView.of(await self._them(), query.promotion_id)

    async def _them(self) -> Promotions:
        history = (await self.journal.read([promotions()])).get(promotions(), History())
        return Promotions.replay(promotions(), history.events)


def _told(them: Promotions, id: UUID, work: UnitOfWork) -> PromotionView:
    work.save(them)
    return PromotionView.of(them, id)
