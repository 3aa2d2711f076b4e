"""A mug, a hat, Ann's cart and what it takes to buy it."""

from uuid import UUID

from dependency_injector.providers import Object

from store.adapters.payments.gateway_sandbox import SandboxGateway
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.processes.placing_an_order import BuyCart, PlaceOrder
from store.domain.cart.events import CartOpened, LinePut
from store.domain.ordering.events import Address
from store.domain.shared.ids import (
    CartId,
    OrderNumber,
    PaymentId,
    Sku,
    SubjectId,
    order_of,
    product_of,
    stock_of,
)
from store.domain.shared.money import Money
from tests.harness.processes import NOON, Process, given_facts

MUG, HAT = Sku("MUG"), Sku("HAT")
MUGS, HATS = stock_of(MUG), stock_of(HAT)
CART, ANN = CartId(UUID(int=901)), SubjectId(UUID(int=902))
NUMBER = OrderNumber("AAAAA-00001")
ORDER = order_of(NUMBER)
PAYMENT = PaymentId(UUID(int=1))
NINE, TWENTY_FIVE = Money(900, "EUR"), Money(2500, "EUR")
HOME = Address("Ann Example", "1 Main Street", "Berlin", "10115", "DE")

OPENED = CartOpened(at=NOON, cart_id=CART, currency="EUR")
TWO_MUGS = LinePut(at=NOON, cart_id=CART, sku=MUG, quantity=2, price=NINE)
ONE_HAT = LinePut(at=NOON, cart_id=CART, sku=HAT, quantity=1, price=TWENTY_FIVE)
PLACE = PlaceOrder(
    cart_id=CART, subject=ANN, email="ann@example.org", address=HOME, shipping_method="standard",
    payment_method="sandbox",
)


def buy(card: str) -> BuyCart:
    return BuyCart(order=PLACE, token=card)


def goods(key: str, price: Money, stock: int, **more: object) -> ProductRow:
    sku = Sku(key.upper())
    return ProductRow(
        key=key, name=key, brand="Kiln", category=("Kitchen",), variants=(VariantRow(sku, price, stock),), slug=key,
        **more,  # type: ignore[arg-type]  # the few fields a test varies
    )


def shop_selling(
    *rows: ProductRow, later: bool = False, fraud: object = None, register: object = None
) -> Process:
    """A shop that has taken these goods in; the mug and the hat, five and one of them, if nothing is said.

    *later*: it takes its money when the parcel leaves. *fraud* is what it checks purchases by, *register*
    whom it asks about VAT numbers.
    """
    shop = given_facts()
    shop.shop.vat_register.override(Object(register))
    if fraud:
        shop.shop.fraud.override(Object(fraud))
    if later:
        shop.shop.gateway.override(Object(SandboxGateway(None, "/sandbox/challenge", later=True)))
    rows = rows or (goods("mug", NINE, 5), goods("hat", TWENTY_FIVE, 1))
    shop.shop.bus().do(ImportProducts(source="test", rows=rows), _importer())
    return shop


def product(key: str) -> UUID:
    return product_of("test", key)


def _importer():
    from store.application.shared.bus import Caller

    return Caller(actor="system:import", correlation=UUID(int=0))
