"""It takes more than a password to come in, for whoever wants that."""

import pytest

from tests.harness.drivers.driver import refused

pytestmark = [pytest.mark.story("US-1.2", "a second factor guards the login"), pytest.mark.requirement("R10.4")]


@pytest.fixture
def ann(shop):
    return shop.person("Ann").joins()


def test_a_login_needs_a_code_and_each_code_is_good_once(shop, ann):
    other = ann.logs_in()
    here = ann.logs_in()
    ann.sets_up_a_second_factor()
    with refused("LogInFirst"):
        assert ann.uses(other).account
    ann.refreshes(here.refresh)
    assert ann.account.second_factor
    with refused("CodeNeeded"):
        ann.logs_in()
    with refused("WrongLogin"):
        ann.logs_in(password="something else entirely")
    with refused("WrongCode"):
        ann.logs_in_with("000000" if ann.shows() != "000000" else "111111")
    code = ann.shows()
    ann.logs_in_with(f"{code[:3]} {code[3:]}")
    with refused("WrongCode"):
        ann.logs_in_with(code)
    assert ann.account.second_factor
    assert shop.history(ann.account.id)[-1] == "identity/second-factor-on-1"


def test_a_lost_phone_is_no_lost_account(shop, ann):
    codes = ann.sets_up_a_second_factor()
    assert len(set(codes)) == 10
    ann.logs_in_with(codes[3].upper())
    with refused("WrongCode"):
        ann.logs_in_with(codes[3])
    others = ann.has_other_codes_made()
    with refused("WrongCode"):
        ann.logs_in_with(codes[4])
    ann.logs_in_with(others[0])
    assert shop.history(ann.account.id)[-3:] == [
        "identity/recovery-code-used-1", "identity/recovery-codes-renewed-1", "identity/recovery-code-used-1",
    ]
    ann.switches_the_second_factor_off()
    ann.logs_in()
    with refused("NoSecondFactor"):
        ann.has_other_codes_made()


def test_nothing_about_it_changes_on_a_device_that_was_left_alone(shop, ann):
    shop.waits(minutes=5)
    with refused("ProveFirst"):
        ann.sets_up_a_second_factor()
    ann.proves()
    ann.sets_up_a_second_factor()
    ann.logs_in_with(ann.shows())
    shop.waits(minutes=5)
    for act in (ann.switches_the_second_factor_off, ann.has_other_codes_made):
        with refused("ProveFirst"):
            act()


def test_the_password_alone_proves_nothing_where_there_is_a_second_factor(shop, ann):
    codes = ann.sets_up_a_second_factor()
    ann.logs_in_with(ann.shows())
    shop.waits(minutes=5)
    for wrong, error in (("", "CodeNeeded"), ("nothing", "WrongCode")):
        with refused(error):
            ann.proves(code=wrong)
    with refused("WrongPassword"):
        ann.proves("something else entirely", ann.shows())
    for act in (
        ann.switches_the_second_factor_off, ann.has_other_codes_made, lambda: ann.wants_the_address("m@example.org"),
        lambda: ann.changes_the_password("four owls in a barn"),
    ):
        with refused("ProveFirst"):
            act()
    ann.proves(code=codes[0])
    ann.changes_the_password("four owls in a barn")
    ann.logs_in_with(codes[1])
    shop.waits(minutes=5)
    ann.proves(code=ann.shows())
    ann.switches_the_second_factor_off()
    ann.logs_in()
    shop.waits(minutes=5)
    ann.proves()


def test_a_secret_that_nobody_showed_a_code_of_changes_nothing(ann):
    ann._driver.begin_second_factor(ann._who)
    with refused("WrongCode"):
        ann._driver.confirm_second_factor(ann._who, "not a code")
    ann.logs_in()
