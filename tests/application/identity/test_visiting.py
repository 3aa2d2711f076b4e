"""Staff look at the shop as a customer: a session that hangs on their own, and a fact that the customer finds."""

from uuid import uuid4

import pytest

from store.application.identity.messages import LogIn, Secret
from store.application.identity.users import BeginVisit, EndUserSessions, EndVisit, ListUserSessions
from store.domain.identity.account import VISIT
from store.domain.identity.errors import NotACustomer, NotYourself
from store.domain.identity.events import Role
from tests.application.identity.test_doors import NOON
from tests.application.identity.test_looking_after_users import House


@pytest.fixture
def house():
    return House()


class Guest(House):
    """Ann looks at the shop as Cleo."""

    def __init__(self):
        super().__init__()
        self.desk = self.do(LogIn(email="ann@example.org", password=Secret("correct horse battery")))
        self.visit = self.do(BeginVisit(account_id=self.cleo, by=self.ann, session_id=self.desk.session_id))


@pytest.mark.requirement("R8.3")
def test_a_visit_is_a_fact_lasts_half_an_hour_and_hangs_on_the_session_of_the_staff():
    house = Guest()
    inside = house.inside(house.visit.token)
    assert (inside.account, inside.acting, inside.acting_role) == (house.cleo, house.ann, Role.ADMIN)
    assert house.visit.until == NOON + VISIT
    house.clock.set(NOON + VISIT)
    assert house.inside(house.desk.token)
    assert house.inside(house.visit.token) is None
    other = Guest()
    other.do(EndUserSessions(account_id=other.ann, by=other.sue))
    assert other.inside(other.visit.token) is None
    assert other.ask(ListUserSessions(account_id=other.cleo)) == []


@pytest.mark.requirement("R8.3")
def test_a_visit_is_ended_once_by_whoever_began_it():
    house = Guest()
    [shown] = house.ask(ListUserSessions(account_id=house.cleo))
    assert shown.device == "The shop's staff"
    for _ in range(2):
        house.do(EndVisit(account_id=house.cleo, by=house.ann, session_id=shown.id))
    assert house.inside(house.visit.token) is None
    assert house.facts()[-2:] == ["identity/impersonation-begun-1", "identity/impersonation-ended-1"]


@pytest.mark.requirement("R8.3")
def test_nobody_looks_at_the_shop_as_one_of_the_staff(house):
    session = uuid4()
    with pytest.raises(NotACustomer):
        house.do(BeginVisit(account_id=house.ann, by=house.sue, session_id=session))
    with pytest.raises(NotYourself):
        house.do(BeginVisit(account_id=house.cleo, by=house.cleo, session_id=session))
