"""People with accounts: they register, read their mail, and come and go.

    ann = shop.person("Ann")
    ann.registers()
    ann.verifies()
    ann.logs_in()
    assert ann.account.verified
"""

import re
from datetime import timedelta
from uuid import UUID

from pyotp import TOTP

from store.application.identity.own_account import OwnAccount
from store.application.identity.ports import OpenSession
from tests.harness.drivers.driver import Driver, Letter, LoggedInAs

GOOD, OTHER = "Kettle&Hearth-9", "a garden behind the mill"


class Person:
    """Somebody who wants an account, or has one. Whatever they read stands in their mail."""

    def __init__(self, driver: Driver, name: str) -> None:
        self._driver = driver
        self.name, self.family = name, "Example"
        self.email = f"{name.lower()}@example.org"
        self.password = GOOD
        self._in: LoggedInAs | None = None
        self._app: TOTP | None = None

    def registers(self, *, email: str | None = None, password: str | None = None) -> None:
        """Ask for an account."""
        self.password = password or self.password
        self._driver.register(email or self.email, self.password, self.name, self.family)

    def verifies(self, link: str | None = None) -> None:
        """Press the button behind the link of the newest mail that has one."""
        self._driver.verify(link or self.link("account_verification"))

    def joins(self) -> "Person":
        """Register, confirm the address, and log in."""
        self.registers()
        self.verifies()
        self.logs_in()
        return self

    def asks_for_another_link(self) -> None:
        """Have the mail that proves the address sent again."""
        self._driver.request_verification(self.email)

    def forgets_the_password(self, *, of: str | None = None) -> None:
        """Ask for a link that sets another one."""
        self._driver.request_reset(of or self.email)

    def resets_the_password(self, new: str = OTHER, link: str | None = None) -> None:
        """Use the link."""
        self._driver.reset(link or self.link("password_reset"), new)
        self.password = new

    def changes_the_password(self, new: str = OTHER, *, current: str | None = None) -> None:
        """Take another one, knowing the one there is."""
        self._driver.change_password(self._who, current or self.password, new)
        self.password = new

    def logs_in(self, *, password: str | None = None) -> LoggedInAs:
        """Come in; the newest of several ways in is the one that is used from here on."""
        self._in = self._driver.log_in(self.email, password or self.password)
        return self._in

    def refreshes(self, with_: str | None = None) -> LoggedInAs:
        """Exchange the refresh token for the next one."""
        self._in = self._driver.refresh(with_ or self._who.refresh)
        return self._in

    def logs_out(self) -> None:
        """End the session in use."""
        self._driver.log_out(self._who)

    def logs_out_everywhere(self) -> None:
        """End all of them."""
        self._driver.log_out_everywhere(self._who)

    def ends(self, session: UUID) -> None:
        """End one of them."""
        self._driver.end_session(self._who, session)

    def goes_by(self, given: str, family: str) -> None:
        """Take another name."""
        self._driver.rename(self._who, given, family)

    def proves(self, password: str | None = None, code: str = "") -> None:
        """Say the password once more, and show a code."""
        self._driver.prove(self._who, password or self.password, code)

    def wants_the_address(self, email: str) -> None:
        """Ask for another one; the mails of both are theirs from here on."""
        self._driver.want_email(self._who, email)

    def confirms_the_address(self, email: str, link: str | None = None) -> None:
        """Open the link in the newest mail to it."""
        self._driver.confirm_email(self._who, link or self.link("email_change", email))
        self.email = email

    def takes_back(self, email: str, link: str | None = None) -> None:
        """Open the link in the notice to a former address, and set another password."""
        self.password = "three owls in a barn"
        self._driver.reset(self._driver.undo_email(link or self.link("email_changed", email)), self.password)
        self.email = email

    def sets_up_a_second_factor(self) -> list[str]:
        """Scan the secret, and show the first code; the codes for the day the phone is lost."""
        self._app = TOTP(self._driver.begin_second_factor(self._who))
        return self._driver.confirm_second_factor(self._who, self.shows(-1))

    def shows(self, later: int = 0) -> str:
        """What the app shows now, or so many half minutes later."""
        assert self._app is not None
        return self._app.at(self._driver.now() + later * timedelta(seconds=30))

    def logs_in_with(self, code: str) -> LoggedInAs:
        """Come in by password and code."""
        self._in = self._driver.log_in_with(self.email, self.password, code)
        return self._in

    def switches_the_second_factor_off(self) -> None:
        """Have the password be enough."""
        self._driver.switch_second_factor_off(self._who)

    def has_other_codes_made(self) -> list[str]:
        """For the day the phone is lost."""
        return self._driver.renew_recovery_codes(self._who)

    def wants_to_go(self) -> None:
        """Have the account deleted."""
        self._driver.delete_account(self._who)

    def stays(self, link: str | None = None) -> None:
        """Open the link in the mail about it."""
        self._driver.keep_account(link or self.link("account_deletion"))

    def uses(self, session: LoggedInAs) -> "Person":
        """Go on with that way in."""
        self._in = session
        return self

    @property
    def account(self) -> OwnAccount:
        """What they see of their own account."""
        return self._driver.own_account(self._who)

    @property
    def sessions(self) -> list[OpenSession]:
        """Where they are logged in."""
        return self._driver.own_sessions(self._who)

    @property
    def mails(self) -> list[Letter]:
        """All that came so far, oldest first."""
        return self._driver.mails_to(self.email)

    @property
    def news(self) -> list[str]:
        """The kinds of those mails."""
        return [mail.kind for mail in self.mails]

    def link(self, kind: str, to: str | None = None) -> str:
        """The secret in the newest mail of a *kind*."""
        newest = [mail for mail in self._driver.mails_to(to or self.email) if mail.kind == kind][-1]
        return re.findall(r"token=([\w-]+)", newest.text)[-1]

    @property
    def _who(self) -> LoggedInAs:
        assert self._in is not None, f"{self.name} is not logged in"
        return self._in
