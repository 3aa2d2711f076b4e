"""``/api/v1/carts``: filling a cart over HTTP. Who knows the id of a guest's may use it; a member's is theirs alone."""

from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, SkipValidation
from msgspec import Meta, Struct

from store.application.cart.messages import (
    AddToCart,
    CartMoved,
    ChangeLine,
    OpenCart,
    RemoveLine,
    RestoreLine,
    SwitchCurrency,
)
from store.application.ordering.ports import AccessTokens
from store.application.processes.carrying_checkouts import cart_key
from store.application.processes.cart_views import (
    CartView,
    GetCart,
    ListShippingMethods,
    ShippingMethodView,
    ShowMovedCart,
)
from store.application.processes.entering_codes import EnterCode, TakeCodeOut
from store.application.shared.bus import Command
from store.application.shared.errors import BadValue
from store.application.shared.ports import Ids
from store.domain.cart.cart import MOST_PIECES
from store.domain.shared.ids import CartId, Sku, follow_up
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.currency_asked import InCurrency, sold_in
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.channels import channel_of
from store.entrypoints.shared.countries import is_country
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.limits import GUESSING, WRITING, RateLimits
from store.entrypoints.shared.looked_for import Searches
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo

SkuText = Annotated[str, Meta(min_length=1, max_length=64, examples=["HARBOUR-MUG-SAGE"])]
Quantity = Annotated[
    int, Meta(examples=[1], extra_json_schema={"extra": {"minimum": 1, "maximum": MOST_PIECES}})
]
"""Its bounds are told here and kept by the cart, which says in words what is wrong with others."""

UNGUESSABLE = 20
_OPENED = UUID("5a1f6c0e-8f64-5f0c-9a37-2f3d1f6f0b11")


class LineForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Pieces to put in. ``found`` is the `store-search` of the search that led to them, if one did."""

    sku: SkuText
    quantity: Quantity = 1
    found: Annotated[str, Meta(max_length=20)] = ""


class QuantityForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How many pieces there shall be."""

    quantity: Quantity


class CodeForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A discount code, in capital letters or small ones."""

    code: Annotated[str, Meta(min_length=1, max_length=60, pattern=VISIBLE, examples=["SPRING"])]


class CurrencyForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A currency the shop sells in."""

    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", examples=["USD"])]


CART_KEY: Final = "store-cart-key"
"""The header by which whoever begins a cart is given its key."""
MOST_OF_PLACE: Final = 80
MOST_OF_CODE: Final = 60
"""Letters of a region or a postal code that are looked at."""


class CartsController(Controller):
    path = "/carts"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.PUBLIC)
    tags = ("Carts",)

    @post(opt=described("openCart", once=True, limited=True))
    async def open(
        self, request: AnyRequest, desk: NamedDependency[Desk], ids: NamedDependency[SkipValidation[Ids]],
        limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
        tokens: NamedDependency[SkipValidation[AccessTokens]], currency: InCurrency = "",
    ) -> Response[CartView]:
        """Begin a cart, in the shop's own `currency` or in another one it sells in.

        It is a guest's, whoever asks; that of somebody who is logged in is at `/api/v1/me/cart`.

        Its id is unguessable: whoever knows it may fill it and buy it. So must the `Idempotency-Key` be that is to find
        it again: one of fewer than 20 characters opens a new cart each time. The header `store-cart-key` of the answer
        is what opens what is kept of its checkout, as `access_token`.
        """
        await limits.spend(WRITING, request)
        key = request.headers.get("idempotency-key", "")
        id = CartId(_drawn(key) if len(key) >= UNGUESSABLE else ids.next())
        wanted = await sold_in(currency, request, desk, shop)
        opened = await self._moved(OpenCart(cart_id=id, currency=wanted), id, request, desk, status=201)
        opened.headers[CART_KEY] = cart_key(id, tokens)
        return opened

    @get("/{id:uuid}", opt=described("getCart", 404, 422))
    async def show(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        country: FromQuery[str | None] = None,
        shipping_method: FromQuery[str | None] = None,
        region: FromQuery[str] = "",
        postal_code: FromQuery[str] = "",
        tax_free: FromQuery[bool] = False,
    ) -> Response[CartView]:
        """Look into a cart, at live prices.

        Give `country` and `shipping_method` to see it with their tax and shipping, and `region` and `postal_code` where
        these matter. `tax_free` shows what a business of another member state pays, which orders with its VAT number.
        """
        query = GetCart(
            cart_id=CartId(id), country=known_country(country), shipping_method=shipping_method or None,
            account_id=account_in(request), region=region[:MOST_OF_PLACE], postal_code=postal_code[:MOST_OF_PLACE],
            relieved=tax_free, channel=channel_of(request),
        )
        view = await desk.ask(query, request)
        return tagged(view, view.version)

    @post("/{id:uuid}/lines", opt=described("addToCart", 404, 409, 422, once=True, versioned=True, limited=True))
    async def add(
        self, id: FromPath[UUID], data: JSONBody[LineForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], searches: NamedDependency[Searches],
    ) -> Response[CartView]:
        """Put pieces in. More of the same adds up."""
        await limits.spend(WRITING, request)
        wanted = expected_version(request)
        command = AddToCart(
            cart_id=CartId(id), sku=Sku(data.sku), quantity=data.quantity, version=wanted,
            account_id=account_in(request),
        )
        moved = await self._moved(command, CartId(id), request, desk, status=201)
        searches.put_in(data.found, id, data.sku)
        return moved

    @patch(
        "/{id:uuid}/lines/{sku:str}",
        opt=described("changeLine", 404, 409, 422, once=True, versioned=True, limited=True),
    )
    async def change(
        self, id: FromPath[UUID], sku: FromPath[str], data: JSONBody[QuantityForm], request: AnyRequest,
        desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
    ) -> Response[CartView]:
        """Have exactly so many pieces of something."""
        await limits.spend(WRITING, request)
        wanted = expected_version(request)
        command = ChangeLine(
            cart_id=CartId(id), sku=Sku(sku), quantity=data.quantity, version=wanted, account_id=account_in(request)
        )
        return await self._moved(command, CartId(id), request, desk)

    @delete(
        "/{id:uuid}/lines/{sku:str}", status_code=200,
        opt=described("removeLine", 404, 409, 422, once=True, versioned=True, limited=True),
    )
    async def remove(
        self, id: FromPath[UUID], sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], searches: NamedDependency[Searches],
    ) -> Response[CartView]:
        """Take something out."""
        await limits.spend(WRITING, request)
        command = RemoveLine(
            cart_id=CartId(id), sku=Sku(sku), version=expected_version(request), account_id=account_in(request)
        )
        moved = await self._moved(command, CartId(id), request, desk)
        searches.taken_out(id, sku)
        return moved

    @put("/{id:uuid}/coupon", opt=described("enterCode", 404, 409, 422, once=True, versioned=True, limited=True))
    async def enter_code(
        self, id: FromPath[UUID], data: JSONBody[CodeForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[CartView]:
        """Buy with a code: in place of another one; or beside others, where the shop lets an order take several.

        `codes_allowed` of the cart says how many an order takes.
        Every code that can't be used is answered the same. Of one that can, `code.problem` says what keeps it from
        taking something off this cart.
        """
        await limits.spend(GUESSING, request)
        command = EnterCode(
            cart_id=CartId(id), code=data.code, version=expected_version(request), account_id=account_in(request)
        )
        return await self._moved(command, CartId(id), request, desk)

    @put("/{id:uuid}/currency", opt=described("switchCurrency", 404, 409, 422, once=True, versioned=True, limited=True))
    async def switch_currency(
        self, id: FromPath[UUID], data: JSONBody[CurrencyForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[CartView]:
        """Have everything in it cost what it costs in another currency today.

        From then on the cart keeps that rate for some hours: see `rate`.
        """
        await limits.spend(WRITING, request)
        command = SwitchCurrency(
            cart_id=CartId(id), currency=data.currency, version=expected_version(request),
            account_id=account_in(request),
        )
        return await self._moved(command, CartId(id), request, desk)

    @delete(
        "/{id:uuid}/coupon", status_code=200,
        opt=described("takeCodeOut", 404, 409, 422, once=True, versioned=True, limited=True),
    )
    async def take_code_out(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], code: FromQuery[str] = "",
    ) -> Response[CartView]:
        """Buy without a code: without `code`, as the cart shows it, or without any where none is named."""
        await limits.spend(WRITING, request)
        command = TakeCodeOut(
            cart_id=CartId(id), code=code[:MOST_OF_CODE], version=expected_version(request),
            account_id=account_in(request),
        )
        return await self._moved(command, CartId(id), request, desk)

    @post(
        "/{id:uuid}/lines/{sku:str}/restoration", status_code=200,
        opt=described("restoreLine", 404, 409, 422, once=True, versioned=True, limited=True),
    )
    async def restore(
        self, id: FromPath[UUID], sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[CartView]:
        """Take a removal back, one of the last ten: as many pieces as there were, where they were."""
        await limits.spend(WRITING, request)
        command = RestoreLine(
            cart_id=CartId(id), sku=Sku(sku), version=expected_version(request), account_id=account_in(request)
        )
        return await self._moved(command, CartId(id), request, desk)

    async def _moved(
        self, command: Command[CartMoved], id: CartId, request: AnyRequest, desk: Desk, *, status: int = 200,
    ) -> Response[CartView]:
        once = await once_of(request, f"{request.method} {request.scope['path']}", id)
        receipt = await desk.do(command, request, once=once, actor=f"guest:{id}")
        view = await desk.ask(ShowMovedCart(
            moved=receipt.outcome, account_id=account_in(request), channel=channel_of(request),
        ), request)
        return tagged(view, view.version, position=receipt.position, status=status)


def known_country(code: str | None) -> str | None:
    """*code*, if it is one of a country.

    :raises BadValue: if there is no such country.
    """
    if code and not is_country(code, "en"):
        raise BadValue("country", "give a country by its two capital letters, such as DE")
    return code or None


def _drawn(key: str) -> UUID:
    """The id that *key* stands for. Nobody can guess either, so it is of the version of those that are drawn: carts
    begin under no others (docs/adr/0197).
    """
    return UUID(bytes=follow_up(_OPENED, key).bytes, version=4)


@get("/shipping-methods", opt=open_to(Permission.PUBLIC) | described("listShippingMethods", 422), tags=["Carts"])
async def shipping_methods(
    request: AnyRequest, desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo],
    country: FromQuery[str | None] = None, postal_code: FromQuery[str] = "", currency: InCurrency = "",
) -> list[ShippingMethodView]:
    """The ways a parcel can be sent to `country`; where nothing is said, to where the shop is at home."""
    query = ListShippingMethods(
        currency=await sold_in(currency, request, desk, shop), country=known_country(country),
        postal_code=postal_code[:MOST_OF_PLACE],
    )
    return await desk.ask(query, request)
