"""What happened to one's account, for whoever has it and for nobody else."""

from typing import get_args

import pytest

from store.application.identity.own_history import _PLAIN, _TOLD
from store.domain.identity.events import AccountEvent, StaffDisabled
from store.domain.identity.owner_events import AccountDeleted
from tests.entrypoints.accounts.test_account_api import asks, is_problem, logs_in

pytestmark = [pytest.mark.story("US-6.1", "what happened to the account"), pytest.mark.requirement("R6.1")]
NEVER_SEEN = {StaffDisabled, AccountDeleted}


@pytest.fixture
def inside(ann):
    ann.joins()
    ann.post("/account/name", {"given_name": "Anna", "family_name": "Hill"})
    ann.pass_ = logs_in(ann).json()["access_token"]
    return ann


def test_its_owner_reads_all_of_it(inside, ben):
    ben.joins()
    page = inside.get("/account").text
    for words in ("You asked for an account", "You confirmed your address", "Your name was changed to Anna Hill"):
        assert words in page
    assert "Your name was changed to Anna Hill" in inside.get("/account/history").text
    assert "Anna" not in ben.get("/account/history").text
    assert ben.again().get("/account/history").headers["location"].startswith("/login")


def test_programs_read_it_page_by_page(inside):
    first = asks(inside, "GET", "/me/history?limit=2", inside.pass_).json()
    assert [item["what"] for item in first["items"]] == ["renamed", "email-verified"]
    rest = asks(inside, "GET", f"/me/history?limit=2&cursor={first['next_cursor']}", inside.pass_).json()
    assert [item["what"] for item in rest["items"]] == ["registered"]
    assert rest["next_cursor"] is None
    for odd in ("limit=0", "limit=201", "cursor=x", "cursor=-1"):
        assert is_problem(asks(inside, "GET", f"/me/history?{odd}", inside.pass_))["status"] == 400
    assert is_problem(asks(inside, "GET", "/me/history"))["status"] == 401


def test_every_fact_that_somebody_may_see_has_words():
    assert {kind.__name__ for kind in get_args(AccountEvent)} - {
        kind.__name__ for kind in {*_PLAIN, *_TOLD, *NEVER_SEEN}
    } == set()
