"""Entering codes: what a shopper types becomes a part of the cart, if it calls for anything.

Whoever guesses hears the same of every code that can't be used: of one that never was, isn't yet, or is no more.
"""

from dataclasses import dataclass

from store.application.cart.finding import reach
from store.application.cart.messages import CartMoved
from store.application.processes.calling_deals import Called, called
from store.application.processes.redeeming_coupons import RedeemingCoupons, Redemption
from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.cart.cart import Cart
from store.domain.pricing.codes import canonical_code
from store.domain.pricing.errors import CodeMalformed, CodeNotValid, SameCoupon
from store.domain.pricing.promotions import Promotions
from store.domain.pricing.terms import Terms
from store.domain.shared.ids import AccountId, CartId, promotions


class EnterCode(Command[CartMoved], frozen=True):
    """Buy with this code: in place of another one, or beside others where the shop lets an order take several.

    :raises CodeNotValid: for every code that can't be used, whatever it is about it.
    :raises TooManyCodesEntered: if there are as many as an order takes, and that is more than one.
    :raises SameCoupon: if another code of its coupon is there, where an order takes more than one.
    """

    cart_id: CartId
    code: str
    version: int | None = None
    account_id: AccountId | None = None


class TakeCodeOut(Command[CartMoved], frozen=True):
    """Buy without *code*, as the cart shows it; or without any."""

    cart_id: CartId
    code: str = ""
    version: int | None = None
    account_id: AccountId | None = None


@dataclass(frozen=True)
class EnteringCodes:
    redeeming: RedeemingCoupons
    clock: Clock

    @handles(EnterCode)
    def enter(self, command: EnterCode, work: UnitOfWork) -> CartMoved:
        try:
            code = canonical_code(command.code)
        except CodeMalformed:
            raise CodeNotValid from None
        cart = reach(work, command.cart_id, command.account_id)
        expect(cart, command.version)
        redemption = self._called(code, work)
        if redemption is None:
            raise CodeNotValid
        most, it = work.find(Promotions, promotions()).codes_allowed, redemption.called
        if most > 1 and any(self._same_coupon(code, it) for code in cart.codes):
            raise SameCoupon
        cart.enter_code(it.code, most, at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart)

    @handles(TakeCodeOut)
    def take_out(self, command: TakeCodeOut, work: UnitOfWork) -> CartMoved:
        cart = reach(work, command.cart_id, command.account_id)
        expect(cart, command.version)
        cart.take_code_out(self._in(cart, command.code), at=self.clock.now())
        work.save(cart)
        return CartMoved.of(cart)

    def counts(self, code: str, work: UnitOfWork) -> bool:
        """Whether a code that somebody entered once can still be used."""
        return self._called(code, work) is not None

    def _in(self, cart: Cart, code: str) -> str:
        """*code* as the cart has it, however it was written: older carts hold all of it."""
        shown = called(code, self.redeeming.marks).code
        return next((it for it in cart.codes if called(it, self.redeeming.marks).code == shown), code) if code else ""

    def _same_coupon(self, code: str, it: Called) -> bool:
        other = called(code, self.redeeming.marks)
        return other.coupon == it.coupon and other.code != it.code

    def _called(self, code: str, work: UnitOfWork) -> Redemption | None:
        """What *code* calls for, if that can be used today."""
        redemption = self.redeeming.begin(code, work)
        if redemption is None:
            return None
        redemption.loaded(work.gather(*redemption.streams))
        usable = any(deal.barred is None and self._runs(deal.terms) for deal in redemption.deals)
        return redemption if usable else None

    def _runs(self, terms: Terms) -> bool:
        today = self.clock.today()
        return (terms.first_day is None or terms.first_day <= today) and (
            terms.last_day is None or today <= terms.last_day
        )
