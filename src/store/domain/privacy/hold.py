"""Legal hold: what is known of somebody stays, whoever wants it erased, until it is lifted."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from store.domain.privacy.errors import HoldStands, NoHold
from store.domain.privacy.events import About, HoldEvent, LegalHoldLifted, LegalHoldPlaced
from store.domain.privacy.reasons import tidy
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import HoldId, SubjectId
from store.domain.shared.personal import Personal


class LegalHold(Aggregate[HoldEvent]):
    kind = "legal_hold"
    id: HoldId

    def __init__(self, id: HoldId) -> None:
        super().__init__(id)
        self.reason: Personal[str] | None = None
        self.since: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether nothing may be erased."""
        return self.since is not None

    def place(self, about: About, about_id: UUID, subject: SubjectId, reason: str, *, at: datetime) -> None:
        """Have everything kept. The reason is the person's, and sealed with their key."""
        if self.stands:
            raise HoldStands
        self._record(LegalHoldPlaced(
            at=at, hold_id=self.id, about=about, about_id=about_id, reason=Personal(subject, tidy(reason)),
        ))

    def lift(self, reason: str, *, at: datetime) -> None:
        """It need not be kept any more."""
        if self.reason is None:
            raise NoHold
        self._record(LegalHoldLifted(
            at=at, hold_id=self.id, reason=Personal(self.reason.subject, tidy(reason)),
        ))

    def _evolve(self, event: HoldEvent) -> None:
        match event:
            case LegalHoldPlaced():
                self.reason, self.since = event.reason, event.at
            case LegalHoldLifted():
                self.reason, self.since = None, None
            case _:
                assert_never(event)
