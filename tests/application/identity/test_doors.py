"""Who gets in, who does not, and how little the doors say about it."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from store.application.identity.errors import NoSuchStaff, WrongLogin
from store.application.identity.messages import (
    DisableStaff,
    EnrolStaff,
    LogIn,
    LogOut,
    Secret,
    SetPassword,
    WhoIs,
)
from store.application.identity.own_account import Rename
from store.application.identity.ports import LONGEST
from store.application.shared.bus import Caller
from store.domain.identity.errors import AlreadyEnrolled, NameMissing, NotAnEmail, PasswordTooShort
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from store.entrypoints.wiring.application import memory_shop
from tests.harness.world import CountingIds, StillClock

pytestmark = [pytest.mark.requirement("R1.2"), pytest.mark.story("US-1.4", "staff have accounts of their own")]

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
GOOD, OTHER = Secret("correct horse battery"), Secret("staple correct horse")


class Doors:
    def __init__(self):
        self.clock = StillClock(NOON)
        self.shop = memory_shop(self.clock, CountingIds())

    def do(self, command):
        return self.shop.bus().do(command, Caller(actor="test", correlation=uuid4())).outcome

    def enrol(self, email="ann@example.org", password=GOOD, name="Ann"):
        return self.do(EnrolStaff(email=email, name=name, password=password)).account_id

    def log_in(self, email="ann@example.org", password=GOOD):
        return self.do(LogIn(email=email, password=password))

    def inside(self, token):
        return asyncio.run(self.shop.sessions().find(token.value, self.clock.now()))

    def who(self, *accounts):
        return asyncio.run(self.shop.bus().ask(WhoIs(accounts=accounts)))

    def facts(self):
        return [row.topic for row in self.shop.log().select_notifications(1, 100)]


@pytest.fixture
def doors():
    return Doors()


@pytest.mark.story("US-1.4", "staff log in with e-mail and password")
@pytest.mark.parametrize("spelled", ["ann@example.org", " Ann@EXAMPLE.org "])
def test_whoever_was_enrolled_gets_in_at_once_however_the_address_is_spelled(doors, spelled):
    ann = doors.enrol()
    done = doors.log_in(spelled)
    assert (done.account_id, done.ends_at) == (ann, NOON + LONGEST[Role.ADMIN])
    inside = doors.inside(done.token)
    assert (inside.account, inside.role, inside.id) == (ann, Role.SUPER_ADMIN, done.session_id)


@pytest.mark.story("US-1.4", "a wrong login of staff says so, and no more")
@pytest.mark.parametrize(("email", "password"), [
    ("ann@example.org", OTHER), ("ben@example.org", GOOD), ("no address", GOOD), ("", Secret("")),
    ("ann@example.org", Secret("")), ("ann@example.org", Secret("x" * 5000)), ("gone@example.org", GOOD),
])
def test_every_wrong_login_is_refused_in_the_same_words(doors, email, password):
    doors.enrol()
    doors.enrol("gone@example.org")
    doors.do(DisableStaff(email="gone@example.org"))
    with pytest.raises(WrongLogin) as refused:
        doors.log_in(email, password)
    assert str(refused.value) == "The e-mail address or the password is wrong."


def test_an_address_belongs_to_one_account(doors):
    doors.enrol()
    with pytest.raises(AlreadyEnrolled):
        doors.enrol("ANN@example.org", OTHER)
    assert doors.log_in().account_id
    with pytest.raises(WrongLogin):
        doors.log_in(password=OTHER)


def test_an_address_claimed_by_a_process_that_died_is_taken_up_again(doors):
    dead = AccountId(UUID(int=4711))
    doors.shop.emails().claim("ann@example.org", dead)
    assert doors.enrol() == dead
    assert doors.log_in().account_id == dead


@pytest.mark.parametrize(("wish", "error"), [
    ({"email": "no address"}, NotAnEmail), ({"name": " "}, NameMissing),
    ({"password": Secret("short")}, PasswordTooShort),
])
def test_who_cannot_be_enrolled_leaves_no_fact(doors, wish, error):
    with pytest.raises(error):
        doors.enrol(**wish)
    assert doors.facts() == []


@pytest.mark.story("US-1.4", "logging out ends a session of staff")
def test_a_logout_ends_this_session_and_no_other(doors):
    doors.enrol()
    here, there = doors.log_in().token, doors.log_in().token
    doors.do(LogOut(token=here))
    doors.do(LogOut(token=here))
    assert doors.inside(here) is None
    assert doors.inside(there) is not None


def test_a_new_password_ends_all_sessions_and_the_old_one(doors):
    doors.enrol()
    token = doors.log_in().token
    doors.do(SetPassword(email="ann@example.org", password=OTHER))
    assert doors.inside(token) is None
    with pytest.raises(WrongLogin):
        doors.log_in()
    assert doors.log_in(password=OTHER)


def test_who_is_disabled_is_out_at_once(doors):
    doors.enrol("sue@example.org")
    before, ann = doors.facts(), doors.enrol()
    token = doors.log_in().token
    doors.do(DisableStaff(email="ann@example.org"))
    doors.do(DisableStaff(email="ann@example.org"))
    assert doors.inside(token) is None
    assert [one.active for one in doors.who(ann)] == [False]
    assert sorted(doors.facts()[len(before):]) == [
        "identity/disabled-1", "identity/place-left-1", "identity/place-taken-1", "identity/staff-enrolled-2",
    ]


@pytest.mark.parametrize("wish", [
    DisableStaff(email="ben@example.org"), SetPassword(email="ben@example.org", password=GOOD),
])
def test_nobody_is_changed_who_does_not_work_here(doors, wish):
    with pytest.raises(NoSuchStaff):
        doors.do(wish)


def test_coming_and_going_through_the_door_is_no_fact(doors):
    doors.enrol()
    doors.do(LogOut(token=doors.log_in().token))
    assert sorted(doors.facts()) == ["identity/place-taken-1", "identity/staff-enrolled-2"]


def test_people_are_known_by_name_until_they_are_forgotten(doors):
    ann, ben = doors.enrol(), doors.enrol("ben@example.org", name="Ben")
    assert [(one.name, one.email) for one in doors.who(ann, AccountId(UUID(int=99)), ben)] == [
        ("Ann", "ann@example.org"), ("Ben", "ben@example.org"),
    ]
    subject = doors.shop.journal().read([ann])[ann].events[0].name.subject
    doors.shop.keys().destroy(subject)
    assert [(one.name, one.email) for one in doors.who(ann)] == [(None, None)]


def test_staff_who_go_by_another_name_are_called_so(doors):
    ann = doors.enrol()
    doors.do(Rename(account_id=ann, given_name="Anna", family_name="Hill"))
    assert [one.name for one in doors.who(ann)] == ["Anna Hill"]


@pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored")
def test_the_log_holds_no_readable_person(doors):
    doors.enrol("quillfeather@example.org", name="Unmistakable Field")
    stored = b"".join(row.state + row.metadata for row in doors.shop.log().select_notifications(1, 100)).lower()
    assert not {word for word in (b"unmistakable", b"quillfeather", b"example.org", b"horse") if word in stored}


def test_secrets_are_never_printed():
    assert "horse" not in repr(LogIn(email="a@example.org", password=GOOD))


def test_a_session_is_over_after_twelve_idle_hours_and_after_seven_busy_days(doors):
    doors.enrol()
    idle = doors.log_in().token
    doors.clock.advance(timedelta(hours=12))
    assert doors.inside(idle) is None
