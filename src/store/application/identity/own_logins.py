"""Handlers of one's own ways in: added, removed, listed, and asked for news."""

from dataclasses import dataclass

from store.application.identity.codes import Codes
from store.application.identity.coming_from_elsewhere import claim_login
from store.application.identity.elsewhere import LinkedLogins
from store.application.identity.errors import NotAskedAnew, ProveFirst
from store.application.identity.handlers import known
from store.application.identity.messages import Secret
from store.application.identity.ports import Sessions
from store.application.identity.proving import Proofs
from store.application.identity.second_factor import SecondFactors
from store.application.identity.ways_in import (
    ExpectNoPassword,
    FillProfile,
    ForgetToken,
    LinkBy,
    ListOwnLogins,
    ListTokens,
    OwnLogin,
    OwnLogins,
    ProveBy,
    ProveByCode,
    RecordUnlinking,
    RememberToken,
    UnlinkLogin,
)
from store.application.shared.bus import answers, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.errors import NoSuchLogin
from store.domain.identity.login_events import Linking, Provider
from store.domain.shared.ids import AccountId


@dataclass(frozen=True)
class OwnWaysIn:
    logins: LinkedLogins
    sessions: Sessions
    factors: SecondFactors
    clock: Clock

    @handles(LinkBy)
    def link(self, command: LinkBy, work: UnitOfWork) -> None:
        """The proof was asked for when the browser was sent away, and whoever was in then is in now."""
        account, them = work.get(Account, command.account_id), command.introduction
        account.link_login(them.provider, them.who, them.label, Linking.FROM_INSIDE, at=self.clock.now())
        claim_login(self.logins, them, account, work, self.clock)
        work.save(account)
        if them.refresh.value:
            self.logins.keep_token(account.id, them.provider, them.refresh)

    @handles(ProveBy)
    def prove(self, command: ProveBy, work: UnitOfWork) -> None:
        """Only for who has no password and no second factor, and where the provider asked: one that remembers the
        browser doesn't.
        """
        account, them, now = work.get(Account, command.account_id), command.introduction, self.clock.now()
        if account.has_password or account.second_factor or command.session_id is None:
            raise ProveFirst
        if not account.is_linked(them.provider, them.who):
            raise ProveFirst
        if not them.is_fresh(now):
            raise NotAskedAnew(them.provider.name_of_it)
        self.sessions.prove(account.id, command.session_id, now)

    @conducts(ProveByCode)
    def prove_by_code(self, command: ProveByCode, conductor: Conductor) -> None:
        conductor.first(ExpectNoPassword(account_id=command.account_id))
        Codes(self.factors, self.clock).take(command.account_id, command.code, conductor)
        if command.session_id is not None:
            self.sessions.prove(command.account_id, command.session_id, self.clock.now())

    @handles(ExpectNoPassword)
    def expect_no_password(self, command: ExpectNoPassword, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        if account.has_password or not account.second_factor:
            raise ProveFirst

    @conducts(UnlinkLogin)
    def unlink(self, command: UnlinkLogin, conductor: Conductor) -> None:
        """The fact shuts the door; the row is swept up after it."""
        Proofs(self.sessions, self.clock).expect(command.account_id, command.session_id)
        conductor.first(RecordUnlinking(account_id=command.account_id, provider=command.provider))
        self.logins.drop(command.account_id, command.provider)

    @handles(RecordUnlinking)
    def record(self, command: RecordUnlinking, work: UnitOfWork) -> None:
        account = work.get(Account, command.account_id)
        account.unlink_login(command.provider, at=self.clock.now())
        work.save(account)

    @handles(RememberToken)
    def remember(self, command: RememberToken, work: UnitOfWork) -> Secret:
        del work
        token = self.logins.token(command.account_id, command.provider)
        if token is None:
            raise NoSuchLogin
        return token

    @handles(ListTokens)
    def tokens(self, command: ListTokens, work: UnitOfWork) -> tuple[Provider, ...]:
        del work
        return tuple(one for one in Provider if self.logins.token(command.account_id, one) is not None)

    @handles(FillProfile)
    def fill(self, command: FillProfile, work: UnitOfWork) -> bool:
        """Only from the account elsewhere that opens this one; a name that it leaves out stays as it is."""
        account, them = work.get(Account, command.account_id), command.introduction
        if not account.is_linked(them.provider, them.who):
            raise NoSuchLogin
        if them.refresh.value:
            self.logins.keep_token(account.id, them.provider, them.refresh, before=command.before)
        if not (them.given_name and them.family_name):
            return False
        account.rename(them.given_name, them.family_name, at=self.clock.now())
        work.save(account)
        return True

    @handles(ForgetToken)
    def forget(self, command: ForgetToken, work: UnitOfWork) -> None:
        del work
        self.logins.drop_token(command.account_id, command.provider)


@dataclass(frozen=True)
class OwnLoginAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(ListOwnLogins)
    async def list(self, query: ListOwnLogins) -> OwnLogins:
        return own_logins(await self._account(query.account_id))

    async def _account(self, id: AccountId) -> Account:
        histories = await self.journal.read([id])
        return Account.replay(id, histories.get(id, History()).events)


def own_logins(account: Account) -> OwnLogins:
    """Ways into *account*, for its owner."""
    removable = account.has_password or len(account.logins) > 1
    return OwnLogins([
        OwnLogin(it.provider, it.provider.name_of_it, known(it.label), it.since, removable) for it in account.logins
    ], account.has_password)
