"""What of an order comes back: claimed by one return at a time, and paid back once.

Two who want the same piece back append to the same stream, so that one of them comes too late. Cancelling takes from
what waits to be sent, returns from what was: no piece is both.
"""

from collections.abc import Mapping
from datetime import datetime

from store.domain.ordering.errors import NoSuchClaim, NothingToReturn, NotThatManyToReturn
from store.domain.ordering.events import (
    OrderEvent,
    PiecesReturned,
    ReturnClaimed,
    ReturnLetGo,
    Share,
)
from store.domain.ordering.paid_by_means import PaidByMeans
from store.domain.ordering.parts import added, less
from store.domain.ordering.return_shares import returned_shares, together
from store.domain.shared.ids import OrderId, ReturnId, Sku, return_of
from store.domain.shared.money import Money


class GivesBack(PaidByMeans):
    """The part of an order that knows what comes back of it, and what that is worth."""

    def __init__(self, id: OrderId) -> None:
        super().__init__(id)
        self.claims: dict[ReturnId, dict[Sku, int]] = {}
        """The pieces that returns have which are not over."""
        self.returns: tuple[ReturnId, ...] = ()
        """All returns there ever were."""
        self.pieces_returned: dict[Sku, int] = {}
        self.pieces_replaced: dict[Sku, int] = {}
        """Of these, what others were sent for."""

    @property
    def sent(self) -> dict[Sku, int]:
        """The pieces of each SKU that are in a parcel."""
        return added(part.sent for part in self.parts)

    @property
    def returnable(self) -> dict[Sku, int]:
        """The pieces that were sent, and neither came back nor are claimed; what is none is left out."""
        return less(self.sent, added([self.pieces_returned, *self.claims.values()]))

    def next_return(self) -> ReturnId:
        """The id of the return that would be its next one."""
        return return_of(self.id, len(self.returns) + 1)

    def claim_back(self, pieces: Mapping[Sku, int], *, at: datetime) -> ReturnId:
        """A return has these *pieces* from now on, and no other can; which one that is."""
        wanted = {sku: count for sku, count in pieces.items() if count}
        if not wanted:
            raise NothingToReturn
        for sku, count in wanted.items():
            if not 0 < count <= self.returnable.get(sku, 0):
                raise NotThatManyToReturn(sku, self.returnable.get(sku, 0))
        id = self.next_return()
        self._record(ReturnClaimed(at=at, order_id=self.id, return_id=id, pieces=wanted))
        return id

    def let_go(self, id: ReturnId, *, at: datetime) -> None:
        """Nothing of it comes back."""
        self._claim(id)
        self._record(ReturnLetGo(at=at, order_id=self.id, return_id=id))

    def accept_back(
        self, id: ReturnId, pieces: Mapping[Sku, int], reason: str, *, at: datetime, as_credit: bool = False,
        exchanged: Money | None = None, replaced: Mapping[Sku, int] | None = None,
    ) -> Share | None:
        """Of a return these *pieces* are accepted, and all else is let go; what has to be given back, if anything.

        *as_credit*: none of it to where the money came from. *exchanged* is what of it pays for what is sent instead of
        those *replaced*.
        """
        accepted, claimed = {sku: count for sku, count in pieces.items() if count}, self._claim(id)
        for sku, count in accepted.items():
            if not 0 < count <= claimed.get(sku, 0):
                raise NotThatManyToReturn(sku, claimed.get(sku, 0))
        if not accepted:
            self.let_go(id, at=at)
            return None
        share = self.by_means(self.worth_back(accepted), as_credit=as_credit, exchanged=exchanged)
        self._record(PiecesReturned(
            at=at, order_id=self.id, return_id=id, pieces=accepted, reason=reason, share=share,
            replaced=dict(replaced or {}),
        ))
        return share

    def worth_back(self, pieces: Mapping[Sku, int]) -> Share:
        """What would have to be given back for these *pieces* now."""
        if self.totals is None:
            raise NothingToReturn
        shares = returned_shares(
            pieces, self.pieces_returned, self.pieces_cancelled, self.lines, self.totals, self.pieces_replaced,
        )
        return together(shares.values(), self.totals.total.currency)

    def _claim(self, id: ReturnId) -> dict[Sku, int]:
        if id not in self.claims:
            raise NoSuchClaim
        return self.claims[id]

    def _give_back(self, event: OrderEvent) -> None:
        match event:
            case ReturnClaimed(return_id=id, pieces=pieces):
                self.claims = {**self.claims, id: pieces}
                self.returns += (id,)
            case ReturnLetGo(return_id=id):
                self.claims = {known: its for known, its in self.claims.items() if known != id}
            case PiecesReturned(return_id=id, pieces=pieces, share=share, replaced=replaced):
                self.claims = {known: its for known, its in self.claims.items() if known != id}
                self.pieces_returned = added([self.pieces_returned, pieces])
                self.pieces_replaced = added([self.pieces_replaced, replaced])
                self.shares += (share,)
            case _:
                pass  # nothing comes back by it
