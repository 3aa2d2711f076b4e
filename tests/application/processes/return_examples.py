"""An order that arrived, and what it takes to send some of it back."""

from datetime import timedelta

from store.application.processes.inspecting_returns import InspectReturn, RecordInspection
from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.messages import ApproveReturn, ReceiveReturn, RequestReturn
from store.domain.ordering.events import (
    ParcelDelivered,
)
from store.domain.returns.events import (
    InspectedLine,
)
from store.domain.shared.ids import last_parcel_of, part_of, refund_of, return_of
from store.domain.shared.money import Money
from tests.adapters.catalogue.hostile_pictures import photo
from tests.application.processes.examples import (
    CART,
    MUG,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PAYMENT,
    TWO_MUGS,
    buy,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY

FIRST, RETURN = refund_of(PAYMENT, 1), return_of(ORDER, 1)
R1, R2 = f"{NUMBER}-R1", f"{NUMBER}-R2"
PICTURE = photo()
WHY, DAY = "doesn't fit", timedelta(days=1)
PART = part_of(ORDER, None, "MAIN")


def eur(minor):
    return Money(minor, "EUR")


def sent(card="success", *, delivered=True):
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    shop.shop.bus().do(buy(card), SOMEBODY)
    shop.shop.bus().do(ShipOrder(number=NUMBER, carrier="Post", tracking="1"), SOMEBODY)
    if delivered:
        shop.happened({ORDER: [ParcelDelivered(
            at=NOON, order_id=ORDER, part_id=PART, parcel_id=last_parcel_of(PART),
        )]})
    return shop




def ask(pieces=None, **more):
    return RequestReturn(number=NUMBER, pieces=pieces or {MUG: 1}, reason=WHY, **more)


def do(shop, *commands):
    for command in commands:
        outcome = shop.shop.bus().do(command, SOMEBODY).outcome
    return outcome


def inspect(*found, number=R1):
    return InspectReturn(inspection=RecordInspection(number=number, found=found))


ONE_BACK = (ask(), ApproveReturn(number=R1), ReceiveReturn(number=R1))
GOOD = InspectedLine(MUG, 1, 1, 0)


