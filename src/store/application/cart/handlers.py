"""Handlers of Cart: one short method for each command."""

from collections.abc import Mapping
from dataclasses import dataclass

from store.application.cart.errors import NoLongerSold, UnknownSku, too_few
from store.application.cart.messages import AddToCart, CartMoved, ChangeLine, OpenCart, RemoveLine
from store.application.cart.ports import Offer, Offers, Stock
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.cart.cart import Cart
from store.domain.shared.ids import Sku


@dataclass(frozen=True)
class CartHandlers:
    offers: Offers
    stock: Stock
    clock: Clock

    @handles(OpenCart)
    def open(self, command: OpenCart, work: UnitOfWork) -> CartMoved:
        cart = work.find_new(Cart, command.cart_id)
        cart.open(command.currency, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart)

    @handles(AddToCart)
    def add(self, command: AddToCart, work: UnitOfWork) -> CartMoved:
        cart = work.find(Cart, command.cart_id)
        if command.currency:
            cart.open(command.currency, at=self.clock.now())
        if not cart.version:
            raise NoSuch(Cart.kind, command.cart_id)
        expect(cart, command.version)
        already = cart.lines[command.sku].quantity if command.sku in cart.lines else 0
        offers = self.offers.of({*cart.lines, command.sku})
        offer = self._buyable(command.sku, offers, already + command.quantity, work)
        cart.add(command.sku, command.quantity, offer.price, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart, offers)

    @handles(ChangeLine)
    def change(self, command: ChangeLine, work: UnitOfWork) -> CartMoved:
        cart = work.get(Cart, command.cart_id)
        expect(cart, command.version)
        offers = self.offers.of({*cart.lines, command.sku})
        offer = self._buyable(command.sku, offers, command.quantity, work)
        cart.change(command.sku, command.quantity, offer.price, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart, offers)

    @handles(RemoveLine)
    def remove(self, command: RemoveLine, work: UnitOfWork) -> CartMoved:
        cart = work.get(Cart, command.cart_id)
        expect(cart, command.version)
        cart.remove(command.sku, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart)

    def _buyable(self, sku: Sku, offers: Mapping[Sku, Offer], wanted: int, work: UnitOfWork) -> Offer:
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
