"""Account: somebody who has one here, customer or staff, from the first day to the last."""

from datetime import datetime, timedelta
from typing import Final, assert_never

from store.domain.identity.email import CanonicalEmail
from store.domain.identity.errors import AlreadyEnrolled, NoSuchAccount, NotACustomer, StaffStay
from store.domain.identity.events import (
    AccountDisabled,
    AccountEnabled,
    CustomerRegistered,
    EmailVerified,
    Ended,
    ImpersonationBegun,
    ImpersonationEnded,
    PasswordChanged,
    PasswordResetRequested,
    PlainEvent,
    RegistrationRepeated,
    Renamed,
    Role,
    RoleChanged,
    SessionsEnded,
    StaffDisabled,
    StaffEnrolled,
    StandingEvent,
    VerificationRequested,
)
from store.domain.identity.login_events import CustomerJoined, Linking, Provider
from store.domain.identity.moving import PAUSE
from store.domain.identity.names import from_elsewhere, tidy, tidy_both
from store.domain.identity.owner_events import AccountDeleted, DeletionRequested
from store.domain.identity.owning import SECOND_THOUGHTS, Owned
from store.domain.shared.ids import AccountId
from store.domain.shared.personal import Personal

__all__ = ["PAUSE", "VISIT", "Account"]
VISIT: Final = timedelta(minutes=30)
"""For so long somebody of the staff may look at the shop as a customer."""


class Account(Owned):
    kind = "account"
    random = True

    def __init__(self, id: AccountId) -> None:
        super().__init__(id)
        self.role: Role | None = None
        self.name: Personal[str] | None = None
        self.given_name: Personal[str] | None = None
        self.family_name: Personal[str] | None = None
        self.since: datetime | None = None
        self.disabled = False
        self.mailed: dict[str, datetime] = {}

    @property
    def active(self) -> bool:
        """Whether the account is there and not closed."""
        return self.role is not None and not (self.disabled or self.deleted)

    @property
    def opens_doors(self) -> bool:
        """Whether its password lets somebody in. Before the address is proven it doesn't: see ``docs/adr/0035``."""
        return self.active and self.verified and self.deletion_due is None

    @property
    def works_here(self) -> bool:
        """Whether the back office is open to them."""
        return self.role is not None and self.role.works_here

    @property
    def _leaves_freely(self) -> bool:
        return self.role is Role.CUSTOMER

    def enrol(self, email: CanonicalEmail, name: str, role: Role, *, at: datetime) -> None:
        """Somebody starts to work here, known in person: the address needs no proof."""
        if self.role is not None:
            raise AlreadyEnrolled
        subject = self._subject()
        self._record(StaffEnrolled(
            at=at, account_id=self.id, email=Personal(subject, email), name=Personal(subject, tidy(name)), role=role,
        ))

    def register(
        self, email: CanonicalEmail, given_name: str, family_name: str, *, at: datetime, terms: int | None = None,
        privacy: int | None = None,
    ) -> None:
        """Somebody wants an account; where there is one already, only its owner will hear of it. As long as nobody has
        proven the address, the mail that does so is sent again: there is nothing yet that one could log in to.

        Of an address that the account had before and that is only kept for it, nobody hears anything.
        """
        given_name, family_name = tidy_both(given_name, family_name)
        subject = self._subject()
        if self.role is not None:
            if self.email == Personal(subject, str(email)):
                again = RegistrationRepeated if self.verified else VerificationRequested
                self._ask_for_mail(again(at=at, account_id=self.id))
            return
        self._record(CustomerRegistered(
            at=at, account_id=self.id, email=Personal(subject, email), given_name=Personal(subject, given_name),
            family_name=Personal(subject, family_name), terms=terms, privacy=privacy,
        ))

    def join_by(
        self, email: CanonicalEmail, given_name: str, family_name: str, login: tuple[Provider, str, str], *,
        proven: bool, at: datetime,
    ) -> None:
        """Somebody has an account elsewhere and wants one of it here: there is no password. *login*: whose, who, and
        what they know it by. *proven*: the provider says that the address is theirs.

        Names are cut to what fits, and may be missing in part: it was not they who wrote them.
        """
        subject = self._subject()
        given, family = from_elsewhere(given_name), from_elsewhere(family_name)
        theirs, mine, ours = Personal(subject, str(email)), Personal(subject, given), Personal(subject, family)
        self._record(CustomerJoined(
            at=at, account_id=self.id, email=theirs, given_name=mine, family_name=ours, provider=login[0],
        ) if proven else CustomerRegistered(
            at=at, account_id=self.id, email=theirs, given_name=mine, family_name=ours,
        ))
        self.link_login(*login, Linking.JOINED, at=at)

    def request_verification(self, *, at: datetime) -> None:
        """Have the mail sent once more, if there is still something to prove."""
        if not self.verified:
            self._ask_for_mail(VerificationRequested(at=at, account_id=self.id))

    def verify_email(self, *, at: datetime) -> None:
        """Somebody proved to read the mail of this address. Doing so again is no fact."""
        self._expect_active()
        if not self.verified:
            self._record(EmailVerified(at=at, account_id=self.id))

    def request_password_reset(self, *, at: datetime) -> None:
        """Have a link sent that sets another password."""
        self._ask_for_mail(PasswordResetRequested(at=at, account_id=self.id))

    def change_password(self, *, by_mail: bool, at: datetime) -> None:
        """There is another password; who had to read a mail for it has proven the address as well."""
        self._expect_active()
        if by_mail:
            if not self.verified:
                self._unlink_unproven(at=at)
            self.verify_email(at=at)
        self._record(PasswordChanged(at=at, account_id=self.id, by_mail=by_mail))

    def rename(self, given_name: str, family_name: str, *, at: datetime) -> None:
        """Somebody goes by another name. The one they have is no fact."""
        self._expect_active()
        given_name, family_name = tidy_both(given_name, family_name)
        subject = self._subject()
        wanted = Personal(subject, given_name), Personal(subject, family_name)
        if wanted != (self.given_name, self.family_name):
            self._record(Renamed(at=at, account_id=self.id, given_name=wanted[0], family_name=wanted[1]))

    def end_sessions(self, reason: Ended, *, at: datetime) -> None:
        """Devices are logged out without being asked one by one."""
        self._expect_active()
        self._record(SessionsEnded(at=at, account_id=self.id, reason=reason))

    def change_role(self, role: Role, *, at: datetime) -> None:
        """Be here for something else. Who may say so, and whether somebody stays in charge, is for others to see to."""
        self._expect_active()
        if self.role is not None and role is not self.role:
            self._record(RoleChanged(at=at, account_id=self.id, role=role, before=self.role))

    def disable(self, *, at: datetime) -> None:
        """No door opens any more. Doing so again is no fact."""
        if self.active:
            self._record(AccountDisabled(at=at, account_id=self.id))

    def enable(self, *, at: datetime) -> None:
        """Doors open again, for the role there was. Doing so again is no fact."""
        if self.role is None:
            raise NoSuchAccount
        if self.disabled:
            self._record(AccountEnabled(at=at, account_id=self.id))

    def let_go(self, *, at: datetime) -> datetime:
        """Staff were asked to have the account deleted, closed or not; when it will be gone."""
        if self.role is None or self.deleted:
            raise NoSuchAccount
        if not self._leaves_freely:
            raise StaffStay
        if self.deletion_due is None:
            self._record(DeletionRequested(at=at, account_id=self.id, due=at + SECOND_THOUGHTS))
        return self.deletion_due or at

    def forget(self, *, at: datetime) -> None:
        """What is known of them is erased, on whatever ground. Doing so again is no fact."""
        if not self.deleted:
            self._record(AccountDeleted(at=at, account_id=self.id))

    def visit(self, staff: AccountId, *, at: datetime) -> datetime:
        """Have somebody of the staff look at the shop as this customer; until when."""
        self._expect_active()
        if self.role is None or self.role.works_here:
            raise NotACustomer
        self._record(ImpersonationBegun(at=at, account_id=self.id, staff_id=staff, until=at + VISIT))
        return at + VISIT

    def leave(self, staff: AccountId, *, at: datetime) -> None:
        """They are done with it, whatever became of the account meanwhile."""
        self._record(ImpersonationEnded(at=at, account_id=self.id, staff_id=staff))

    def _ask_for_mail(self, event: RegistrationRepeated | VerificationRequested | PasswordResetRequested) -> None:
        """Anybody may bring this about for anybody: now and then is enough, and never for who is gone."""
        before = self.mailed.get(type(event).__name__)
        if self.active and (before is None or event.at - before >= PAUSE):
            self._record(event)

    def _evolve_rest(self, event: PlainEvent) -> None:
        match event:
            case StaffEnrolled(email=email, name=name, role=role):
                self.email, self.name, self.role, self.since, self.verified = email, name, role, event.at, True
                self.has_password = True
            case CustomerRegistered(email=email, given_name=given, family_name=family):
                self.email, self.given_name, self.family_name = email, given, family
                self.role, self.since, self.has_password = Role.CUSTOMER, event.at, True
                self.mailed[VerificationRequested.__name__] = event.at
            case CustomerJoined(email=email, given_name=given, family_name=family, provider=provider):
                self.email, self.given_name, self.family_name, self.verified = email, given, family, True
                self.role, self.since = Role.CUSTOMER, event.at
                self._turns[self.version + 1] = provider
            case RegistrationRepeated() | VerificationRequested() | PasswordResetRequested():
                self.mailed[type(event).__name__] = event.at
            case EmailVerified():
                self.verified = True
            case Renamed(given_name=given, family_name=family):
                self.given_name, self.family_name = given, family
            case _:
                self._evolve_standing(event)

    def _evolve_standing(self, event: StandingEvent) -> None:
        match event:
            case PasswordChanged():
                self.has_password = True
            case SessionsEnded() | ImpersonationBegun() | ImpersonationEnded():
                pass
            case RoleChanged(role=role):
                self.role = role
            case StaffDisabled() | AccountDisabled():
                self.disabled = True
            case AccountEnabled():
                self.disabled = False
            case _:
                assert_never(event)
