"""Everybody concerned is told: whoever bought, whoever would have sent it, and staff where money can't go back."""

from uuid import UUID

import pytest

from store.application.notifications.ports import Occasion, Outcome
from store.application.payments.ports import GaveBack
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.processes.mailing_about_orders import SendOrderMail, SendRefundMail
from store.application.processes.telling_of_cancellations import TellKeepersOfCancelled, TellStaffOfRefund
from store.domain.catalogue.events import Description, ProductListed, Variant
from store.domain.identity.events import Role
from store.domain.identity.roster_events import PlaceTaken
from store.domain.inventory.events import StockOpened, StockReceived
from store.domain.shared.ids import ProductId, VendorId, category_of, roster, subject_of
from tests.application.processes.examples import (
    ANN,
    CART,
    MUG,
    MUGS,
    NINE,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PAYMENT,
    TWENTY_FIVE,
    TWO_MUGS,
    buy,
    goods,
    shop_selling,
)
from tests.application.processes.test_cancelling_an_order import cancel
from tests.application.processes.test_telling_staff import ANN as ADMIN
from tests.application.processes.test_telling_staff import VERA, enrolled
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [pytest.mark.story("US-4.4", "the vendor is told")]
confirms = pytest.mark.story("US-4.4", "receive a cancellation confirmation")
MAIL = UUID(int=5)
HERS = ProductId(UUID(int=70))
KEEPERS = TellKeepersOfCancelled(order_id=ORDER, kind=Occasion.GOODS_CANCELLED, mail_id=MAIL)
REFUND = TellStaffOfRefund(payment_id=PAYMENT, kind=Occasion.NOT_REFUNDED, mail_id=MAIL)


def shop_with_people(card="success"):
    """Vera sells the mug, the shop the hat; both are in the order that is cancelled."""
    shop = shop_selling(goods("hat", TWENTY_FIVE, 1))
    people = {ADMIN: ("admin", Role.ADMIN), VERA: ("vera", Role.VENDOR)}
    shop.happened({account: [enrolled(account, *who)] for account, who in people.items()})
    shop.happened({
        HERS: [ProductListed(
            at=NOON, product_id=HERS, vendor=VendorId(VERA), variants=(Variant(MUG, NINE),),
            description=Description("mug", "Mug", "Kiln", category_of("kitchen")),
        )],
        MUGS: [
            StockOpened(at=NOON, sku=MUG, product_id=HERS), StockReceived(at=NOON, sku=MUG, quantity=5),
        ],
        roster(): [PlaceTaken(at=NOON, account_id=account, role=role) for account, (_, role) in people.items()],
        CART: [OPENED, TWO_MUGS, ONE_HAT],
    })
    shop.shop.bus().do(buy(card), SOMEBODY)
    return shop


def sent(shop):
    return {mail.to: mail for mail in shop.shop.mailer().mails.values()}


def told(shop, command):
    shop.when(command).then_nothing()
    outcome = shop.outcome
    shop.when(command).then_nothing()
    return outcome


class Said:
    """Letters that keep what they were told."""

    def __init__(self, letters):
        self.letters, self.about = letters, []

    def write(self, occasion, about):
        self.about.append(dict(about))
        return self.letters.write(occasion, about)


def overheard(shop):
    """What letters are told from now on."""
    posting = shop.shop.posting()
    said = Said(posting.letters)
    object.__setattr__(posting, "letters", said)
    return said.about


def test_each_who_would_have_sent_them_hears_of_their_own_goods_and_of_nobody_who_bought():
    shop = shop_with_people()
    about = overheard(shop)
    shop.shop.bus().do(cancel(), SOMEBODY)
    assert told(shop, KEEPERS) is Outcome.SENT
    assert set(sent(shop)) == {"vera@example.org", "admin@example.org"}
    assert {(it["name"], tuple((one.sku, one.quantity) for one in it["goods"]), it["whole"]) for it in about} == {
        ("vera", (("MUG", 2),), True), ("admin", (("HAT", 1),), True),
    }
    assert "ann@example.org" not in str(about)


def test_of_a_part_only_the_pieces_that_are_not_to_be_sent_are_told_to_whose_they_are():
    shop = shop_with_people()
    about = overheard(shop)
    shop.shop.bus().do(cancel(pieces={MUG: 1}), SOMEBODY)
    assert told(shop, KEEPERS) is Outcome.SENT
    assert [(it["name"], it["goods"][0].quantity, it["whole"]) for it in about] == [("vera", 1, False)]


def test_staff_hear_of_money_that_cannot_be_given_back_and_of_none_that_went_meanwhile():
    shop = shop_with_people("no_refund")
    about = overheard(shop)
    shop.shop.bus().do(cancel(), SOMEBODY)
    assert told(shop, REFUND) is Outcome.SENT
    assert set(sent(shop)) == {"admin@example.org"}
    assert (about[0]["amount"].amount, about[0]["reason"]) == ("47.90", "the card takes no money back")
    shop = shop_with_people("no_refund")
    shop.shop.bus().do(cancel(), SOMEBODY)
    shop.shop.gateway().refund = lambda *asked: GaveBack("by hand", asked[-1])
    shop.shop.bus().do(GiveBackAgain(number=NUMBER), SOMEBODY)
    assert told(shop, REFUND) is Outcome.SUPPRESSED


def test_where_nobody_is_there_or_can_be_written_to_nobody_is():
    shop = shop_with_people()
    shop.shop.bus().do(cancel(), SOMEBODY)
    for account in (ADMIN, VERA):
        shop.shop.keys().destroy(subject_of(account))
    assert told(shop, KEEPERS) is Outcome.ERASED


@confirms
def test_whoever_bought_is_told_that_it_is_cancelled_and_then_that_the_money_is_on_its_way():
    shop = shop_with_people()
    about = overheard(shop)
    shop.shop.bus().do(cancel(), SOMEBODY)
    assert told(shop, SendOrderMail(order_id=ORDER, kind=Occasion.CALLED_OFF, mail_id=MAIL)) is Outcome.SENT
    back = SendRefundMail(payment_id=PAYMENT, kind=Occasion.REFUNDED, mail_id=UUID(int=6))
    assert told(shop, back) is Outcome.SENT
    assert set(sent(shop)) == {"ann@example.org"}
    cancelled, refunded = (it["order"] for it in about)
    assert (cancelled.reason, cancelled.owed_back.amount, cancelled.given_back) == ("changed their mind", "47.90", [])
    assert [price.amount for price in refunded.given_back] == ["47.90"]


@confirms
@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
def test_who_was_forgotten_meanwhile_is_told_nothing_and_still_gets_the_money():
    shop = shop_with_people()
    shop.shop.keys().destroy(ANN)
    assert shop.shop.bus().do(cancel(), SOMEBODY).outcome.refund.status == "refunded"
    assert told(shop, SendOrderMail(order_id=ORDER, kind=Occasion.CALLED_OFF, mail_id=MAIL)) is Outcome.ERASED
