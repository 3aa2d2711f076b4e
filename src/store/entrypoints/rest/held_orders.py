"""``/api/v1/held-orders``: what the fraud check wants looked at, and what somebody decided."""

from typing import Annotated, Literal

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from store.application.ordering.reviewing import Accepted, AcceptOrder, HeldOrders, ListHeldOrders
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.domain.ordering.events import Canceller
from store.domain.ordering.reasons import StaffReason
from store.domain.shared.ids import OrderNumber, follow_up, order_of
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to


class ReviewForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody decided, and what they saw: only staff read that."""

    decision: Annotated[Literal["accept", "refuse"], Meta(examples=["accept"])]
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["spoke to them"])]


class HeldOrdersController(Controller):
    path = "/held-orders"
    cache_control = NEVER_KEPT
    tags = ("Orders",)

    @get(opt=open_to(Permission.READ_ORDERS) | described("listHeldOrders"))
    async def list(self, request: AnyRequest, desk: NamedDependency[Desk]) -> HeldOrders:
        """Orders that the fraud check wants looked at before they are sent, the oldest first, and why.

        Rules that speak are `orders_by_email`, `orders_by_address`, `orders_by_card`, `orders_by_network`,
        `first_order_amount`, `billing_country_differs` and `returns_by_email`.
        """
        return await desk.ask(ListHeldOrders(), request)

    @post("/{number:str}", status_code=200, opt=open_to(Permission.CANCEL_ORDERS) | described(
        "decideHeldOrder", 404, 409, 422, once=True, versioned=True
    ))
    async def decide(
        self, number: FromPath[str], data: JSONBody[ReviewForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Accepted]:
        """Have it sent, or refuse it: then it is cancelled, and what was paid goes back by itself."""
        wanted, version = OrderNumber(number.upper()[:40]), expected_version(request)
        once = await once_of(request, f"POST /held-orders/{wanted}", follow_up(order_of(wanted), "review"))
        if data.decision == "accept":
            receipt = await desk.do(
                AcceptOrder(number=wanted, version=version), request, reason=data.reason, once=once,
            )
            return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position)
        refused = await desk.do(CancelOrder(call_off=CallOff(
            number=wanted, by=Canceller.STAFF, reason=StaffReason.NOT_VERIFIED.value, version=version,
            only_in_review=True,
        )), request, reason=data.reason, once=once)
        stands = Accepted(refused.outcome.number, refused.outcome.status, refused.outcome.version)
        return tagged(stands, stands.version, position=refused.position)
