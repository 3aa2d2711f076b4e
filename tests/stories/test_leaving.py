"""Somebody wants no account here any more, and may think better of it."""

import pytest

from tests.harness.drivers.driver import refused

pytestmark = [pytest.mark.story("US-6.1", "delete the account"), pytest.mark.requirement("R6.2")]


@pytest.fixture
def ann(shop):
    return shop.person("Ann").joins()


def test_whoever_wants_to_go_is_out_at_once_and_may_stay_after_all(shop, ann):
    other, account = ann.logs_in(), ann.account.id
    ann.logs_in()
    ann.wants_to_go()
    for way_in in (other, ann._who):
        with refused("LogInFirst"):
            assert ann.uses(way_in).account
    with refused("WrongLogin"):
        ann.logs_in()
    assert ann.news[-1] == "account_deletion"
    link = ann.link("account_deletion")
    ann.stays(link)
    ann.logs_in()
    assert ann.account.given_name == "Ann"
    with refused("LinkSpent"):
        ann.stays(link)
    assert shop.history(account)[-2:] == ["identity/deletion-requested-1", "identity/deletion-withdrawn-1"]


@pytest.mark.requirement("R10.4")
def test_nobody_deletes_an_account_with_a_device_that_was_left_alone(shop, ann):
    shop.waits(minutes=5)
    with refused("ProveFirst"):
        ann.wants_to_go()
    ann.proves()
    ann.wants_to_go()
