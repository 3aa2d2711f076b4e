"""How an order is looked at by a person before it is sent, where the fraud check wants that."""

from datetime import datetime

from store.domain.ordering.errors import OutOfTurn
from store.domain.ordering.events import OrderEvent
from store.domain.ordering.life import LIFE, PartStage, Stage, Step, before, whole
from store.domain.ordering.returned import GivesBack
from store.domain.ordering.screening import Judgement
from store.domain.ordering.screening_events import OrderJudged, ReviewBegun, ReviewDue, ReviewPassed
from store.domain.shared.ids import OrderId


class Reviewed(GivesBack):
    """The part of an order that knows what was thought of it."""

    def __init__(self, id: OrderId) -> None:
        super().__init__(id)
        self.judged: Judgement | None = None
        self.in_review = False
        self.review_due: datetime | None = None

    def can(self, step: Step) -> bool:
        """Whether it is the turn of *step*."""
        return step in LIFE[self.stage]

    def judge(self, found: Judgement, *, at: datetime) -> None:
        """The fraud check looked at it."""
        self._record(OrderJudged(at=at, order_id=self.id, verdict=found.verdict, reasons=found.reasons))

    def accept(self, *, at: datetime) -> None:
        """Somebody looked at it and found it good: it may be sent."""
        self.expect_in_review()
        self._record(ReviewPassed(at=at, order_id=self.id))

    def expect_in_review(self) -> None:
        """Refuse unless it waits to be looked at."""
        if not self.can(Step.ACCEPT):
            raise OutOfTurn(self.stage, " or ".join(before(Step.ACCEPT)), Step.ACCEPT, tuple(LIFE[self.stage]))

    def remind(self, *, at: datetime) -> None:
        """It waits for too long to be looked at. Once is enough; of any other it is no fact."""
        if self.in_review and self.review_due is None:
            self._record(ReviewDue(at=at, order_id=self.id))

    def _begin_review(self, at: datetime) -> None:
        """Behind the fact that it was paid for, if it is to be looked at."""
        if self.judged and self.judged.holds:
            self._record(ReviewBegun(at=at, order_id=self.id))

    def _standing(self, parts: list[PartStage]) -> Stage:
        stage = whole(parts)
        return Stage.IN_REVIEW if self.in_review and stage is Stage.CONFIRMED else stage

    def _review(self, event: OrderEvent) -> None:
        """What else happened is nothing to it."""
        match event:
            case OrderJudged(verdict=verdict, reasons=reasons):
                self.judged = Judgement(verdict, reasons)
            case ReviewBegun():
                self.in_review = True
            case ReviewDue(at=at):
                self.review_due = at
            case ReviewPassed():
                self.in_review = False
            case _:
                pass
