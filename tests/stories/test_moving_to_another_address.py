"""Somebody has another e-mail address, and nobody loses an account by it."""

import pytest

from tests.harness.drivers.driver import refused

pytestmark = [pytest.mark.story("US-6.1", "change personal information"), pytest.mark.requirement("R6.1")]
NEW = "ann@new.example"


@pytest.fixture
def ann(shop):
    return shop.person("Ann").joins()


@pytest.fixture
def ben(shop):
    return shop.person("Ben")


def moves(ann, to=NEW):
    ann.wants_the_address(to)
    ann.confirms_the_address(to)


def test_an_address_is_changed_once_its_mail_was_read(shop, ann):
    other = ann.logs_in()
    here = ann.logs_in()
    ann.wants_the_address(NEW)
    assert ann.account.email == "ann@example.org"
    ann.confirms_the_address(NEW)
    for way_in in (other, here):
        with refused("LogInFirst"):
            assert ann.uses(way_in).account
    ann.refreshes(here.refresh)
    assert (ann.account.email, ann.account.verified) == (NEW, True)
    ann.logs_in()
    ann.email = "ann@example.org"
    with refused("WrongLogin"):
        ann.logs_in()
    assert shop.history(ann.account.id)[-2:] == ["identity/email-change-requested-1", "identity/email-changed-1"]


def test_a_link_is_good_once_for_the_address_that_was_wanted_last(ann, ben):
    ben.joins()
    ann.wants_the_address("typo@new.example")
    first = ann.link("email_change", "typo@new.example")
    ann.wants_the_address(NEW)
    link = ann.link("email_change", NEW)
    with refused("LinkSpent"):
        ann.confirms_the_address("typo@new.example", first)
    with refused("WrongPassword"):
        ben.confirms_the_address(NEW, link)
    ann.confirms_the_address(NEW, link)
    ann.logs_in()
    with refused("LinkSpent"):
        ann.confirms_the_address(NEW, link)
    ann.email = NEW
    assert ann.account.email == NEW


@pytest.mark.requirement("R1.2")
@pytest.mark.story("US-1.1", "an e-mail address has one account")
def test_whose_an_address_is_hears_nobody_but_whoever_reads_its_mail(ann, ben):
    ben.joins()
    ann.wants_the_address(ben.email)
    assert ben.news[-1] == "email_change"
    link = ann.link("email_change", ben.email)
    with refused("AddressTaken"):
        ann.confirms_the_address(ben.email, link)
    ben.logs_in()
    assert ben.account.given_name == "Ben"


@pytest.mark.requirement("R6.1")
def test_whoever_had_the_address_takes_it_back_and_everybody_is_out(shop, ann, ben):
    moves(ann)
    thief = ann.logs_in()
    moves(ann, "eve@third.example")
    last = ann.logs_in()
    eves_link = ann.link("email_changed", NEW)
    ann.takes_back("ann@example.org")
    for way_in in (thief, last):
        with refused("LogInFirst"):
            assert ann.uses(way_in).account
    ann.logs_in()
    assert ann.account.email == "ann@example.org"
    with refused("LinkSpent"):
        ann.takes_back(NEW, eves_link)
    ann.email, ben.email = "ann@example.org", NEW
    ben.joins()
    assert ben.account.given_name == "Ben", "what was dropped is free for others"


def test_a_former_address_is_kept_for_a_while_for_whoever_had_it(ann, ben):
    moves(ann)
    ben.email = "ann@example.org"
    ben.registers()
    assert ben.news == ["account_verification", "email_changed"], "of Ann's account, before"
    ann.takes_back("ann@example.org")
    ann.logs_in()


@pytest.mark.requirement("R10.4")
def test_a_device_that_was_left_alone_for_a_while_changes_no_address(shop, ann):
    shop.waits(minutes=5)
    with refused("ProveFirst"):
        ann.wants_the_address(NEW)
    with refused("WrongPassword"):
        ann.proves("something else entirely")
    with refused("ProveFirst"):
        ann.wants_the_address(NEW)
    ann.proves()
    ann.wants_the_address(NEW)
    shop.waits(minutes=5)
    with refused("ProveFirst"):
        ann.wants_the_address("ann@third.example")
    with refused("SameEmail"):
        ann.proves()
        ann.wants_the_address("Ann@example.org")
