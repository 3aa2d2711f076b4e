"""Who has more than a customer's role, and that a shop is never without somebody in charge."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from store.domain.identity.errors import LastSuperAdmin
from store.domain.identity.events import Role
from store.domain.identity.roster import Roster
from store.domain.identity.roster_events import PlaceLeft, PlaceTaken
from store.domain.shared.ids import AccountId, roster
from tests.harness.scenario import given

pytestmark = [pytest.mark.story("US-1.4", "the last super admin stays"), pytest.mark.requirement("R1.5")]

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ANN, BEN = AccountId(UUID(int=1)), AccountId(UUID(int=2))


def takes(account, role=Role.SUPER_ADMIN):
    return PlaceTaken(at=NOON, account_id=account, role=role)


LEFT = PlaceLeft(at=NOON, account_id=ANN)


def here(*past):
    return given(Roster, roster(), *past)


@pytest.mark.parametrize("role", [Role.VENDOR, Role.ADMIN, Role.SUPER_ADMIN])
def test_a_place_is_taken_once(role):
    here().when(Roster.place, ANN, role, at=NOON).then(takes(ANN, role))
    here(takes(ANN, role)).when(Roster.place, ANN, role, at=NOON).then_nothing()


def test_a_customer_has_no_place():
    here().when(Roster.place, ANN, Role.CUSTOMER, at=NOON).then_nothing()
    here(takes(ANN, Role.ADMIN)).when(Roster.place, ANN, Role.CUSTOMER, at=NOON).then(LEFT)
    here().when(Roster.leave, ANN, at=NOON).then_nothing()


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.VENDOR, Role.ADMIN])
def test_the_last_super_admin_stays_one(role):
    here(takes(ANN), takes(BEN, Role.ADMIN)).when(Roster.place, ANN, role, at=NOON).then_raises(LastSuperAdmin)
    here(takes(ANN)).when(Roster.leave, ANN, at=NOON).then_raises(LastSuperAdmin)


def test_of_two_super_admins_one_may_go():
    here(takes(ANN), takes(BEN)).when(Roster.leave, ANN, at=NOON).then(LEFT)
    here(takes(ANN), takes(BEN)).when(Roster.place, ANN, Role.ADMIN, at=NOON).then(takes(ANN, Role.ADMIN))
    here(takes(ANN), takes(BEN), LEFT).when(Roster.leave, BEN, at=NOON).then_raises(LastSuperAdmin)
