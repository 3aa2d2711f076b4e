"""What somebody is here for, and whether doors open for them: both change, and both are facts."""

from uuid import UUID

import pytest

from store.domain.identity.account import VISIT, Account
from store.domain.identity.errors import NoSuchAccount, NotACustomer
from store.domain.identity.events import (
    AccountDisabled,
    AccountEnabled,
    ImpersonationBegun,
    ImpersonationEnded,
    Role,
    RoleChanged,
    StaffDisabled,
    StaffEnrolled,
)
from store.domain.identity.history import staff_had_kinds
from store.domain.shared.ids import AccountId
from tests.domain.identity.test_account import ENROLLED, ID, NOON, REGISTERED, VERIFIED, account

DISABLED = AccountDisabled(at=NOON, account_id=ID)
ENABLED = AccountEnabled(at=NOON, account_id=ID)
BEN = AccountId(UUID(int=2))


def changed(role, before):
    return RoleChanged(at=NOON, account_id=ID, role=role, before=before)


@pytest.mark.story("US-1.4", "customer, vendor, admin and super admin")
def test_there_are_four_roles_and_the_one_of_older_facts_is_an_admins():
    assert [role.value for role in Role] == ["customer", "vendor", "admin", "super_admin"]
    assert Role("staff") is Role.ADMIN
    with pytest.raises(ValueError, match="boss"):
        Role("boss")


@pytest.mark.story("US-1.4", "admins change roles")
def test_a_role_changes_from_one_to_another():
    account(REGISTERED).when(Account.change_role, Role.VENDOR, at=NOON).then(changed(Role.VENDOR, Role.CUSTOMER))
    account(REGISTERED).when(Account.change_role, Role.CUSTOMER, at=NOON).then_nothing()
    past = (ENROLLED, changed(Role.CUSTOMER, Role.ADMIN))
    account(*past).when(Account.change_role, Role.ADMIN, at=NOON).then(changed(Role.ADMIN, Role.CUSTOMER))
    for gone in ((), (REGISTERED, DISABLED)):
        account(*gone).when(Account.change_role, Role.ADMIN, at=NOON).then_raises(NoSuchAccount)


@pytest.mark.story("US-8.2", "disable and enable accounts")
@pytest.mark.parametrize("past", [(REGISTERED, VERIFIED), (ENROLLED,)])
def test_an_account_is_disabled_and_enabled(past):
    account(*past).when(Account.disable, at=NOON).then(DISABLED)
    account(*past, DISABLED).when(Account.disable, at=NOON).then_nothing()
    account(*past, DISABLED).when(Account.enable, at=NOON).then(ENABLED)
    account(*past).when(Account.enable, at=NOON).then_nothing()
    assert Account.replay(ID, (*past, DISABLED, ENABLED)).opens_doors
    assert not Account.replay(ID, (*past, DISABLED)).opens_doors
    account().when(Account.enable, at=NOON).then_raises(NoSuchAccount)


def test_whoever_was_disabled_by_an_older_fact_can_be_enabled():
    old = StaffDisabled(at=NOON, account_id=ID)
    account(ENROLLED, old).when(Account.enable, at=NOON).then(ENABLED)


@pytest.mark.requirement("R8.3")
def test_staff_look_at_the_shop_as_a_customer_and_never_as_staff():
    begun = ImpersonationBegun(at=NOON, account_id=ID, staff_id=BEN, until=NOON + VISIT)
    account(REGISTERED).when(Account.visit, BEN, at=NOON).then(begun)
    account(REGISTERED, begun).when(Account.leave, BEN, at=NOON).then(
        ImpersonationEnded(at=NOON, account_id=ID, staff_id=BEN)
    )
    account(ENROLLED).when(Account.visit, BEN, at=NOON).then_raises(NotACustomer)
    for gone in ((), (REGISTERED, DISABLED)):
        account(*gone).when(Account.visit, BEN, at=NOON).then_raises(NoSuchAccount)


@pytest.mark.story("US-1.4", "customer, vendor, admin and super admin")
@pytest.mark.parametrize(("said", "is_now"), [("staff", "admin"), ("customer", "customer")])
def test_facts_of_older_versions_are_read_as_they_would_be_written_today(said, is_now):
    old = {"type": "identity/staff-enrolled-1", "role": said, "name": {"sealed": "…"}}
    assert staff_had_kinds(old) == old | {"type": StaffEnrolled.__struct_config__.tag, "role": is_now}
