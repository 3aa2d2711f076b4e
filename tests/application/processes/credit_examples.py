"""Ann, who has credit with the shop, and what it takes to buy with it."""

from uuid import UUID

from msgspec import structs

from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.placing_an_order import BuyCart
from store.domain.credit.credit import Credit
from store.domain.credit.events import CreditGranted, Why
from store.domain.ordering.events import Canceller
from store.domain.shared.ids import AccountId, OrderNumber, credit_of, order_of
from store.domain.shared.money import Money
from tests.application.processes.examples import CART, NUMBER, ONE_HAT, OPENED, PLACE, TWO_MUGS, shop_selling
from tests.harness.processes import NOON, SOMEBODY

ANN = AccountId(UUID(int=7))
CREDIT = credit_of(ANN, "EUR")
OLD = OrderNumber("ABCDE-FGHJK")


def eur(minor):
    return Money(minor, "EUR")


def granted(minor):
    """Ann once sent something back."""
    return CreditGranted(
        at=NOON, credit_id=CREDIT, account_id=ANN, amount=eur(minor), why=Why.RETURN, number=f"{OLD}-R1",
        order_id=order_of(OLD),
    )


def with_credit(minor, *, later=False):
    """A shop with a mug and a hat, 47.90 with the sending, in the cart of Ann, who has credit."""
    shop = shop_selling(later=later).happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    return shop.happened({CREDIT: [granted(minor)]}) if minor else shop


def buying(minor, card="success", account=ANN):
    """By so much of it, and the rest by card."""
    return BuyCart(order=structs.replace(PLACE, account_id=account, credit=eur(minor)), token=card)


def cancel(pieces=None, number=NUMBER):
    return CancelOrder(call_off=CallOff(number=number, by=Canceller.STAFF, reason="enough", pieces=pieces or {}))


def do(shop, *commands):
    for command in commands:
        outcome = shop.shop.bus().do(command, SOMEBODY).outcome
    return outcome


def left(shop):
    """What Ann can spend, in cents."""
    return Credit.replay(CREDIT, shop.streams().get(CREDIT, [])).available("EUR").minor
