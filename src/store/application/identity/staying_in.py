"""Handlers of being logged in: names, devices, and the tokens of programs."""

from dataclasses import dataclass
from typing import Final

from store.application.identity.codes import Codes
from store.application.identity.coming_in import Recognise
from store.application.identity.errors import CodeNeeded, NoSuchSession, SecondFactorDemanded, TokenSpent
from store.application.identity.handlers import known
from store.application.identity.messages import Secret
from store.application.identity.own_account import (
    EndAllSessions,
    EndSession,
    GetOwnAccount,
    ListOwnSessions,
    OwnAccount,
    RecordSessionsEnded,
    Rename,
)
from store.application.identity.portraits import Portrait, names_of
from store.application.identity.ports import (
    LiveSessions,
    OpenSession,
    Passes,
    Refreshes,
    Reused,
    Session,
    Sessions,
)
from store.application.identity.second_factor import SecondFactors
from store.application.identity.tokens import IssueTokens, RefreshTokens, Tokens
from store.application.shared.bus import answers, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.errors import NoSuchAccount
from store.domain.identity.events import Ended

MEDIA: Final = "/media/"
"""Where the shop shows pictures."""


@dataclass(frozen=True)
class StayingIn:
    sessions: Sessions
    clock: Clock

    @handles(Rename)
    def rename(self, command: Rename, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        account.rename(command.given_name, command.family_name, at=self.clock.now())
        work.save(account)

    @handles(EndSession)
    def end(self, command: EndSession, work: UnitOfWork) -> None:
        del work
        if not self.sessions.end(command.account_id, command.session_id):
            raise NoSuchSession

    @conducts(EndAllSessions)
    def end_all(self, command: EndAllSessions, conductor: Conductor) -> None:
        conductor.first(RecordSessionsEnded(account_id=command.account_id, reason=Ended.ASKED))
        self.sessions.close_all(command.account_id)

    @handles(RecordSessionsEnded)
    def record_end(self, command: RecordSessionsEnded, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        account.end_sessions(command.reason, at=self.clock.now())
        work.save(account)


@dataclass(frozen=True)
class TokensForPrograms:
    sessions: Sessions
    refreshes: Refreshes
    passes: Passes
    factors: SecondFactors
    clock: Clock

    @conducts(IssueTokens)
    def issue(self, command: IssueTokens, conductor: Conductor) -> Tokens:
        """The same steps whoever is named, as at the door for people. A code comes along, or is asked for."""
        who = conductor.first(Recognise(email=command.email, password=command.password))
        if who.demanded:
            raise SecondFactorDemanded
        if who.second_factor:
            if not command.code.value:
                raise CodeNeeded
            Codes(self.factors, self.clock).take(who.account, command.code, conductor)
        session, _ = self.sessions.open(who.account, who.role, command.device, self.clock.now())
        return self._tokens(session, self.refreshes.begin(session.id))

    @conducts(RefreshTokens)
    def refresh(self, command: RefreshTokens, conductor: Conductor) -> Tokens:
        """One that was exchanged before is in two hands, and nobody knows whose are the wrong ones: both lose it."""
        match self.refreshes.exchange(command.refresh_token.value, self.clock.now()):
            case (session, successor):
                return self._tokens(session, successor)
            case Reused(session=session):
                conductor.then(RecordSessionsEnded(account_id=session.account, reason=Ended.TOKEN_REUSED))
                raise TokenSpent
            case None:
                raise TokenSpent

    def _tokens(self, session: Session, refresh_token: str) -> Tokens:
        access = self.passes.sign(session, self.clock.now())
        return Tokens(Secret(access), Secret(refresh_token), int(self.passes.life.total_seconds()))


@dataclass(frozen=True)
class OwnAccountAnswers:
    """Answers from the facts themselves and from the table of sessions: never behind."""

    journal: AsyncJournal
    sessions: LiveSessions
    clock: Clock
    reads = ()

    @answers(GetOwnAccount)
    async def own(self, query: GetOwnAccount) -> OwnAccount:
        histories = await self.journal.read([query.account_id])
        it = Account.replay(query.account_id, histories.get(query.account_id, History()).events)
        if it.role is None or it.since is None:
            raise NoSuchAccount
        given = known(it.given_name) if it.given_name else known(it.name)
        return OwnAccount(
            it.id, known(it.email), given, known(it.family_name), it.verified, it.role, it.since,
            second_factor=it.second_factor, picture=_shown(known(it.portrait)),
            password=it.has_password,
        )

    @answers(ListOwnSessions)
    async def list(self, query: ListOwnSessions) -> list[OpenSession]:
        return await self.sessions.of_account(query.account_id, self.clock.now())


def _shown(picture: str | None) -> Portrait | None:
    return Portrait(*(f"{MEDIA}{name}" for name in names_of(picture))) if picture else None
