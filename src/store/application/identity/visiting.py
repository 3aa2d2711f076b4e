"""Handlers of looking at the shop as a customer."""

from dataclasses import dataclass
from datetime import datetime

from store.application.identity.looking_after_users import looked_at
from store.application.identity.messages import Secret
from store.application.identity.ports import Session, Sessions
from store.application.identity.users import BeginVisit, EndVisit, RecordVisit, RecordVisitEnded, Visit
from store.application.shared.authority import Permission
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.errors import NotYourself
from store.domain.identity.events import Role


@dataclass(frozen=True)
class Visiting:
    sessions: Sessions
    clock: Clock

    @conducts(BeginVisit)
    def begin(self, command: BeginVisit, conductor: Conductor) -> Visit:
        """The fact first: nobody looks at the shop as a customer who can't find out."""
        until = conductor.first(RecordVisit(account_id=command.account_id, by=command.by))
        staff = Session(command.by, Role.ADMIN, command.session_id)
        _, token = self.sessions.open_visit(command.account_id, staff, until, self.clock.now())
        return Visit(Secret(token), until)

    @handles(RecordVisit)
    def record(self, command: RecordVisit, work: UnitOfWork) -> datetime:
        if command.by == command.account_id:
            raise NotYourself
        account, _ = looked_at(command.account_id, command.by, work, Permission.IMPERSONATE)
        until = account.visit(command.by, at=self.clock.now())
        work.save(account)
        return until

    @conducts(EndVisit)
    def end(self, command: EndVisit, conductor: Conductor) -> None:
        """The session first, then the fact: whoever comes twice ended it once."""
        if self.sessions.end(command.account_id, command.session_id):
            conductor.first(RecordVisitEnded(account_id=command.account_id, by=command.by))

    @handles(RecordVisitEnded)
    def record_end(self, command: RecordVisitEnded, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        account.leave(command.by, at=self.clock.now())
        work.save(account)
