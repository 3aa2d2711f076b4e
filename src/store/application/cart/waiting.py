"""What waits beside a cart for later: put there, brought back, and taken along when the cart is bought."""

from dataclasses import dataclass

from store.application.cart.finding import reach
from store.application.cart.handlers import CartHandlers
from store.application.cart.messages import BringBack, CartMoved, DropAside, SetAside
from store.application.cart.own_carts import own_cart
from store.application.shared.bus import handles
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork, expect
from store.domain.cart.cart import Cart
from store.domain.cart.errors import NotInCart


@dataclass(frozen=True)
class WaitingGoods:
    carts: CartHandlers
    clock: Clock
    ids: Ids

    @handles(SetAside)
    def set_aside(self, command: SetAside, work: UnitOfWork) -> CartMoved:
        cart = reach(work, command.cart_id, command.account_id)
        expect(cart, command.version)
        cart.set_aside(command.sku, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart)

    @handles(BringBack)
    def bring_back(self, command: BringBack, work: UnitOfWork) -> CartMoved:
        cart, now = self._going_on(command, work), self.clock.now()
        if command.sku not in cart.aside:
            raise NotInCart(command.sku)
        already = cart.lines[command.sku].quantity if command.sku in cart.lines else 0
        offers = self.carts.quoting.of(cart, {*cart.lines, command.sku}, work)
        offer = self.carts.buyable(command.sku, offers, already + cart.aside[command.sku].quantity, work)
        cart.bring_back(command.sku, offer.price, at=now)
        work.save(cart)
        return CartMoved.of(cart, offers)

    @handles(DropAside)
    def drop(self, command: DropAside, work: UnitOfWork) -> CartMoved:
        cart = reach(work, command.cart_id, command.account_id)
        expect(cart, command.version)
        cart.drop_aside(command.sku, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart)

    def _going_on(self, command: BringBack, work: UnitOfWork) -> Cart:
        cart = reach(work, command.cart_id, command.account_id)
        expect(cart, command.version)
        if cart.is_open or cart.merged_into:
            return cart
        now = self.clock.now()
        if cart.account_id:
            return own_cart(work, cart.account_id, cart.currency, None, self.ids, at=now)
        if command.following is None:
            return cart
        following = work.find_new(Cart, command.following)
        following.open(cart.currency, at=now)
        following.wait_for(cart.aside, at=now)
        return following
