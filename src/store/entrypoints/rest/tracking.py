"""``/api/v1/order-tracking``: where an order is, by its number and the e-mail address it was placed with."""

from typing import Annotated

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from store.application.ordering.messages import OrderView
from store.application.processes.tracking_an_order import TrackOrder
from store.domain.shared.ids import OrderNumber
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.shared.addresses import Email
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.even_time import evenly
from store.entrypoints.shared.limits import GUESSING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to


class TrackingForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody knows of an order they placed."""

    number: Annotated[str, Meta(min_length=1, max_length=40, examples=["PXYWP-9W5D7"])]
    email: Email


class TrackingController(Controller):
    path = "/order-tracking"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.PUBLIC)
    tags = ("Orders",)

    @post(status_code=200, opt=described("trackOrder", 404, limited=True))
    async def track(
        self, data: JSONBody[TrackingForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[OrderView]:
        """Where an order is. Its address and e-mail are hidden: they open with the `access_token` alone.

        A POST, so that no address stands in a log. Whatever does not fit, it is the same 404 after the same time.
        """
        wanted = OrderNumber(data.number.strip().upper())
        await limits.spend(GUESSING, request, f"order {wanted}")
        async with evenly():
            view = await desk.ask(TrackOrder(number=wanted, email=data.email), request)
        return tagged(view, view.version)
