"""Cart: what someone may buy, until it becomes an order."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never

from store.domain.cart.errors import (
    CartEmpty,
    CartFull,
    NotInCart,
    OtherCurrency,
    QuantityOutOfRange,
    TooManyCodesEntered,
)
from store.domain.cart.events import (
    AsideRemoved,
    CartCheckedOut,
    CartEvent,
    CartExpired,
    CartMerged,
    CartOpened,
    CartQuoted,
    CartReopened,
    CodeAdded,
    CodeEntered,
    CodeTakenOut,
    CurrencySwitched,
    LineBroughtBack,
    LinePut,
    LineRemoved,
    LineSetAside,
    PurchaseRefused,
)
from store.domain.cart.line import CartLine
from store.domain.cart.quoted import Quoted
from store.domain.shared.ids import AccountId, CartId, OrderNumber, Sku
from store.domain.shared.money import Money

__all__ = ["MOST_LINES", "MOST_PIECES", "MOST_UNDONE", "Cart", "CartLine"]
MOST_PIECES = 999
MOST_LINES = 500
MOST_UNDONE = 10
"""So many removals, the newest, can be taken back."""


class Cart(Quoted):
    kind = "cart"
    random = True
    kept = True

    def __init__(self, id: CartId) -> None:
        super().__init__(id)
        self.removed: dict[Sku, CartLine] = {}
        self.aside: dict[Sku, CartLine] = {}
        self.codes: tuple[str, ...] = ()
        self.expired_at: datetime | None = None
        """Since when what lay in it waits because it was left alone; until something is put in again."""
        self._touched: datetime | None = None
        self._place: dict[Sku, int] = {}
        self.account_id: AccountId | None = None

    @property
    def touched(self) -> datetime | None:
        """When anything happened to it, the last time."""
        return self._touched

    @property
    def is_open(self) -> bool:
        """Whether things may still be put in and bought."""
        return bool(self.currency) and not self.order and not self.merged_into

    def is_for(self, account: AccountId | None) -> bool:
        """Whether whoever is logged in under *account* may use it: a guest's is for everybody who knows it."""
        return self.account_id in {None, account}

    def open(self, currency: str, account: AccountId | None = None, *, at: datetime) -> None:
        """Begin to collect, for *account* if for any. Opening it again is no fact."""
        if not self.currency:
            self._record(CartOpened(at=at, cart_id=self.id, currency=currency, account_id=account))

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

    def enter_code(self, code: str, most: int = 1, *, at: datetime) -> None:
        """Buy with *code*: in place of another where an order takes one, beside others where it takes up to *most*.

        The same again is no fact.
        """
        self._expect_open()
        if code in self.codes:
            return
        if most > 1 and len(self.codes) >= most:
            raise TooManyCodesEntered(most)
        kind = CodeAdded if most > 1 and self.codes else CodeEntered
        self._record(kind(at=at, cart_id=self.id, code=code))

    def take_code_out(self, code: str = "", *, at: datetime) -> None:
        """Buy without *code*, or without any. Where there is none that is no fact."""
        self._expect_open()
        for it in self.codes:
            if code in {"", it}:
                self._record(CodeTakenOut(at=at, cart_id=self.id, code=it))

    def restore(self, sku: Sku, price: Money | None = None, *, at: datetime) -> None:
        """Take its removal back: as many pieces as there were, in the place where they were. They cost what they did,
        or *price* where that was in another currency.
        """
        if sku in self.lines:
            return
        self._expect_open()
        if sku not in self.removed:
            raise NotInCart(sku)
        line = self.removed[sku]
        same = price is None or line.price.currency == self.currency
        self._put(sku, line.quantity, line.price if same else price or line.price, at=at)

    def set_aside(self, sku: Sku, *, at: datetime) -> None:
        """Have it wait for later, with what waits already."""
        self._expect_line(sku)
        line = self.lines[sku]
        already = self.aside[sku].quantity if sku in self.aside else 0
        self._wait(sku, CartLine(min(already + line.quantity, MOST_PIECES), line.price), at=at)

    def bring_back(self, sku: Sku, price: Money, *, at: datetime) -> None:
        """Have what waited lie in the cart again, with what is there."""
        self._expect_open()
        if sku not in self.aside:
            raise NotInCart(sku)
        already = self.lines[sku].quantity if sku in self.lines else 0
        quantity = min(already + self.aside[sku].quantity, MOST_PIECES)
        self._expect_room(sku, price)
        self._record(LineBroughtBack(at=at, cart_id=self.id, sku=sku, quantity=quantity, price=price))

    def drop_aside(self, sku: Sku, *, at: datetime) -> None:
        """Let it wait no longer."""
        self._expect_open()
        if sku not in self.aside:
            raise NotInCart(sku)
        self._record(AsideRemoved(at=at, cart_id=self.id, sku=sku))

    def wait_for(self, aside: Mapping[Sku, CartLine], *, at: datetime) -> None:
        """Have wait here what waited beside another cart; what lies or waits here already stays as it is."""
        for sku, line in aside.items():
            if not (sku in self.lines or sku in self.aside or len(self.aside) >= MOST_LINES):
                self._wait(sku, line, at=at)

    def take_in(
        self, lines: Mapping[Sku, CartLine], there_are: Mapping[Sku, int], *, at: datetime
    ) -> dict[Sku, int]:
        """Put in what lay in another cart, as far as *there_are* pieces and as there is room.

        What is here already is never lowered. Gives what had to be left out, in pieces.
        """
        left_out = {}
        for sku, line in lines.items():
            already = self.lines[sku].quantity if sku in self.lines else 0
            fits = line.price.currency == self.currency and (sku in self.lines or len(self.lines) < MOST_LINES)
            most = min(there_are.get(sku, 0), MOST_PIECES) if fits else 0
            wanted = already + line.quantity
            if (together := max(already, min(wanted, most))) > already:
                self._put(sku, together, line.price, at=at)
            if wanted > together:
                left_out[sku] = wanted - together
        return left_out

    def merge_into(self, other: CartId, *, at: datetime) -> None:
        """Have given everything to the cart *other*, once and for all."""
        self._expect_open()
        self._record(CartMerged(at=at, cart_id=self.id, into=other))

    def check_out(self, number: OrderNumber, *, at: datetime) -> None:
        """Become the order *number*."""
        self.expect_goods()
        self._record(CartCheckedOut(at=at, cart_id=self.id, number=number))

    def reopen(self, *, at: datetime) -> None:
        """Give the goods back to the shopper, since the order came to nothing."""
        if self.order:
            self._record(CartReopened(at=at, cart_id=self.id, number=self.order))

    def expire(self, after: timedelta, *, at: datetime) -> None:
        """Have all that lies here wait beside it, if nobody touched it for so long. No goods are lost by that."""
        if self.is_open and self.lines and self._touched and self._touched + after <= at:
            self._record(CartExpired(at=at, cart_id=self.id))

    def refuse(self, rules: tuple[str, ...], *, at: datetime) -> None:
        """It isn't sold to whoever wanted to buy it: these *rules* of the fraud check say no. It stays as it is."""
        self._expect_open()
        self._record(PurchaseRefused(at=at, cart_id=self.id, rules=rules))

    def expect_goods(self) -> None:
        """Refuse unless there is something here to buy."""
        self._expect_open()
        if not self.lines:
            raise CartEmpty

    def _put(self, sku: Sku, quantity: int, price: Money, *, at: datetime) -> None:
        self._expect_open()
        if not 1 <= quantity <= MOST_PIECES:
            raise QuantityOutOfRange(MOST_PIECES)
        self._expect_room(sku, price)
        self._record(LinePut(at=at, cart_id=self.id, sku=sku, quantity=quantity, price=price))

    def _wait(self, sku: Sku, line: CartLine, *, at: datetime) -> None:
        if sku not in self.aside and len(self.aside) >= MOST_LINES:
            raise CartFull(MOST_LINES)
        self._record(LineSetAside(at=at, cart_id=self.id, sku=sku, quantity=line.quantity, price=line.price))

    def _expect_room(self, sku: Sku, price: Money) -> None:
        if sku not in self.lines and len(self.lines) >= MOST_LINES:
            raise CartFull(MOST_LINES)
        if price.currency != self.currency:
            raise OtherCurrency(self.currency)

    def _expect_line(self, sku: Sku) -> None:
        self._expect_open()
        if sku not in self.lines:
            raise NotInCart(sku)

    def _lay(self, sku: Sku, line: CartLine) -> None:
        """What comes back lies where it lay."""
        back, self.expired_at = sku in self.removed, None
        self._place.setdefault(sku, len(self._place))
        self.lines = self.lines | {sku: line}
        if back:
            self.lines = dict(sorted(self.lines.items(), key=lambda there: self._place[there[0]]))
            self.removed = {gone: was for gone, was in self.removed.items() if gone != sku}

    def _evolve(self, event: CartEvent) -> None:
        self._touched = event.at
        match event:
            case CartOpened(currency=currency, account_id=account):
                self.currency, self.account_id = currency, account
            case LinePut(sku=sku, quantity=quantity, price=price):
                self._lay(sku, CartLine(quantity, price))
            case LineRemoved(sku=gone):
                kept = [*self.removed.items(), (gone, self.lines[gone])][-MOST_UNDONE:]
                self.lines = {sku: line for sku, line in self.lines.items() if sku != gone}
                self.removed = dict(kept)
            case CartCheckedOut() | CartReopened() | CartMerged() | CartExpired() | PurchaseRefused():
                self._evolve_end(event)
            case CodeEntered() | CodeAdded() | CodeTakenOut():
                others = tuple(code for code in self.codes if code != event.code)
                added = () if isinstance(event, CodeTakenOut) else (event.code,)
                self.codes = added if isinstance(event, CodeEntered) else (*others, *added)
            case LineSetAside() | LineBroughtBack() | AsideRemoved():
                self._evolve_aside(event)
            case CartQuoted() | CurrencySwitched():
                self._evolve_currency(event)
            case _:
                assert_never(event)

    def _evolve_end(
        self, event: CartCheckedOut | CartReopened | CartMerged | CartExpired | PurchaseRefused
    ) -> None:
        match event:
            case CartExpired(at=at):
                self.aside, self.lines, self.codes, self.expired_at = {**self.lines, **self.aside}, {}, (), at
            case CartCheckedOut(number=number):
                self.order = number
            case CartReopened():
                self.order = None
            case CartMerged(into=other):
                self.merged_into = other
            case PurchaseRefused():
                pass
            case _:
                assert_never(event)

    def _evolve_aside(self, event: LineSetAside | LineBroughtBack | AsideRemoved) -> None:
        rest = {there: line for there, line in self.aside.items() if there != event.sku}
        match event:
            case LineSetAside(sku=sku, quantity=quantity, price=price):
                self.lines = {there: line for there, line in self.lines.items() if there != sku}
                self.aside = rest | {sku: CartLine(quantity, price)}
            case LineBroughtBack(sku=sku, quantity=quantity, price=price):
                self._lay(sku, CartLine(quantity, price))
                self.aside = rest
            case AsideRemoved():
                self.aside = rest
            case _:
                assert_never(event)
