"""By what an order is paid, and where its money goes back: to a payment, or to its buyer's credit."""

from store.domain.ordering.carrying import Carried
from store.domain.ordering.events import OrderLine, Replaces, Share, Totals
from store.domain.ordering.means import by_means, by_money
from store.domain.shared.ids import OrderId, PaymentId, Sku
from store.domain.shared.money import Money


class PaidByMeans(Carried):
    """The part of an order that knows how it was paid, and what is to be given back by which means."""

    def __init__(self, id: OrderId) -> None:
        super().__init__(id)
        self.lines: tuple[OrderLine, ...] = ()
        self.totals: Totals | None = None
        self.credit: Money | None = None
        """What of the total is paid by credit."""
        self.payment_id: PaymentId | None = None
        self.replaces: Replaces | None = None
        """What it is sent for, where goods were exchanged."""
        self.pieces_cancelled: dict[Sku, int] = {}
        """Of each SKU how many were cancelled before the whole order was, if it was."""
        self.shares: tuple[Share, ...] = ()
        """What has to be given back, cancellation by cancellation and return by return."""

    def by_means(self, share: Share, *, as_credit: bool = False, exchanged: Money | None = None) -> Share:
        """*share* with the part of it that becomes credit, since credit had paid for it, or is what is wanted, or is
        *exchanged*.
        """
        spent = exchanged.minor if exchanged else 0
        if self.totals is None or not (self.credit or as_credit or spent):
            return share
        before = sum(it.total.minor for it in self.shares)
        return by_means(
            share, before, self._money(), as_credit=as_credit, exchanged=spent, replaces=self.replaces is not None,
        )

    def money_in(self, share: Share) -> Money:
        """What of its last *share*, which stands in it already, came from a payment: its own, or where it replaces
        something, that of the order that was paid first.
        """
        before = sum(it.total.minor for it in self.shares) - share.total.minor
        return Money(by_money(share.total.minor, before, self._money()), share.total.currency)

    @property
    def gives_back_by(self) -> PaymentId | None:
        """The payment that its money goes back by: of what replaces something, that of the order paid first."""
        return self.replaces.payment_id if self.replaces else self.payment_id

    def _money(self) -> int:
        if self.replaces:
            return self.replaces.money.minor
        whole = self.totals.total.minor if self.totals else 0
        return whole - (self.credit.minor if self.credit else 0)
