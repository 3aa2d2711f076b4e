"""Handlers of joining by an account elsewhere whose provider vouches for no address."""

from dataclasses import dataclass

from store.application.identity.coming_from_elsewhere import claim_login
from store.application.identity.elsewhere import Errands, Introduction, LinkedLogins
from store.application.identity.entering import ClaimBy, Introduced, JoinBy
from store.application.identity.errors import LoginTooOld
from store.application.identity.mail_tokens import MailTokens
from store.application.identity.own_account import Asked, Registered
from store.application.identity.ports import AccountEmails
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.email import canonical
from store.domain.identity.names import tidy_both
from store.domain.shared.ids import AccountId


@dataclass(frozen=True)
class JoiningFromElsewhere:
    emails: AccountEmails
    logins: LinkedLogins
    errands: Errands
    tokens: MailTokens
    clock: Clock
    ids: Ids

    @handles(Introduced)
    def introduced(self, command: Introduced, work: UnitOfWork) -> Introduction:
        del work
        found = self.errands.look(command.ticket.value, self.clock.now())
        if found is None:
            raise LoginTooOld
        return found

    @conducts(JoinBy)
    def join(self, command: JoinBy, conductor: Conductor) -> Asked:
        """As with registering: the same whether the address is known or not, and its owner alone hears which."""
        email = canonical(command.email)
        names = tidy_both(command.given_name, command.family_name)
        them = self.errands.recall(command.ticket.value, self.clock.now())
        if them is None:
            raise LoginTooOld
        asked = conductor.then(ClaimBy(introduction=them, email=email, given_name=names[0], family_name=names[1]))
        return Asked(self.tokens.mark(asked.account_id if asked.fresh else self.ids.next()))

    @handles(ClaimBy)
    def claim(self, command: ClaimBy, work: UnitOfWork) -> Registered:
        """A new account waits for its address to be proven. Where there is one, nothing is linked."""
        them, now, email = command.introduction, self.clock.now(), canonical(command.email)
        account = work.find(Account, self.emails.claim(email, AccountId(self.ids.next())))
        fresh = not account.version
        if fresh:
            claim_login(self.logins, them, account, work, self.clock)
            login = (them.provider, them.who, them.label)
            account.join_by(email, command.given_name, command.family_name, login, proven=False, at=now)
        else:
            account.register(email, command.given_name, command.family_name, at=now)
        work.save(account)
        return Registered(account.id, fresh)
