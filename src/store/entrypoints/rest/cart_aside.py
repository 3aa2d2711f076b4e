"""``/api/v1/carts/{id}/aside``: what waits beside a cart for later."""

from uuid import UUID

from litestar import Controller, Response, delete, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.cart.messages import BringBack, CartMoved, DropAside, SetAside
from store.application.processes.cart_views import CartView, ShowMovedCart
from store.application.shared.bus import Command
from store.domain.shared.ids import CartId, Sku
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.shared.channels import channel_of
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to


class CartAsideController(Controller):
    path = "/carts/{id:uuid}"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.PUBLIC)
    tags = ("Carts",)

    @post(
        "/lines/{sku:str}/aside", status_code=200,
        opt=described("setLineAside", 404, 409, 422, once=True, versioned=True, limited=True),
    )
    async def put(
        self, id: FromPath[UUID], sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[CartView]:
        """Have a line wait for later: it is in `aside` and is not bought with the cart."""
        wish = SetAside(
            cart_id=CartId(id), sku=Sku(sku), version=expected_version(request), account_id=account_in(request)
        )
        return await self._moved(wish, id, request, desk, limits)

    @post(
        "/aside/{sku:str}/return", status_code=200,
        opt=described("bringBack", 404, 409, 422, once=True, versioned=True, limited=True),
    )
    async def bring_back(
        self, id: FromPath[UUID], sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[CartView]:
        """Have it lie in the cart again, at today's price. Of an account's cart that was bought it goes to the next."""
        wish = BringBack(
            cart_id=CartId(id), sku=Sku(sku), version=expected_version(request), account_id=account_in(request)
        )
        return await self._moved(wish, id, request, desk, limits)

    @delete(
        "/aside/{sku:str}", status_code=200,
        opt=described("dropAside", 404, 409, 422, once=True, versioned=True, limited=True),
    )
    async def let_go(
        self, id: FromPath[UUID], sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[CartView]:
        """Let it wait no longer."""
        wish = DropAside(
            cart_id=CartId(id), sku=Sku(sku), version=expected_version(request), account_id=account_in(request)
        )
        return await self._moved(wish, id, request, desk, limits)

    async def _moved(
        self, wish: Command[CartMoved], id: UUID, request: AnyRequest, desk: Desk, limits: RateLimits
    ) -> Response[CartView]:
        await limits.spend(WRITING, request)
        once = await once_of(request, f"{request.method} {request.scope['path']}", id)
        receipt = await desk.do(wish, request, once=once, actor=f"guest:{id}")
        view = await desk.ask(ShowMovedCart(
            moved=receipt.outcome, account_id=account_in(request), channel=channel_of(request),
        ), request)
        return tagged(view, view.version, position=receipt.position)
