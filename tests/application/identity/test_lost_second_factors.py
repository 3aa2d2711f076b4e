"""A customer lost the phone and the recovery codes: who may help, when, and who hears of it."""

from datetime import timedelta

import pytest
from pyotp import TOTP

from store.application.identity.lost_factors import AskForRelease, ReleaseSecondFactor
from store.application.identity.messages import HalfOpen, LogIn, Secret
from store.application.identity.own_account import ConfirmEmail
from store.application.identity.second_factor import BeginSecondFactor, ConfirmSecondFactor, ShowSecondFactor
from store.application.identity.users import ChangeRole, GetUser
from store.application.shared.errors import VersionMoved
from store.domain.identity.errors import MoreThanYouHold, NotACustomer, NotYourself, ReleaseNotDue
from store.domain.identity.events import Role
from store.domain.identity.guarding import TIME_TO_SAY_NO
from tests.application.identity.test_looking_after_users import STRONG, House

pytestmark = [pytest.mark.story("US-1.2", "a second factor guards the login"), pytest.mark.requirement("R10.4")]


class Guarded(House):
    """Cleo has a second factor."""

    def __init__(self):
        super().__init__()
        [joining] = [it for it in self.shop.accounts() if type(it).__name__ == "Joining"]
        self.do(ConfirmEmail(account_id=self.cleo, address=joining.tokens.digest("cleo@example.org")))
        login = self.do(LogIn(email="cleo@example.org", password=STRONG))
        its = {"account_id": self.cleo, "session_id": login.session_id}
        self.do(BeginSecondFactor(**its))
        secret = self.do(ShowSecondFactor(**its)).secret.value
        self.do(ConfirmSecondFactor(code=Secret(TOTP(secret).at(self.clock.now())), **its))
        self.login = login

    def asks(self, by=None, **more):
        return self.do(AskForRelease(account_id=self.cleo, by=by or self.ann, **more))

    def releases(self, by=None, **more):
        return self.do(ReleaseSecondFactor(account_id=self.cleo, by=by or self.ann, **more))

    def comes_in(self):
        return self.do(LogIn(email="cleo@example.org", password=STRONG))


@pytest.fixture
def house():
    return Guarded()


def test_a_day_after_the_customer_was_told_the_password_is_enough(house):
    assert isinstance(house.comes_in(), HalfOpen)
    house.asks()
    view = house.ask(GetUser(account_id=house.cleo))
    assert (view.second_factor, view.release_due) == (True, house.clock.now() + TIME_TO_SAY_NO)
    with pytest.raises(ReleaseNotDue):
        house.releases()
    assert isinstance(house.comes_in(), HalfOpen)
    house.clock.set(house.clock.now() + TIME_TO_SAY_NO)
    house.releases()
    assert house.facts()[-2:] == ["identity/second-factor-release-asked-1", "identity/second-factor-off-1"]
    assert house.inside(house.login.token) is None, "who holds the phone may be in"
    assert house.inside(house.comes_in().token)
    view = house.ask(GetUser(account_id=house.cleo))
    assert (view.second_factor, view.release_due) == (False, None)


def test_nobody_may_who_holds_less_and_nobody_for_themselves_or_for_staff(house):
    ben = house.customer("ben@example.org")
    with pytest.raises(MoreThanYouHold):
        house.asks(by=ben)
    with pytest.raises(NotYourself):
        house.do(AskForRelease(account_id=house.ann, by=house.ann))
    with pytest.raises(NotACustomer):
        house.do(AskForRelease(account_id=house.ann, by=house.sue))
    house.asks()
    house.clock.set(house.clock.now() + TIME_TO_SAY_NO + timedelta(days=1))
    house.do(ChangeRole(account_id=house.ann, role=Role.CUSTOMER, by=house.sue))
    with pytest.raises(MoreThanYouHold):
        house.releases()
    house.releases(by=house.sue)


def test_it_is_about_what_somebody_looked_at(house):
    with pytest.raises(VersionMoved):
        house.asks(version=1)
