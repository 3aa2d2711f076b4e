"""Whoever waits for something is written to once, when it can be bought."""

from uuid import UUID

import pytest

from store.application.notifications.ports import Occasion, Outcome
from store.application.notifications.waiting import StopWaiting, TellMeWhenBack
from store.application.processes.telling_who_waits import TellItIsBack
from store.domain.catalogue.events import Description, ProductListed, Variant
from store.domain.inventory.events import StockReceived
from store.domain.shared.ids import AccountId, Sku, category_of, product_of, stock_of
from store.domain.shared.money import Money
from tests.harness.processes import NOON, given_facts

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "a notice when something is back")]

MUG = Sku("MUG")
LISTED = ProductListed(
    at=NOON, product_id=product_of("test", "mug"), description=Description("mug", "Mug", "Kiln", category_of("mugs")),
    variants=(Variant(MUG, Money(900, "EUR")),),
)
CAME = StockReceived(at=NOON, sku=MUG, quantity=1)


def waiting_for(*stock, emails=("ann@example.org",), account=None):
    shop = given_facts({LISTED.product_id: [LISTED], **({stock_of(MUG): stock} if stock else {})})
    for email in emails:
        shop.when(TellMeWhenBack(sku=MUG, email=email, account_id=account)).then_nothing()
    return shop


def told(shop, who, mail=5):
    wish = TellItIsBack(waiting_id=who, kind=Occasion.BACK_IN_STOCK, mail_id=UUID(int=mail))
    return shop.when(wish).then_nothing().outcome


def mails(shop):
    return list(shop.shop.mailer().mails.values())


def test_one_letter_goes_to_whoever_waits_and_their_address_is_forgotten():
    shop = waiting_for(CAME)
    (who,) = shop.shop.waiting().waiters(MUG)
    assert told(shop, who) is Outcome.SENT
    assert told(shop, who, mail=6) is Outcome.SUPPRESSED
    (mail,) = mails(shop)
    assert mail.to == "ann@example.org"
    assert shop.shop.waiting().find(who) is None


def test_an_address_counts_once_however_it_is_spelled_and_again_after_it_was_told():
    shop = waiting_for(CAME, emails=("ann@example.org", "Ann@EXAMPLE.org", "ben@example.org"))
    first, _ = shop.shop.waiting().waiters(MUG)
    told(shop, first)
    shop.when(TellMeWhenBack(sku=MUG, email="ann@example.org")).then_nothing()
    assert len(shop.shop.waiting().waiters(MUG)) == 2


def test_what_is_gone_again_is_no_news_and_whoever_waits_goes_on_waiting():
    shop = waiting_for()
    (who,) = shop.shop.waiting().waiters(MUG)
    assert told(shop, who) is Outcome.SUPPRESSED
    assert mails(shop) == []
    assert shop.shop.waiting().waiters(MUG) == [who]


def test_whoever_stops_it_gets_nothing():
    shop = waiting_for(CAME)
    (who,) = shop.shop.waiting().waiters(MUG)
    shop.when(StopWaiting(waiting_id=who)).then_nothing()
    assert told(shop, who) is Outcome.SUPPRESSED
    assert mails(shop) == []


def test_whoever_is_forgotten_waits_for_nothing():
    ann = AccountId(UUID(int=7))
    shop = waiting_for(account=ann)
    shop.shop.waiting().forget(ann)
    assert shop.shop.waiting().waiters(MUG) == []
