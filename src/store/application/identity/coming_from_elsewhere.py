"""Handlers of coming in by an account elsewhere: let in, made an account, or asked to prove more."""

from dataclasses import dataclass

from store.application.identity.coming_in import Recognised
from store.application.identity.elsewhere import Errand, Errands, Introduction, LinkedLogins, Sent
from store.application.identity.entering import (
    AdmitBy,
    EnterBy,
    Entered,
    GreetBy,
    RecognisedBy,
    SendAway,
    TakeBack,
    Unproven,
)
from store.application.identity.errors import (
    AddressKnown,
    FromInsideOnly,
    LoginTooOld,
    NotOpen,
    SecondFactorDemanded,
)
from store.application.identity.handlers import known
from store.application.identity.mail_tokens import MailTokens, Purpose
from store.application.identity.messages import HalfOpen, LoggedIn, Secret
from store.application.identity.ports import LONGEST, AccountEmails, Sessions
from store.application.identity.proving import Proofs
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.identity.email import canonical
from store.domain.identity.errors import LinkedElsewhere
from store.domain.identity.login_events import Linking
from store.domain.shared.ids import AccountId


@dataclass(frozen=True)
class ComingFromElsewhere:
    """*staff_need_it*: whoever works here comes in with a second factor."""

    emails: AccountEmails
    logins: LinkedLogins
    errands: Errands
    sessions: Sessions
    tokens: MailTokens
    clock: Clock
    ids: Ids
    staff_need_it: bool

    @handles(SendAway)
    def send_away(self, command: SendAway, work: UnitOfWork) -> Secret:
        del work
        if command.errand is Errand.LINK and command.account_id is not None:
            Proofs(self.sessions, self.clock).expect(command.account_id, command.session_id)
        sent = Sent(command.provider, command.errand, command.wanted, command.account_id, command.session_id)
        return Secret(self.errands.begin(sent, self.clock.now()))

    @handles(TakeBack)
    def take_back(self, command: TakeBack, work: UnitOfWork) -> Sent:
        del work
        sent = self.errands.take(command.secret.value, command.state, self.clock.now())
        if sent is None or sent.provider is not command.provider:
            raise LoginTooOld
        return sent

    @conducts(EnterBy)
    def enter(self, command: EnterBy, conductor: Conductor) -> Entered | Unproven:
        """Nothing here tells whether an address is known, unless the provider vouches that it is theirs who asks."""
        them, now = command.introduction, self.clock.now()
        owner = self.logins.find(them.provider, them.who)
        found = conductor.then(GreetBy(account_id=owner, introduction=them)) if owner else None
        if found is None and not (them.proven and them.email):
            return Unproven(Secret(self.errands.keep(them, now)))
        found = found or conductor.then(AdmitBy(introduction=them))
        if found.who.demanded:
            raise SecondFactorDemanded
        if them.refresh.value:
            self.logins.keep_token(found.who.account, them.provider, them.refresh)
        if found.who.second_factor:
            ticket = self.tokens.issue(
                self.ids.next(), Purpose.SECOND_STEP, found.who.account, found.email, now
            )
            return Entered(HalfOpen(Secret(ticket)), found.email)
        return Entered(self._open(found.who, command.device, proven=them.is_fresh(now)), found.email)

    @handles(GreetBy)
    def greet(self, command: GreetBy, work: UnitOfWork) -> RecognisedBy | None:
        account, them = work.find(Account, command.account_id), command.introduction
        if not account.is_linked(them.provider, them.who):
            return None
        if not account.opens_doors:
            raise NotOpen
        if not account.lets_in_by(them.provider, them.who):
            raise FromInsideOnly(them.provider.name_of_it)
        return self._recognised(account)

    @handles(AdmitBy)
    def admit(self, command: AdmitBy, work: UnitOfWork) -> RecognisedBy:
        """The address first, then the account elsewhere, both by a claim that the database decides; then the facts.

        An account that is there already is linked if it proved the same address and takes no more than a password:
        whoever reads that address could set another one all the same.
        """
        them, now = command.introduction, self.clock.now()
        email = canonical(them.email)
        account = work.find(Account, self.emails.claim(email, AccountId(self.ids.next())))
        if account.version and not self._may_be_linked(account, email):
            raise AddressKnown(them.provider.name_of_it)
        self._claim(them, account, work)
        if account.version:
            account.link_login(them.provider, them.who, them.label, Linking.SAME_ADDRESS, at=now)
        else:
            names = them.given_name or email.partition("@")[0], them.family_name
            account.join_by(email, *names, (them.provider, them.who, them.label), proven=True, at=now)
        work.save(account)
        return self._recognised(account)

    def _may_be_linked(self, account: Account, email: str) -> bool:
        return (
            account.opens_doors and not account.works_here and not account.second_factor
            and known(account.email) == email
        )

    def _claim(self, them: Introduction, account: Account, work: UnitOfWork) -> None:
        claim_login(self.logins, them, account, work, self.clock)

    def _recognised(self, account: Account) -> RecognisedBy:
        if account.role is None:
            raise NotOpen
        demanded = self.staff_need_it and account.works_here and not account.second_factor
        who = Recognised(account.id, account.role, account.second_factor, demanded)
        return RecognisedBy(who, known(account.email) or "")

    def _open(self, who: Recognised, device: str, *, proven: bool) -> LoggedIn:
        """A provider lets whoever sits at a browser that it knows come in, but that proves nothing (ADR 0155)."""
        now = self.clock.now()
        session, token = self.sessions.open(who.account, who.role, device, now, proven=proven)
        return LoggedIn(who.account, Secret(token), now + LONGEST[who.role], session.id, who.role)


def claim_login(
    logins: LinkedLogins, them: Introduction, account: Account, work: UnitOfWork, clock: Clock
) -> None:
    """Claim an account elsewhere for *account*. One whose owner's facts don't know it was claimed for nothing.

    :raises LinkedElsewhere: where it opens another account.
    """
    owner = logins.find(them.provider, them.who)
    stale = None
    if owner is not None and owner != account.id and not work.find(Account, owner).is_linked(them.provider, them.who):
        stale = owner
    if logins.claim(them.provider, them.who, account.id, clock.now(), stale) != account.id:
        raise LinkedElsewhere(them.provider.name_of_it)
