"""StaffAccount: somebody who works here, from the first day to the last."""

from datetime import datetime
from typing import assert_never

from store.domain.identity.email import CanonicalEmail
from store.domain.identity.errors import AlreadyEnrolled, NameMissing
from store.domain.identity.events import Role, StaffDisabled, StaffEnrolled, StaffEvent
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import StaffId, SubjectId, follow_up
from store.domain.shared.personal import Personal


class StaffAccount(Aggregate[StaffEvent]):
    kind = "staff"
    id: StaffId

    def __init__(self, id: StaffId) -> None:
        super().__init__(id)
        self.role: Role | None = None
        self.email: Personal[str] | None = None
        self.name: Personal[str] | None = None
        self.disabled = False

    @property
    def active(self) -> bool:
        """Whether doors open for this account."""
        return self.role is not None and not self.disabled

    def enrol(self, email: CanonicalEmail, name: str, role: Role, *, at: datetime) -> None:
        """Somebody starts to work here."""
        if self.role is not None:
            raise AlreadyEnrolled
        name = " ".join(name.split())
        if not name:
            raise NameMissing
        subject = SubjectId(follow_up(self.id, "subject"))
        self._record(StaffEnrolled(
            at=at, account_id=self.id, email=Personal(subject, email), name=Personal(subject, name), role=role,
        ))

    def disable(self, *, at: datetime) -> None:
        """Somebody stops working here. Doing so again is no fact."""
        if self.active:
            self._record(StaffDisabled(at=at, account_id=self.id))

    def _evolve(self, event: StaffEvent) -> None:
        match event:
            case StaffEnrolled(email=email, name=name, role=role):
                self.email, self.name, self.role = email, name, role
            case StaffDisabled():
                self.disabled = True
            case _:
                assert_never(event)
