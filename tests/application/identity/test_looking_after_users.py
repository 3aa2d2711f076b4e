"""Who may change whose authority, and what becomes of whoever is changed."""

import asyncio
from uuid import UUID, uuid4

import pytest

from store.application.identity.errors import NoSuchSession
from store.application.identity.messages import DisableStaff, LogIn, Secret
from store.application.identity.own_account import Register
from store.application.identity.roles import GRANTS
from store.application.identity.users import (
    BeginVisit,
    ChangeRole,
    DisableAccount,
    EnableAccount,
    EndUserSession,
    EndUserSessions,
    GetUser,
    GiveRole,
    ListUserSessions,
    RenameUser,
    SendResetLink,
)
from store.application.shared.authority import OutOfReach, Reach, Scope
from store.application.shared.errors import VersionMoved
from store.domain.identity.account import PAUSE
from store.domain.identity.errors import LastSuperAdmin, MoreThanYouHold, NoSuchAccount, NotYourself
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from tests.application.identity.test_doors import NOON, Doors

pytestmark = pytest.mark.requirement("R1.5")
changes = pytest.mark.story("US-1.4", "admins change roles")
last = pytest.mark.story("US-1.4", "the last super admin stays")
opens = pytest.mark.story("US-8.2", "disable and enable accounts")
STRONG = Secret("Kettle&Hearth-9")


class House(Doors):
    """A shop with Sue, a super admin, Ann, an admin, and Cleo, a customer."""

    def __init__(self):
        super().__init__()
        self.sue = self.enrol("sue@example.org", name="Sue")
        self.ann = self.enrol("ann@example.org", name="Ann")
        self.cleo = self.customer("cleo@example.org")

    def customer(self, email):
        self.do(Register(email=email, password=STRONG, given_name="Cleo", family_name="Example"))
        return self.shop.emails().find(email)

    def gives(self, by, account, role, **more):
        return self.do(ChangeRole(account_id=account, role=role, by=by, **more))

    def role(self, account):
        return self.ask(GetUser(account_id=account)).role

    def ask(self, query):
        return asyncio.run(self.shop.bus().ask(query))

    def opens(self, email, password):
        return self.do(LogIn(email=email, password=password)).token


@pytest.fixture
def house():
    return House()


@last
def test_the_first_one_enrolled_is_a_super_admin_and_the_next_what_was_said(house):
    assert [house.role(id) for id in (house.sue, house.ann, house.cleo)] == [
        Role.SUPER_ADMIN, Role.ADMIN, Role.CUSTOMER,
    ]


@changes
@pytest.mark.parametrize("role", Role)
def test_a_super_admin_gives_and_takes_every_role(house, role):
    house.gives(house.sue, house.cleo, role)
    assert house.role(house.cleo) is role
    house.gives(house.sue, house.cleo, Role.CUSTOMER)
    assert house.role(house.cleo) is Role.CUSTOMER


@changes
def test_nobody_gives_more_than_they_hold(house):
    house.gives(house.ann, house.cleo, Role.ADMIN)
    house.gives(house.ann, house.cleo, Role.VENDOR)
    for wish in (
        (house.ann, house.cleo, Role.SUPER_ADMIN), (house.ann, house.sue, Role.CUSTOMER),
        (house.ann, house.ann, Role.SUPER_ADMIN), (house.cleo, house.cleo, Role.ADMIN),
        (house.cleo, house.ann, Role.CUSTOMER),
    ):
        with pytest.raises(MoreThanYouHold):
            house.gives(*wish)
    assert house.role(house.cleo) is Role.VENDOR


def test_whoever_is_disabled_or_nobody_gives_nothing(house):
    house.do(DisableAccount(account_id=house.ann, by=house.sue))
    for nobody in (house.ann, AccountId(UUID(int=4711))):
        with pytest.raises(MoreThanYouHold):
            house.gives(nobody, house.cleo, Role.VENDOR)
    with pytest.raises(NoSuchAccount):
        house.gives(house.sue, AccountId(UUID(int=4711)), Role.VENDOR)


@changes
def test_a_role_may_be_laid_down_and_not_taken_up_again(house):
    house.gives(house.ann, house.ann, Role.CUSTOMER)
    with pytest.raises(MoreThanYouHold):
        house.gives(house.ann, house.ann, Role.ADMIN)


@last
def test_the_last_super_admin_is_neither_demoted_nor_disabled(house):
    with pytest.raises(LastSuperAdmin):
        house.gives(house.sue, house.sue, Role.ADMIN)
    with pytest.raises(LastSuperAdmin):
        house.do(DisableAccount(account_id=house.sue, by=None))
    with pytest.raises(LastSuperAdmin):
        house.do(DisableStaff(email="sue@example.org"))
    house.gives(house.sue, house.ann, Role.SUPER_ADMIN)
    house.gives(house.sue, house.sue, Role.ADMIN)
    with pytest.raises(LastSuperAdmin):
        house.do(GiveRole(email="ann@example.org", role=Role.CUSTOMER))


@last
def test_a_disabled_super_admin_counts_for_nothing_until_enabled(house):
    house.gives(house.sue, house.ann, Role.SUPER_ADMIN)
    house.do(DisableAccount(account_id=house.ann, by=house.sue))
    with pytest.raises(LastSuperAdmin):
        house.gives(house.sue, house.sue, Role.ADMIN)
    house.do(EnableAccount(account_id=house.ann, by=house.sue))
    house.gives(house.sue, house.sue, Role.ADMIN)
    assert house.role(house.ann) is Role.SUPER_ADMIN


@changes
def test_a_change_of_what_moved_meanwhile_is_refused(house):
    seen = house.ask(GetUser(account_id=house.cleo)).version
    house.gives(house.sue, house.cleo, Role.VENDOR, version=seen)
    with pytest.raises(VersionMoved):
        house.gives(house.sue, house.cleo, Role.ADMIN, version=seen)


@changes
def test_a_role_is_another_one_in_sessions_that_live_on(house):
    token = house.do(LogIn(email="ann@example.org", password=Secret("correct horse battery"))).token
    house.gives(house.sue, house.ann, Role.CUSTOMER)
    assert house.inside(token).role is Role.CUSTOMER


@opens
def test_who_is_disabled_is_out_and_who_is_enabled_may_come_in_again(house):
    token = house.opens("ann@example.org", Secret("correct horse battery"))
    house.do(DisableAccount(account_id=house.ann, by=house.sue))
    assert house.inside(token) is None
    assert house.ask(GetUser(account_id=house.ann)).state == "disabled"
    house.do(EnableAccount(account_id=house.ann, by=house.sue))
    assert house.opens("ann@example.org", Secret("correct horse battery"))
    assert house.role(house.ann) is Role.ADMIN


def test_who_has_no_right_to_it_does_nothing_to_others_though_they_hold_as_much(house):
    dora = house.customer("dora@example.org")
    for act in (DisableAccount, EnableAccount, SendResetLink, EndUserSessions):
        with pytest.raises(MoreThanYouHold):
            house.do(act(account_id=dora, by=house.cleo))
    with pytest.raises(MoreThanYouHold):
        house.do(RenameUser(account_id=dora, given_name="D", family_name="X", by=house.cleo))
    with pytest.raises(MoreThanYouHold):
        house.do(BeginVisit(account_id=dora, by=house.cleo, session_id=uuid4()))


@opens
@pytest.mark.requirement("R8.3")
def test_nobody_disables_themselves_or_who_holds_more(house):
    with pytest.raises(NotYourself):
        house.do(DisableAccount(account_id=house.ann, by=house.ann))
    for act in (DisableAccount, EnableAccount, SendResetLink, EndUserSessions):
        with pytest.raises(MoreThanYouHold):
            house.do(act(account_id=house.sue, by=house.ann))
    with pytest.raises(MoreThanYouHold):
        house.do(RenameUser(account_id=house.sue, given_name="S", family_name="X", by=house.ann))


@pytest.mark.story("US-8.2", "reset passwords")
@pytest.mark.requirement("R8.3")
def test_a_link_is_sent_and_no_password_is_shown(house):
    assert house.do(SendResetLink(account_id=house.cleo, by=house.ann)).sent
    assert not house.do(SendResetLink(account_id=house.cleo, by=house.ann)).sent, "one has just gone out"
    house.clock.set(NOON + PAUSE)
    assert house.do(SendResetLink(account_id=house.cleo, by=house.ann)).sent
    assert house.facts()[-2:] == ["identity/password-reset-requested-1"] * 2
    house.do(DisableAccount(account_id=house.cleo, by=house.ann))
    with pytest.raises(NoSuchAccount):
        house.do(SendResetLink(account_id=house.cleo, by=house.ann))


@pytest.mark.story("US-8.2", "edit users")
def test_somebody_goes_by_another_name(house):
    house.do(RenameUser(account_id=house.cleo, given_name=" Cleo ", family_name="Field", by=house.ann))
    seen = house.ask(GetUser(account_id=house.cleo))
    assert (seen.name, seen.email, seen.state) == ("Cleo Field", "cleo@example.org", "unverified")


@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_devices_are_logged_out_by_staff_and_by_their_owner_alone(house):
    password = Secret("correct horse battery")
    one, two = (house.do(LogIn(email="ann@example.org", password=password)) for _ in range(2))
    own = Scope(Reach.ACCOUNT, house.ann)
    assert len(house.ask(ListUserSessions(account_id=house.ann, scope=own))) == 2
    foreign = Scope(Reach.ACCOUNT, house.cleo)
    for query in (ListUserSessions(account_id=house.ann, scope=foreign), GetUser(account_id=house.ann, scope=foreign)):
        with pytest.raises(OutOfReach):
            house.ask(query)
    end = EndUserSession(account_id=house.ann, session_id=one.session_id, by=house.cleo, scope=foreign)
    with pytest.raises(OutOfReach):
        house.do(end)
    house.do(EndUserSession(account_id=house.ann, session_id=one.session_id, by=house.ann, scope=own))
    with pytest.raises(NoSuchSession):
        house.do(EndUserSession(account_id=house.ann, session_id=one.session_id, by=house.sue))
    assert house.inside(two.token)
    house.do(EndUserSessions(account_id=house.ann, by=house.sue))
    assert house.inside(two.token) is None


def test_the_operator_gives_roles_by_address(house):
    house.do(GiveRole(email="CLEO@example.org", role=Role.SUPER_ADMIN))
    assert house.role(house.cleo) is Role.SUPER_ADMIN
    with pytest.raises(NoSuchAccount):
        house.do(GiveRole(email="nobody@example.org", role=Role.ADMIN))


@pytest.mark.story("US-1.4", "each role has its permissions")
def test_each_role_holds_what_the_one_below_it_does():
    customer, vendor, admin, chief = (GRANTS[role] for role in Role)
    assert vendor.holds(customer)
    assert admin.holds(vendor)
    assert chief.holds(admin)
    for less, more in ((customer, vendor), (vendor, admin), (admin, chief)):
        assert not less.holds(more)
    assert not vendor.holds(admin)


@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_a_scope_covers_everything_or_ones_own():
    ann, ben = uuid4(), uuid4()
    assert Scope(Reach.ALL).covers()
    assert Scope(Reach.ACCOUNT, ann).covers(account=ann)
    assert Scope(Reach.VENDOR, ann).covers(vendor=ann)
    for scope in (Scope(Reach.ACCOUNT, ann), Scope(Reach.VENDOR, ann), Scope(Reach.ACCOUNT), Scope(Reach.VENDOR)):
        assert not scope.covers(account=ben, vendor=ben)
        assert not scope.covers()
    assert not Scope(Reach.ACCOUNT, ann).covers(vendor=ann)
