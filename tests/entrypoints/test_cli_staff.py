"""Saying who works here, from the command line."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from click.testing import CliRunner

from store.application.identity.errors import NoSuchStaff, WrongLogin
from store.application.identity.messages import HalfOpen, LoggedIn, LogIn, Secret
from store.application.identity.second_factor import RecordSecondFactor
from store.application.shared.bus import Caller
from store.domain.identity.errors import AlreadyEnrolled, LastSuperAdmin, PasswordTooShort
from store.entrypoints.cli.staff import readable_password, staff
from store.entrypoints.wiring.application import memory_shop
from tests.harness.world import CountingIds, StillClock

pytestmark = pytest.mark.story("US-1.4", "staff have accounts of their own")

EMAIL, PASSWORD = "ann@example.org", "correct horse battery"


class Desk:
    """The operator's desk over a shop in memory."""

    def __init__(self):
        self.shop = memory_shop(StillClock(datetime(2026, 5, 31, 12, tzinfo=UTC)), CountingIds())

    @contextmanager
    def application(self):
        yield self

    def do(self, command, by):
        return self.shop.bus().do(command, by)

    def log_in(self, password):
        return self.do(
            LogIn(email=EMAIL, password=Secret(password)), Caller(actor="test", correlation=uuid4())
        ).outcome


@pytest.fixture
def desk():
    return Desk()


def run(desk, *arguments, typed=None):
    return CliRunner().invoke(staff, arguments, obj=desk, input=typed)


def test_a_password_that_is_asked_for_is_never_shown(desk):
    done = run(desk, "add", EMAIL, "--name", "Ann", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    desk.log_in(PASSWORD)


def test_a_password_that_is_made_is_shown_once_and_works(desk):
    made = json.loads(run(desk, "add", EMAIL, "--name", "Ann", "--make", "--json").stdout)["password"]
    desk.log_in(made)
    other = json.loads(run(desk, "password", EMAIL, "--make", "--json").stdout)["password"]
    desk.log_in(other)
    with pytest.raises(WrongLogin):
        desk.log_in(made)


def test_the_first_one_is_a_super_admin_and_roles_are_given_by_address(desk):
    assert "as super admin" in run(desk, "add", EMAIL, "--name", "Ann", "--make").output
    assert "as admin" in run(desk, "add", "ben@example.org", "--name", "Ben", "--make").output
    assert "as super admin" in run(desk, "role", "ben@example.org", "super_admin").output
    assert run(desk, "role", EMAIL, "customer").exit_code == 0
    assert isinstance(run(desk, "role", "ben@example.org", "admin").exception, LastSuperAdmin)


def test_who_is_disabled_gets_in_no_longer(desk):
    run(desk, "add", "sue@example.org", "--name", "Sue", "--make")
    run(desk, "add", EMAIL, "--name", "Ann", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert "no longer" in run(desk, "disable", EMAIL).output
    with pytest.raises(WrongLogin):
        desk.log_in(PASSWORD)


def test_who_lost_the_phone_gets_in_by_the_password_again(desk):
    run(desk, "add", EMAIL, "--name", "Ann", typed=f"{PASSWORD}\n{PASSWORD}\n")
    account = desk.shop.emails().find(EMAIL)
    desk.do(RecordSecondFactor(account_id=account, on=True), Caller(actor="test", correlation=uuid4()))
    assert isinstance(desk.log_in(PASSWORD), HalfOpen)
    assert "no second factor any more" in run(desk, "forget-factor", EMAIL).output
    assert isinstance(desk.log_in(PASSWORD), LoggedIn)


@pytest.mark.parametrize(("arguments", "typed", "error"), [
    (("add", EMAIL, "--name", "Ann"), "short\nshort\n", PasswordTooShort),
    (("password", "ben@example.org", "--make"), None, NoSuchStaff), (("disable", "ben@example.org"), None, NoSuchStaff),
    (("forget-factor", "ben@example.org"), None, NoSuchStaff),
])
def test_what_cannot_be_done_is_refused_with_its_reason(desk, arguments, typed, error):
    assert isinstance(run(desk, *arguments, typed=typed).exception, error)


def test_nobody_is_added_twice(desk):
    assert run(desk, "add", EMAIL, "--name", "Ann", "--make").exit_code == 0
    assert isinstance(run(desk, "add", EMAIL, "--name", "Ann", "--make").exception, AlreadyEnrolled)


def test_made_passwords_differ_and_can_be_typed():
    made = {readable_password() for _ in range(100)}
    assert len(made) == 100
    assert all(word.isascii() and len(word) == 34 for word in made)
