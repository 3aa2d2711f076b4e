"""Tracking an order without an account or its link: by its number and the e-mail address it was placed with."""

from dataclasses import dataclass

from msgspec import structs

from store.application.ordering.messages import AddressView, GetOrder, OrderView
from store.application.ordering.ports import AccessTokens
from store.application.processes.following_an_order import FollowingAnOrder
from store.application.processes.order_timeline import ADDED
from store.application.shared.bus import Query, answers
from store.application.shared.ports import History
from store.domain.identity.email import canonical
from store.domain.identity.errors import NotAnEmail
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.order import Order
from store.domain.shared.ids import OrderNumber, order_of
from store.domain.shared.personal import Erased

HIDDEN = "…"


class TrackOrder(Query[OrderView], frozen=True):
    """Where is the order *number* that was placed with *email*? Its address is hidden: that opens with the link in the
    mail alone.
    """

    number: OrderNumber
    email: str


@dataclass(frozen=True)
class TrackingAnOrder:
    following: FollowingAnOrder
    tokens: AccessTokens
    reads = ()

    @answers(TrackOrder)
    async def track(self, query: TrackOrder) -> OrderView:
        """The same steps and the same refusal whether there is such an order or not.

        :raises NoSuchOrder: where there is none, where it was placed with another address, or where that was forgotten.
        """
        id = order_of(query.number)
        history = (await self.following.journal.read([id])).get(id, History())
        order = Order.replay(id, history.events)
        kept = order.email.value if order.email else ""
        known = not isinstance(kept, Erased) and bool(kept)
        fits = self._same(query.email, kept if isinstance(kept, str) else "")
        if not (known and fits):
            raise NoSuchOrder(query.number)
        return hidden(await self.following.order(GetOrder(number=query.number)))

    def _same(self, asked: str, kept: str) -> bool:
        """Whether both are one address; by their digests, which are compared in the same time whatever they are."""
        return self.tokens.opens(self.tokens.of(_as_number(asked)), _as_number(kept))


def hidden(order: OrderView) -> OrderView:
    """*order* for somebody who knows its number and who it is for, and nothing else."""
    to = order.shipping_address
    return structs.replace(
        order, email=None, timeline=[it for it in order.timeline if it.what != ADDED],
        payment=structs.replace(order.payment, id="", next_url=None),
        shipping_address=None if to is None else AddressView(
            name=" ".join(f"{word[0]}{HIDDEN}" for word in to.name.split()), line1=HIDDEN, line2=None,
            city=f"{to.city[:1]}{HIDDEN}", region=None, postal_code=f"{to.postal_code[:1]}{HIDDEN}",
            country=to.country,
        ),
    )


def _as_number(email: str) -> OrderNumber:
    """What tokens are made from, and no order's number."""
    try:
        text: str = canonical(email)
    except NotAnEmail:
        text = email.strip().lower()
    return OrderNumber(f"mail {text}")
