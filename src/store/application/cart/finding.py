"""Finding a cart: by its id as long as it is a guest's, and else for nobody but whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from store.application.cart.messages import CartFound, FindCart
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch
from store.application.shared.ports import AsyncJournal, History
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.cart.current_cart import CurrentCart
from store.domain.shared.ids import AccountId, CartId, current_cart_of


@dataclass(frozen=True)
class Carts:
    """Carts as queries see them, from their own facts: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(FindCart)
    async def find(self, query: FindCart) -> CartFound | None:
        cart = await self.of(query.account_id, query.known)
        if cart is None:
            return None
        pieces = sum(line.quantity for line in cart.lines.values())
        return CartFound(CartId(cart.id), cart.is_open, cart.account_id is not None, pieces, cart.currency)

    async def of(self, account: AccountId | None, known: CartId | None) -> Cart | None:
        """The cart of *account*, else the one that is *known*, in one statement where that is the same.

        Somebody whose account has none that is open goes on with a guest's that their browser remembers.
        """
        return (await self.beside(account, known))[0]

    async def beside(
        self, account: AccountId | None, known: CartId | None, *others: UUID
    ) -> tuple[Cart | None, Mapping[UUID, History]]:
        """The same, and what happened in the streams of *others*, looked at in the same moment."""
        claim = current_cart_of(account) if account else None
        streams = [id for id in (claim, known) if id]
        past = await self.journal.read([*streams, *others]) if streams else {}
        return await self._of(account, known, claim, past), past

    async def _of(
        self, account: AccountId | None, known: CartId | None, claim: UUID | None, past: Mapping[UUID, History]
    ) -> Cart | None:
        remembered = _told(known, past.get(known, History()), account) if known else None
        if claim is None:
            return remembered
        current = CurrentCart.replay(claim, past.get(claim, History()).events).cart_id
        if current is None or (known and current == known):
            return remembered
        own = _told(current, (await self.journal.read([current])).get(current, History()), account)
        if remembered and remembered.is_open and not (own and own.is_open):
            return remembered
        return own

    async def at(
        self, id: CartId, account: AccountId | None, *others: UUID
    ) -> tuple[Cart, Mapping[UUID, History]]:
        """The cart *id* for whoever is logged in under *account*, and what happened in the streams of *others*.

        :raises NoSuch: where there is none, or where it is somebody else's.
        """
        past = await self.journal.read([id, *others])
        cart = _told(id, past.get(id, History()), account)
        if cart is None:
            raise NoSuch(Cart.kind, id)
        return cart, past


def reach(work: UnitOfWork, id: CartId, account: AccountId | None) -> Cart:
    """The cart *id* for whoever is logged in under *account*.

    :raises NoSuch: where there is none, or where it is somebody else's.
    """
    cart = work.get(Cart, id)
    if not cart.is_for(account):
        raise NoSuch(Cart.kind, id)
    return cart


def _told(id: CartId, history: History, account: AccountId | None) -> Cart | None:
    """The cart, if it is one and may be seen: what a browser remembers may be anything."""
    try:
        cart = Cart.replay(id, history.events)
    except NoSuch:
        return None
    return cart if cart.version and cart.is_for(account) else None
