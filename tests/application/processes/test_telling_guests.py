"""Guests are told that they are forgotten: by the last letter that can still find them."""

import pytest

from store.application.notifications.ports import NotTaken
from store.application.privacy.messages import EraseAccount, EraseBuyer
from store.application.processes.deciding_erasures import PATIENCE
from store.domain.identity.owning import SECOND_THOUGHTS
from tests.application.processes.examples import NUMBER, ORDER
from tests.application.processes.test_erasing_persons import ASKED, EMAIL, SHIP, Shop

pytestmark = [pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "right to deletion")]


@pytest.fixture
def shop():
    return Shop()


def receipts(shop):
    return [mail for mail in shop.it.mailer().mails.values() if mail.subject == "data erased"]


def test_a_guest_is_told_before_it_happens_and_once(shop):
    shop.comes_to_nothing()
    shop.do(EraseBuyer(number=NUMBER, email=EMAIL, **ASKED))
    assert receipts(shop) == []
    assert shop.goes_on(ORDER) == "completed"
    [receipt] = receipts(shop)
    assert (receipt.to, receipt.text) == (EMAIL, "data erased\nhttp://shop.test/privacy\n")
    assert shop.goes_on(ORDER) == "completed"
    assert len(receipts(shop)) == 1


def test_a_guest_is_not_told_while_all_of_it_has_to_stay(shop):
    shop.buys()
    shop.do(EraseBuyer(number=NUMBER, email=EMAIL, **ASKED))
    assert (shop.goes_on(ORDER), receipts(shop)) == ("deferred", [])
    shop.do(SHIP)
    assert (shop.goes_on(ORDER), receipts(shop)) == ("deferred", [])
    shop.clock.set(shop.erasure(ORDER).waiting[0].until)
    assert shop.goes_on(ORDER) == "completed"
    assert len(receipts(shop)) == 1


def test_a_mail_server_that_is_away_is_waited_for_and_nothing_is_given_up_meanwhile(shop):
    shop.comes_to_nothing()
    shop.do(EraseBuyer(number=NUMBER, email=EMAIL, **ASKED))
    shop.it.mailer().away = True
    for _ in range(2):
        with pytest.raises(NotTaken):
            shop.goes_on(ORDER)
        shop.clock.advance(PATIENCE / 3)
    assert shop.reads(ORDER)
    assert shop.erasure(ORDER).keys == []
    shop.it.mailer().away = False
    assert shop.goes_on(ORDER) == "completed"
    assert len(receipts(shop)) == 1


def test_nobody_is_kept_for_ever_for_the_sake_of_a_letter(shop):
    shop.comes_to_nothing()
    shop.do(EraseBuyer(number=NUMBER, email=EMAIL, **ASKED))
    shop.it.mailer().away = True
    shop.clock.advance(PATIENCE)
    assert shop.goes_on(ORDER) == "completed"
    assert not shop.reads(ORDER)


def test_whoever_has_an_account_was_told_before(shop):
    shop.do(EraseAccount(account_id=shop.bea, **ASKED))
    shop.clock.advance(SECOND_THOUGHTS)
    assert shop.goes_on(shop.bea) == "completed"
    assert receipts(shop) == []
