"""What a guest collected joins the cart of their account, once they are in."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import Struct

from store.application.cart.own_carts import own_cart
from store.application.cart.ports import Codes, Offer, Stock
from store.application.cart.quoting import Quoting
from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart, CartLine
from store.domain.shared.ids import AccountId, CartId, Sku


class LeftOut(Struct, frozen=True):
    """So many pieces didn't go along: there are no more, it is no longer sold, or the cart is full."""

    sku: Sku
    name: str
    pieces: int


class Merged(Struct, frozen=True):
    """The cart that the account has now, if any; how many things lay in the other, and what stayed behind."""

    cart_id: CartId | None
    lines: int = 0
    left_out: tuple[LeftOut, ...] = ()


class MergeCart(Command[Merged], frozen=True):
    """Put what lies in a guest's cart into the account's. A cart that was merged before, or is nobody's, changes
    nothing, so that two tabs may both ask for it.
    """

    account_id: AccountId
    guest_cart: CartId


@dataclass(frozen=True)
class MergingCarts:
    """Both carts change together or not at all: nothing lies in two carts, and nothing in none."""

    quoting: Quoting
    stock: Stock
    clock: Clock
    ids: Ids
    codes: Codes

    @handles(MergeCart)
    def merge(self, command: MergeCart, work: UnitOfWork) -> Merged:
        now = self.clock.now()
        theirs = work.find(Cart, command.guest_cart)
        if theirs.account_id or not theirs.is_open or not (theirs.lines or theirs.aside):
            return Merged(self._theirs(theirs.merged_into, command.account_id, work))
        own = own_cart(work, command.account_id, theirs.currency, None, self.ids, at=now)
        if not own.lines and own.currency != theirs.currency and self.quoting.sells_in(theirs.currency, work):
            self.quoting.turn(own, theirs.currency, work)
        wanted = {
            sku: line.quantity + (own.lines[sku].quantity if sku in own.lines else 0)
            for sku, line in theirs.lines.items()
        }
        offers = self.quoting.of(own, theirs.lines, work)
        lines = _as_priced(theirs.lines, offers, own.currency)
        left_out = own.take_in(lines, self._there_are(wanted, offers, work), at=now)
        own.wait_for(theirs.aside, at=now)
        if theirs.codes and not any(self.codes.counts(code, work) for code in own.codes):
            for most, code in enumerate(theirs.codes, start=1):
                own.enter_code(code, most, at=now)
        theirs.merge_into(CartId(own.id), at=now)
        work.save(own, theirs)
        return Merged(CartId(own.id), len(theirs.lines), tuple(
            LeftOut(sku, offers[sku].name if sku in offers else sku, pieces) for sku, pieces in left_out.items()
        ))

    def _theirs(self, id: CartId | None, account: AccountId, work: UnitOfWork) -> CartId | None:
        """That cart, if it is the account's: of another's not even the id is told."""
        return id if id and work.find(Cart, id).account_id == account else None

    def _there_are(self, wanted: Mapping[Sku, int], offers: Mapping[Sku, Offer], work: UnitOfWork) -> dict[Sku, int]:
        """Pieces for sale of each. The list may say yes; where it says no, the facts are asked, all at once."""
        sold = {sku: offer.available for sku, offer in offers.items() if offer.for_sale}
        short = [sku for sku, available in sold.items() if available < wanted[sku]]
        return sold | (self.stock.all_available(short, work) if short else {})


def _as_priced(lines: Mapping[Sku, CartLine], offers: Mapping[Sku, Offer], currency: str) -> dict[Sku, CartLine]:
    """*lines* as they lie in a cart of that *currency*: what was priced in another one costs what it costs now."""
    return {
        sku: CartLine(line.quantity, offers[sku].price) if line.price.currency != currency and sku in offers else line
        for sku, line in lines.items()
    }
