"""Cart: what someone may buy, until it becomes an order."""

from datetime import datetime
from typing import assert_never

from msgspec import Struct

from store.domain.cart.errors import CartClosed, CartEmpty, CartFull, NotInCart, OtherCurrency, QuantityOutOfRange
from store.domain.cart.events import (
    CartCheckedOut,
    CartEvent,
    CartOpened,
    CartReopened,
    CodeEntered,
    CodeTakenOut,
    LinePut,
    LineRemoved,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import CartId, OrderNumber, Sku
from store.domain.shared.money import Money

MOST_PIECES = 999
MOST_LINES = 500


class CartLine(Struct, frozen=True):
    """Pieces of one SKU, and what one of them cost when they were put in."""

    quantity: int
    price: Money


class Cart(Aggregate[CartEvent]):
    kind = "cart"
    random = True
    kept = True
    id: CartId

    def __init__(self, id: CartId) -> None:
        super().__init__(id)
        self.currency = ""
        self.lines: dict[Sku, CartLine] = {}
        self.order: OrderNumber | None = None
        self.code = ""

    def open(self, currency: str, *, at: datetime) -> None:
        """Begin to collect. Opening it again is no fact."""
        if not self.currency:
            self._record(CartOpened(at=at, cart_id=self.id, currency=currency))

    def add(self, sku: Sku, quantity: int, price: Money, *, at: datetime) -> None:
        """Put *quantity* more pieces in."""
        already = self.lines[sku].quantity if sku in self.lines else 0
        if quantity < 1:
            raise QuantityOutOfRange(MOST_PIECES)
        self._put(sku, already + quantity, price, at=at)

    def change(self, sku: Sku, quantity: int, price: Money, *, at: datetime) -> None:
        """Have exactly *quantity* pieces of what is already in. The same number again is no fact."""
        self._expect_line(sku)
        if self.lines[sku].quantity != quantity:
            self._put(sku, quantity, price, at=at)

    def remove(self, sku: Sku, *, at: datetime) -> None:
        """Take it out."""
        self._expect_line(sku)
        self._record(LineRemoved(at=at, cart_id=self.id, sku=sku))

    def enter_code(self, code: str, *, at: datetime) -> None:
        """Buy with *code*, one at a time. The same again is no fact."""
        self._expect_open()
        if code != self.code:
            self._record(CodeEntered(at=at, cart_id=self.id, code=code))

    def take_code_out(self, *, at: datetime) -> None:
        """Buy without. Where there is none that is no fact."""
        self._expect_open()
        if self.code:
            self._record(CodeTakenOut(at=at, cart_id=self.id, code=self.code))

    def check_out(self, number: OrderNumber, *, at: datetime) -> None:
        """Become the order *number*."""
        self.expect_goods()
        self._record(CartCheckedOut(at=at, cart_id=self.id, number=number))

    def reopen(self, *, at: datetime) -> None:
        """Give the goods back to the shopper, since the order came to nothing."""
        if self.order:
            self._record(CartReopened(at=at, cart_id=self.id, number=self.order))

    def expect_goods(self) -> None:
        """Refuse unless there is something here to buy."""
        self._expect_open()
        if not self.lines:
            raise CartEmpty

    def _put(self, sku: Sku, quantity: int, price: Money, *, at: datetime) -> None:
        self._expect_open()
        if not 1 <= quantity <= MOST_PIECES:
            raise QuantityOutOfRange(MOST_PIECES)
        if sku not in self.lines and len(self.lines) >= MOST_LINES:
            raise CartFull(MOST_LINES)
        if price.currency != self.currency:
            raise OtherCurrency(self.currency)
        self._record(LinePut(at=at, cart_id=self.id, sku=sku, quantity=quantity, price=price))

    def _expect_open(self) -> None:
        if self.order:
            raise CartClosed(self.order)

    def _expect_line(self, sku: Sku) -> None:
        self._expect_open()
        if sku not in self.lines:
            raise NotInCart(sku)

    def _evolve(self, event: CartEvent) -> None:
        match event:
            case CartOpened(currency=currency):
                self.currency = currency
            case LinePut(sku=sku, quantity=quantity, price=price):
                self.lines = self.lines | {sku: CartLine(quantity, price)}
            case LineRemoved(sku=gone):
                self.lines = {sku: line for sku, line in self.lines.items() if sku != gone}
            case CartCheckedOut(number=number):
                self.order = number
            case CartReopened():
                self.order = None
            case CodeEntered(code=code):
                self.code = code
            case CodeTakenOut():
                self.code = ""
            case _:
                assert_never(event)
