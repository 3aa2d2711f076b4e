"""A whole shop to drive in the words of the business.

    shop.sells(mug, stock=3)
    order = ann.buys(2, mug)
    shop.ships(order)
    ann.sees(order).as_shipped()

Who reaches it how is the driver's business: in memory, on Postgres, over HTTP (``tests/harness/drivers``).
``docs/testing.md`` is the page to begin with.
"""

from datetime import timedelta
from uuid import UUID

from store.application.inventory.messages import StockLevel
from store.application.ordering.messages import OrderView
from store.application.processes.cart_views import CartView
from store.domain.ordering.events import Address
from store.domain.shared.ids import order_of, stock_of
from store.domain.shared.money import Money
from tests.harness.drivers.driver import Bought, Driver
from tests.harness.goods import Goods
from tests.harness.people import Person


class Shopper:
    """Somebody who buys as a guest. Each has one cart at a time."""

    def __init__(self, driver: Driver, name: str, country: str) -> None:
        self._driver, self.country = driver, country
        self.email = f"{name.lower()}@example.org"
        self.address = Address(f"{name} Example", "1 Main Street", "Anytown", "10115", country)
        self._cart: UUID | None = None

    @property
    def cart(self) -> CartView:
        """The cart as it would be sent by standard mail."""
        return self.reviews("standard")

    @property
    def cart_id(self) -> UUID:
        """The stream of the cart."""
        if self._cart is None:
            self._cart = self._driver.open_cart()
        return self._cart

    def puts(self, quantity: int, goods: Goods) -> None:
        """Put more pieces into the cart."""
        self._driver.put(self.cart_id, goods.sku, quantity)

    def changes(self, goods: Goods, quantity: int) -> None:
        """Have exactly so many."""
        self._driver.change(self.cart_id, goods.sku, quantity)

    def takes_out(self, goods: Goods) -> None:
        """Have none any more."""
        self._driver.take_out(self.cart_id, goods.sku)

    def reviews(self, method: str | None) -> CartView:
        """What the cart would cost, sent home by *method*."""
        return self._driver.cart(self.cart_id, self.country, method)

    def buys(self, quantity: int, goods: Goods, *, card: str = "success") -> Bought:
        """Put the goods into the cart and buy it."""
        self.puts(quantity, goods)
        return self.checks_out(card=card)

    def checks_out(
        self, *, card: str = "success", by: str = "standard", quote: str | None = None, key: str | None = None,
        keeping_the_cart: bool = False,
    ) -> Bought:
        """Buy what is in the cart. *card* is one of the sandbox: success, decline, challenge, timeout.

        The next thing put in opens a new cart, unless *keeping_the_cart*.
        """
        bought = self._driver.buy(
            self.cart_id, self.email, self.address, method=by, card=card, quote=quote, key=key
        )
        if not keeping_the_cart:
            self._cart = None
        return bought

    def approves(self, order: Bought) -> None:
        """Tell the bank that this payment is right."""
        self._driver.answer_bank(order.payment, approved=True)

    def denies(self, order: Bought) -> None:
        """Tell the bank that this payment is wrong."""
        self._driver.answer_bank(order.payment, approved=False)

    def wants_another(self, order: Bought, goods: Goods) -> str:
        """Send a piece back and have the same again for it."""
        return self._driver.want_another(order.number, order.token, goods.sku)

    def sees(self, order: Bought) -> "Sight":
        """The order as whoever placed it finds it now."""
        return Sight(self._driver.order(order.number, order.token))


class Sight:
    """What somebody found when looking at an order, to be compared with what should be there."""

    def __init__(self, view: OrderView) -> None:
        self.view = view

    def as_confirmed(self) -> OrderView:
        """Paid, and not sent yet."""
        return self._as("confirmed")

    def as_awaiting_payment(self) -> OrderView:
        """Nobody knows yet whether the money comes."""
        return self._as("awaiting_payment")

    def as_cancelled(self) -> OrderView:
        """It came to nothing."""
        return self._as("cancelled")

    def as_shipped(self) -> OrderView:
        """On its way."""
        assert self.view.shipment is not None
        return self._as("shipped")

    def _as(self, status: str) -> OrderView:
        assert self.view.status == status
        return self.view


class Shop:
    """The shop as its staff knows it."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def shopper(self, name: str, country: str = "DE") -> Shopper:
        """Somebody comes in."""
        return Shopper(self.driver, name, country)

    def person(self, name: str) -> Person:
        """Somebody who may want an account."""
        return Person(self.driver, name)

    def sells(self, *goods: Goods, stock: int = 10) -> None:
        """Put goods up for sale with so many pieces of each, or say something else of them."""
        for each in goods:
            self.driver.offers(each, stock)

    def receives(self, pieces: int, goods: Goods) -> None:
        """More pieces come in."""
        self.driver.receive(goods.sku, pieces)

    def counts(self, goods: Goods, pieces: int, *, because: str = "inventory day") -> None:
        """Somebody counted."""
        self.driver.count(goods.sku, pieces, because)

    def reprices(self, goods: Goods, price: str) -> None:
        """Ask another price from now on."""
        self.driver.reprice(goods, Money.parse(price, goods.currency))

    def withdraws(self, goods: Goods) -> None:
        """Sell it no more."""
        self.driver.withdraw(goods, "no longer made")

    def ships(self, order: Bought, carrier: str = "Post", tracking: str = "T-1") -> None:
        """Hand the parcel over."""
        self.driver.ship(order.number, carrier, tracking)

    def delivers(self, order: Bought) -> None:
        """It is there."""
        self.driver.deliver(order.number)

    def takes_in(self, back: str, goods: Goods) -> str | None:
        """A piece that came back is good; the order that is sent for it, if one is."""
        return self.driver.take_in(back, goods.sku)

    def stock(self, goods: Goods) -> StockLevel:
        """The pieces there are."""
        return self.driver.level(goods.sku)

    def pieces(self, goods: Goods) -> tuple[int, int, int]:
        """On hand, reserved, available."""
        level = self.stock(goods)
        return level.on_hand, level.reserved, level.available

    def asks_the_gateway_about(self, order: Bought, *, giving_up: bool = False) -> None:
        """What the reconciler does with payments nobody knows the end of."""
        self.driver.reconcile(order.payment, give_up=giving_up)

    def was_paid_for(self, order: Bought) -> bool:
        """Whether the gateway took money for it."""
        return order.payment in self.driver.taken()

    def takings(self) -> Money:
        """All money the gateway took."""
        return Money.total(self.driver.taken().values(), "EUR")

    def history(self, of: Bought | Goods | UUID) -> list[str]:
        """The tags of all that happened to an order, to the pieces of some goods, or in a stream."""
        stream = order_of(of.number) if isinstance(of, Bought) else stock_of(of.sku) if isinstance(of, Goods) else of
        return self.driver.facts(stream)

    def waits(self, **by: float) -> None:
        """Let time pass: ``shop.waits(days=30)``."""
        self.driver.wait(timedelta(**by))
