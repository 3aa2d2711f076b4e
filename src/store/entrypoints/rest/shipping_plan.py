"""``/api/v1/shipping-plan``: where parcels go, in which ways, and what that costs, for staff."""

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from store.application.pricing.shipping import GetShippingPlan, PlanShipping, PlanView
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.shipping_shapes import PlanForm, plan_of, shown
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo

_READ, _MANAGE = open_to(Permission.READ_SHIPPING), open_to(Permission.MANAGE_SHIPPING)


class ShippingPlanController(Controller):
    path = "/shipping-plan"
    cache_control = NEVER_KEPT
    tags = ("Shipping",)

    @get(opt=_READ | described("getShippingPlan"))
    async def show(
        self, request: AnyRequest, desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo]
    ) -> Response[PlanForm]:
        """How parcels are sent."""
        view = await desk.ask(GetShippingPlan(), request)
        return tagged(shown(view, shop.currency), view.version)

    @put(opt=_MANAGE | described("planShipping", 409, 412, 422, versioned=True))
    async def arrange(
        self, data: JSONBody[PlanForm], request: AnyRequest, desk: NamedDependency[Desk],
        shop: NamedDependency[ShopInfo],
    ) -> Response[PlanForm]:
        """Send parcels by this plan from now on. Orders keep what they were promised."""
        plan = plan_of(data)
        command = PlanShipping(plan=plan, version=expected_version(request))
        receipt = await desk.do(command, request, reason=data.reason)
        view = PlanView(receipt.outcome, plan)
        return tagged(shown(view, shop.currency), view.version, position=receipt.position)
