"""Somebody gets an account, comes in and goes out, and nobody else learns of it."""

import pytest

from tests.harness.drivers.driver import refused
from tests.harness.people import OTHER

registering = pytest.mark.story("US-1.1", "register with e-mail, password and both names")
verifying = pytest.mark.story("US-1.1", "the address is verified by mail")
logging_in = pytest.mark.story("US-1.2", "log in with e-mail and password")
leaving = pytest.mark.story("US-1.2", "logging out ends the session")


@pytest.fixture
def ann(shop):
    return shop.person("Ann")


@pytest.fixture
def ben(shop):
    return shop.person("Ben")


@registering
@verifying
@logging_in
@pytest.mark.requirement("R1.2")
def test_somebody_registers_confirms_the_address_and_is_in(shop, ann):
    ann.registers()
    with refused("WrongLogin"):
        ann.logs_in()
    assert ann.news == ["account_verification"]
    ann.verifies()
    way_in = ann.logs_in()
    account = ann.account
    assert (account.email, account.given_name, account.family_name) == ("ann@example.org", "Ann", "Example")
    assert account.verified
    assert [session.id for session in ann.sessions] == [way_in.session]
    assert shop.history(account.id) == ["identity/registered-1", "identity/email-verified-1"]


@pytest.mark.story("US-1.1", "an e-mail address has one account")
@pytest.mark.requirement("R1.2")
def test_an_address_that_has_an_account_gets_a_mail_and_nobody_else_hears_of_it(ann, ben):
    ann.joins()
    ben.registers(email="ANN@Example.org", password=OTHER)
    assert ann.news == ["account_verification", "account_known"]
    with refused("WrongLogin"):
        ann.logs_in(password=OTHER)
    ann.logs_in()
    assert ann.account.given_name == "Ann"


@pytest.mark.story("US-1.1", "passwords are strong")
@pytest.mark.parametrize(("password", "refusal"), [
    ("Short1!", "PasswordTooShort"), ("all-small-1", "PasswordTooPlain"), ("Password1!", "PasswordKnown"),
])
def test_a_password_that_is_easily_guessed_is_not_taken(ann, password, refusal):
    with refused(refusal):
        ann.registers(password=password)
    assert ann.mails == []


@verifying
def test_a_link_is_good_once_and_another_one_can_be_asked_for(ann):
    ann.registers()
    link = ann.link("account_verification")
    ann.verifies(link)
    with refused("LinkSpent"):
        ann.verifies(link)
    with refused("LinkSpent"):
        ann.verifies("made-up")
    ann.asks_for_another_link()
    assert ann.news == ["account_verification"], "there is nothing to prove any more"


@pytest.mark.requirement("R6.1")
@pytest.mark.story("US-1.2", "log in with e-mail and password")
def test_a_forgotten_password_is_set_anew_by_a_link_for_this_account_alone(shop, ann, ben):
    ann.joins()
    ben.joins()
    ann.forgets_the_password()
    ann.resets_the_password()
    with refused("LogInFirst"):
        assert ann.account
    ann.logs_in()
    assert ben.account.given_name == "Ben", "nobody else is logged out"
    ben.logs_in()
    assert ann.news[-2:] == ["password_reset", "password_changed"]
    assert shop.history(ann.account.id)[-2:] == ["identity/password-reset-requested-1", "identity/password-changed-1"]


@pytest.mark.requirement("R6.1")
def test_a_link_of_one_purpose_is_good_for_no_other(ann):
    ann.registers()
    with refused("LinkSpent"):
        ann.resets_the_password(link=ann.link("account_verification"))
    ann.forgets_the_password()
    with refused("LinkSpent"):
        ann.verifies(ann.link("password_reset"))
    ann.verifies()
    ann.password = "Kettle&Hearth-9"
    ann.logs_in()


@pytest.mark.requirement("R1.2")
def test_an_unknown_address_gets_no_mail_and_the_same_answer(ann, ben):
    ann.joins()
    ben.forgets_the_password()
    ben.asks_for_another_link()
    assert ben.mails == []
    assert ann.news == ["account_verification"]


@leaving
@pytest.mark.requirement("R1.5")
def test_a_logout_acts_on_the_next_request_and_on_this_device_alone(ann):
    ann.joins()
    there = ann.logs_in()
    here = ann.logs_in()
    ann.logs_out()
    with refused("LogInFirst"):
        assert ann.account
    with refused("TokenSpent"):
        ann.refreshes(here.refresh)
    ann.uses(there)
    assert len(ann.sessions) == 2
    ann.ends(next(it.id for it in ann.sessions if it.id != there.session))
    assert [it.id for it in ann.sessions] == [there.session]
    with refused("NoSuchSession"):
        ann.ends(here.session)


@leaving
@pytest.mark.requirement("R1.5")
def test_logging_out_everywhere_is_a_fact_and_leaves_no_way_in(shop, ann):
    ann.joins()
    first = ann.logs_in()
    ann.logs_in()
    account = ann.account.id
    ann.logs_out_everywhere()
    for way_in in (first, ann._who):
        with refused("LogInFirst"):
            assert ann.uses(way_in).account
    assert shop.history(account)[-1] == "identity/sessions-ended-1"


@pytest.mark.requirement("R1.5")
def test_nobody_ends_the_session_of_somebody_else(ann, ben):
    ann.joins()
    ben.joins()
    with refused("NoSuchSession"):
        ben.ends(ann._who.session)
    assert ann.account


@pytest.mark.requirement("R1.5")
@pytest.mark.story("US-6.1", "change the password")
def test_another_password_keeps_this_device_but_not_what_it_showed_before(ann):
    ann.joins()
    other = ann.logs_in()
    here = ann.logs_in()
    with refused("WrongPassword"):
        ann.changes_the_password(current="something else entirely")
    ann.changes_the_password()
    for way_in in (other, here):
        with refused("LogInFirst"):
            assert ann.uses(way_in).account
    with refused("TokenSpent"):
        ann.refreshes(other.refresh)
    ann.refreshes(here.refresh)
    assert [it.id for it in ann.sessions] == [here.session]
    assert ann.news[-1] == "password_changed"


@pytest.mark.requirement("R1.1")
def test_a_refresh_token_is_exchanged_and_the_last_but_one_is_still_known_for_a_moment(ann):
    ann.joins()
    first = ann._who.refresh
    second = ann.refreshes(first).refresh
    assert second != first
    assert ann.refreshes(first).refresh == second, "two tabs ask at once"
    third = ann.refreshes(second).refresh
    assert third not in {first, second}
    assert ann.account


@pytest.mark.requirement("R1.1")
def test_a_refresh_token_that_was_exchanged_long_ago_ends_the_session(shop, ann):
    ann.joins()
    account, first = ann.account.id, ann._who.refresh
    third = ann.refreshes(ann.refreshes(first).refresh)
    other = ann.logs_in()
    with refused("TokenSpent"):
        ann.refreshes(first)
    with refused("LogInFirst"):
        assert ann.uses(third).account
    with refused("TokenSpent"):
        ann.refreshes(third.refresh)
    assert ann.uses(other).account, "another login is another family"
    assert shop.history(account)[-1] == "identity/sessions-ended-1"


@pytest.mark.story("US-1.2", "the token expires when it should")
def test_a_pass_runs_out_and_a_refresh_token_gets_the_next(shop, ann):
    ann.joins()
    shop.waits(minutes=15)
    with refused("LogInFirst"):
        assert ann.account
    ann.refreshes()
    assert ann.account


@pytest.mark.requirement("R1.1")
def test_the_moment_in_which_two_may_ask_is_short(shop, ann):
    ann.joins()
    first = ann._who.refresh
    ann.refreshes()
    shop.waits(seconds=11)
    with refused("TokenSpent"):
        ann.refreshes(first)


@pytest.mark.story("US-6.1", "change personal information")
def test_somebody_goes_by_another_name(shop, ann):
    ann.joins()
    ann.goes_by("  Anna ", "Field")
    assert (ann.account.given_name, ann.account.family_name) == ("Anna", "Field")
    ann.goes_by("Anna", "Field")
    assert shop.history(ann.account.id)[-1:] == ["identity/renamed-1"]


@verifying
def test_links_grow_old(shop, ann):
    ann.registers()
    link = ann.link("account_verification")
    shop.waits(hours=48)
    with refused("LinkSpent"):
        ann.verifies(link)
    ann.asks_for_another_link()
    ann.verifies()
    ann.forgets_the_password()
    link = ann.link("password_reset")
    shop.waits(hours=1)
    with refused("LinkSpent"):
        ann.resets_the_password(link=link)
