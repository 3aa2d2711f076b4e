"""Handlers of Cart: one short method for each command."""

from collections.abc import Mapping
from dataclasses import dataclass

from store.application.cart.errors import NoLongerSold, UnknownSku, too_few
from store.application.cart.finding import reach
from store.application.cart.messages import (
    AddToCart,
    AddToOwnCart,
    CartMoved,
    ChangeLine,
    OpenCart,
    OpenOwnCart,
    RemoveLine,
    RestoreLine,
    SwitchCurrency,
)
from store.application.cart.own_carts import own_cart
from store.application.cart.ports import Offer, Stock
from store.application.cart.quoting import Quoting
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork, expect
from store.domain.cart.cart import Cart
from store.domain.shared.ids import Sku


@dataclass(frozen=True)
class CartHandlers:
    quoting: Quoting
    stock: Stock
    clock: Clock
    ids: Ids

    @handles(OpenCart)
    def open(self, command: OpenCart, work: UnitOfWork) -> CartMoved:
        cart = work.find_new(Cart, command.cart_id)
        cart.open(command.currency, at=self.clock.now())
        if command.after:
            cart.wait_for(reach(work, command.after, None).aside, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart)

    @handles(OpenOwnCart)
    def open_own(self, command: OpenOwnCart, work: UnitOfWork) -> CartMoved:
        cart = own_cart(work, command.account_id, command.currency, None, self.ids, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart)

    @handles(AddToCart)
    def add(self, command: AddToCart, work: UnitOfWork) -> CartMoved:
        cart = work.find(Cart, command.cart_id)
        if command.currency:
            cart.open(command.currency, at=self.clock.now())
        if command.after:
            cart.wait_for(reach(work, command.after, command.account_id).aside, at=self.clock.now())
        if not cart.version or not cart.is_for(command.account_id):
            raise NoSuch(Cart.kind, command.cart_id)
        expect(cart, command.version)
        self._turn_if_empty(cart, command.currency, work)
        return self._put(cart, command.sku, command.quantity, work)

    @handles(AddToOwnCart)
    def add_to_own(self, command: AddToOwnCart, work: UnitOfWork) -> CartMoved:
        cart = own_cart(work, command.account_id, command.currency, command.known, self.ids, at=self.clock.now())
        self._turn_if_empty(cart, command.currency, work)
        return self._put(cart, command.sku, command.quantity, work)

    @handles(SwitchCurrency)
    def switch(self, command: SwitchCurrency, work: UnitOfWork) -> CartMoved:
        cart = reach(work, command.cart_id, command.account_id)
        expect(cart, command.version)
        self.quoting.turn(cart, command.currency, work)
        work.save(cart)
        return CartMoved.of(cart)

    @handles(ChangeLine)
    def change(self, command: ChangeLine, work: UnitOfWork) -> CartMoved:
        cart = reach(work, command.cart_id, command.account_id)
        expect(cart, command.version)
        offers = self.quoting.of(cart, {*cart.lines, command.sku}, work)
        offer = self.buyable(command.sku, offers, command.quantity, work)
        cart.change(command.sku, command.quantity, offer.price, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart, offers)

    @handles(RemoveLine)
    def remove(self, command: RemoveLine, work: UnitOfWork) -> CartMoved:
        cart = reach(work, command.cart_id, command.account_id)
        expect(cart, command.version)
        cart.remove(command.sku, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart)

    @handles(RestoreLine)
    def restore(self, command: RestoreLine, work: UnitOfWork) -> CartMoved:
        cart = reach(work, command.cart_id, command.account_id)
        expect(cart, command.version)
        offers = self.quoting.of(cart, {*cart.lines, command.sku}, work)
        if command.sku in cart.removed:
            self.buyable(command.sku, offers, cart.removed[command.sku].quantity, work)
        offer = offers.get(command.sku)
        cart.restore(command.sku, offer.price if offer else None, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart, offers)

    def _turn_if_empty(self, cart: Cart, currency: str | None, work: UnitOfWork) -> None:
        """An empty cart has no prices to keep: it follows whoever fills it."""
        if currency and cart.is_open and not cart.lines and cart.currency != currency:
            self.quoting.turn(cart, currency, work)

    def _put(self, cart: Cart, sku: Sku, quantity: int, work: UnitOfWork) -> CartMoved:
        already = cart.lines[sku].quantity if sku in cart.lines else 0
        offers = self.quoting.of(cart, {*cart.lines, sku}, work)
        offer = self.buyable(sku, offers, already + quantity, work)
        cart.add(sku, quantity, offer.price, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart, offers)

    def buyable(self, sku: Sku, offers: Mapping[Sku, Offer], wanted: int, work: UnitOfWork) -> Offer:
        """The offer under *sku*, if *wanted* pieces of it are for sale."""
        offer = offers.get(sku)
        if offer is None:
            raise UnknownSku(sku)
        if not offer.for_sale:
            raise NoLongerSold(sku, offer.name)
        if wanted > offer.available:
            self._refuse_unless_there(offer, wanted, work)
        return offer

    def _refuse_unless_there(self, offer: Offer, wanted: int, work: UnitOfWork) -> None:
        """The list says no; only the facts themselves may refuse."""
        available = self.stock.available(offer.sku, work)
        if wanted > available:
            raise too_few(offer.sku, offer.name, available)
