"""What happened to an order becomes a letter to whoever placed it, once, and to nobody who was forgotten."""

from uuid import UUID

import pytest

from store.application.notifications.messages import GetMail, ListMails
from store.application.notifications.ports import Occasion, Outcome
from store.application.processes.mailing_about_orders import SendOrderMail
from store.application.shared.errors import BadCursor, NoSuch
from store.domain.shared.ids import OrderId
from tests.application.processes.examples import ANN, CART, NUMBER, OPENED, ORDER, PLACE, TWO_MUGS, shop_selling
from tests.harness.processes import SOMEBODY

pytestmark = pytest.mark.story("US-3.4", "receive order confirmation")
MAIL = UUID(int=77)
TELL = SendOrderMail(order_id=ORDER, kind=Occasion.CONFIRMED, mail_id=MAIL)


@pytest.fixture
def shop():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    shop.shop.bus().do(PLACE, SOMEBODY)
    return shop


def tell(shop, command=TELL):
    return shop.shop.bus().do(command, SOMEBODY).outcome


def mails(shop):
    return list(shop.shop.mailer().mails.values())


def test_whoever_bought_is_told_and_can_find_the_order_from_the_mail(shop):
    assert tell(shop) is Outcome.SENT
    [mail] = mails(shop)
    assert mail.to == "ann@example.org"
    assert NUMBER in mail.subject
    assert f"http://shop.test/orders/{NUMBER}?access_token=" in mail.text
    token = mail.text.strip().rpartition("access_token=")[2]
    assert shop.shop.mailing()[0].tokens.opens(token, NUMBER)


def test_the_same_mail_is_sent_once_however_often_it_is_asked_for(shop):
    assert [tell(shop) for _ in range(3)] == [Outcome.SENT] * 3
    assert len(mails(shop)) == 1


def test_nobody_is_told_once_that_person_was_forgotten(shop):
    shop.shop.keys().destroy(ANN)
    assert tell(shop) is Outcome.ERASED
    assert mails(shop) == []
    assert tell(shop) is Outcome.ERASED


def test_there_is_nothing_to_say_about_an_order_that_was_never_placed(shop):
    with pytest.raises(NoSuch):
        tell(shop, SendOrderMail(order_id=OrderId(UUID(int=5)), kind=Occasion.SHIPPED, mail_id=MAIL))
    assert mails(shop) == []


def test_telling_somebody_is_no_fact(shop):
    shop.when(TELL).then_nothing()


def test_the_outbox_lists_what_was_written_and_opens_one(shop):
    ids = [UUID(int=n) for n in range(1, 6)]
    for id in ids:
        tell(shop, SendOrderMail(order_id=ORDER, kind=Occasion.CONFIRMED, mail_id=id))
    seen, cursor = [], None
    while True:
        page = shop.ask(ListMails(limit=2, cursor=cursor))
        seen += [row.id for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ids, "all of the same instant, so by id"
    assert shop.ask(GetMail(id=ids[0])).html.startswith("<p>")
    with pytest.raises(NoSuch):
        shop.ask(GetMail(id=MAIL))
    with pytest.raises(BadCursor):
        shop.ask(ListMails(cursor="%%%"))
