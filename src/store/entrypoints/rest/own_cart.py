"""``/api/v1/me/cart``: the one cart of an account, found again on every device."""

from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from msgspec import Struct

from store.application.cart.merging import LeftOut, MergeCart
from store.application.cart.messages import OpenOwnCart
from store.application.processes.cart_views import CartView, GetCart, GetOwnCart, ShowMovedCart
from store.application.shared.errors import BadValue, NoSuch
from store.domain.cart.cart import Cart
from store.domain.shared.ids import CartId
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.currency_asked import InCurrency, sold_in
from store.entrypoints.shared.channels import channel_of
from store.entrypoints.shared.countries import is_country
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo


class GuestCartForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The cart somebody filled before they logged in: whoever knows its id may have it merged."""

    cart_id: UUID


class MergedCart(Struct, frozen=True):
    """The cart as it is now, and what could not come along: there are not that many, or it is no longer sold."""

    cart: CartView
    left_out: tuple[LeftOut, ...]


class OwnCartController(Controller):
    path = "/me/cart"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Carts",)

    @get(opt=described("getOwnCart", 404, 422))
    async def show(
        self, request: AnyRequest, desk: NamedDependency[Desk], country: FromQuery[str | None] = None
    ) -> Response[CartView]:
        """One's own cart, the same on every device. Its lines are under `/api/v1/carts/{id}`, as those of any.

        Give `country` to see it with its tax.

        There is none before something was put in, and after it was bought.
        """
        account, _ = account_of(request)
        if country and not is_country(country, "en"):
            raise BadValue("country", "give a country by its two capital letters, such as DE")
        cart = await desk.ask(GetOwnCart(
            account_id=account, country=country or None, channel=channel_of(request),
        ), request)
        if cart is None or cart.status != "open":
            raise NoSuch(Cart.kind, account)
        return tagged(cart, cart.version)

    @post(status_code=200, opt=open_to(Permission.OWN_ACCOUNT, on_behalf=True) | described("openOwnCart", limited=True))
    async def open(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
        shop: NamedDependency[ShopInfo], currency: InCurrency = "",
    ) -> Response[CartView]:
        """Find one's own cart, and begin one where there is none. However many devices ask at once, it is one."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        wanted = await sold_in(currency, request, desk, shop)
        receipt = await desk.do(OpenOwnCart(account_id=account, currency=wanted), request)
        view = await desk.ask(ShowMovedCart(
            moved=receipt.outcome, account_id=account, channel=channel_of(request),
        ), request)
        return tagged(view, view.version, position=receipt.position)

    @post("/merges", status_code=200, opt=described("mergeCart", 404, 409, limited=True))
    async def merge(
        self, data: JSONBody[GuestCartForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[MergedCart]:
        """Put what lies in a guest's cart into one's own. Pieces add up, as far as there are that many.

        A cart is merged once: asked again, nothing is put in twice.
        """
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        command = MergeCart(account_id=account, guest_cart=CartId(data.cart_id))
        receipt = await desk.do(command, request)
        merged = receipt.outcome
        if merged.cart_id is None:
            raise NoSuch(Cart.kind, data.cart_id)
        view = await desk.ask(GetCart(
            cart_id=merged.cart_id, account_id=account, channel=channel_of(request),
        ), request)
        return tagged(MergedCart(view, merged.left_out), view.version, position=receipt.position)
