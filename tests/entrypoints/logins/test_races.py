"""Many at once at the same door: one account, one owner, and one way in that stays."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from store.application.identity.elsewhere import Introduction
from store.application.identity.entering import EnterBy
from store.application.identity.ways_in import LinkBy, UnlinkLogin
from store.domain.identity.account import Account
from store.domain.identity.errors import LastWayIn, LinkedElsewhere
from store.domain.shared.errors import StoreError
from tests.adapters.identity.test_account_races import at_once
from tests.entrypoints.logins.conftest import GITHUB, GOOGLE
from tests.entrypoints.logins.test_conflicts import by_nobody

pytestmark = [pytest.mark.story("US-1.3", "conflicts of addresses are settled"), pytest.mark.requirement("R1.4")]


def them(provider=GOOGLE, email=None):
    who = uuid4().hex
    return Introduction(
        provider, who, "ann", email or f"{who}@example.org", proven=True, given_name="Ann", asked_at=datetime.now(UTC),
    )


def does(square, command):
    try:
        return square.shop.bus().do(command, by_nobody()).outcome
    except StoreError as refused:
        return refused


def account_of(square, id):
    return Account.replay(id, square.shop.journal().read([id])[id].events)


def test_somebody_who_presses_eight_times_has_one_account(square):
    ann = them()
    done = at_once(8, lambda _: does(square, EnterBy(introduction=ann)))
    [account] = {entered.done.account_id for entered in done}
    assert [login.provider for login in account_of(square, account).logins] == [GOOGLE]
    assert account_of(square, account).version == 2


def test_somebody_who_comes_by_two_ways_at_once_has_one_account(square):
    google = them()
    github = them(GITHUB, google.email)
    done = at_once(8, lambda n: does(square, EnterBy(introduction=(google, github)[n % 2])))
    [account] = {entered.done.account_id for entered in done}
    assert {login.provider for login in account_of(square, account).logins} == {GOOGLE, GITHUB}


def test_of_many_who_connect_one_at_once_one_has_it(square):
    accounts = [does(square, EnterBy(introduction=them())).done.account_id for _ in range(6)]
    wanted = them(GITHUB)
    done = at_once(6, lambda n: does(square, LinkBy(account_id=accounts[n], introduction=wanted)))
    assert sum(one is None for one in done) == 1
    assert sum(isinstance(one, LinkedElsewhere) for one in done) == 5
    assert sum(account_of(square, id).is_linked(GITHUB, wanted.who) for id in accounts) == 1


def test_of_two_that_are_removed_at_once_one_stays(square):
    ann = them()
    entered = does(square, EnterBy(introduction=ann)).done
    does(square, LinkBy(account_id=entered.account_id, introduction=them(GITHUB)))
    done = at_once(2, lambda n: does(square, UnlinkLogin(
        account_id=entered.account_id, session_id=entered.session_id, provider=(GOOGLE, GITHUB)[n],
    )))
    assert sum(isinstance(one, LastWayIn) for one in done) == 1
    [left] = account_of(square, entered.account_id).logins
    assert square.shop.linked_logins().find(left.provider, left.who.value) == entered.account_id


def test_a_claim_that_no_fact_followed_is_no_way_in(square):
    """As if the process had died between the two: whoever comes next is themselves, once nobody can be writing it."""
    ann, nobody = them(), UUID(int=0)
    logins, clock = square.shop.linked_logins(), square.shop.clock()
    logins.claim(GOOGLE, ann.who, nobody, clock.now())
    assert isinstance(does(square, EnterBy(introduction=ann)), LinkedElsewhere)
    with square.shop.pool().connection() as db:
        db.execute("UPDATE work.linked_logins SET claimed_at = claimed_at - interval '11 minutes'")
    entered = does(square, EnterBy(introduction=ann)).done
    assert logins.find(GOOGLE, ann.who) == entered.account_id
