"""What every page of the shop has around it, and how pages are answered."""

import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template
from msgspec import Struct, json, structs

from store.application.browsing.messages import CategoryNode, ListCategories
from store.application.cart.messages import CartFound, FindCart
from store.application.identity.own_account import GetOwnAccount, OwnAccount
from store.application.identity.portraits import Portrait
from store.application.pricing.currencies import GetBoard
from store.application.pricing.ports import CountryByAddress
from store.application.pricing.taxes import GetTaxes
from store.application.privacy.documents import GetNewest
from store.application.processes.cart_views import CartView, GetOwnCart
from store.domain.pricing.board import Board
from store.domain.privacy.purposes import WORDS, Purpose, Words
from store.domain.shared.errors import NotFound
from store.domain.shared.ids import AccountId, CartId
from store.entrypoints.shared.channels import channel_of
from store.entrypoints.shared.countries import ABROAD, is_country
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk
from store.entrypoints.shared.guessing_currency import countries_in
from store.entrypoints.shared.notices import carried, dropped
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Principal
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.shared.visits import visit_of
from store.entrypoints.storefront.currency_cookie import CURRENCY_COOKIE

CART_COOKIE: Final = "store_cart"
CART_KEPT: Final = 60 * 60 * 24 * 90
LOCALE: Final = "en"
CHOICES_COOKIE: Final = "store_choices"
"""What a browser chose about data: who it is to us if it agreed to something, and else only that it chose."""
CATEGORIES_KEPT: Final = 5.0
FACES_KEPT: Final = 30.0
MOST_FACES: Final = 1000
_LONG_NUMBER: Final = 7

_tree = json.Decoder(list[CategoryNode])


class Face(Struct, frozen=True):
    """How somebody who is logged in is shown: their picture, or their initials."""

    initials: str
    picture: Portrait | None


def face_of(own: OwnAccount) -> Face:
    """The first letters of both names, as far as there are any."""
    return Face("".join(name[:1] for name in (own.given_name, own.family_name) if name).upper(), own.picture)


class Frame:
    """Puts pages into the shop's frame. One for each server process."""

    def __init__(self, desk: Desk, shop: ShopInfo, places: CountryByAddress) -> None:
        self._desk, self._shop, self._places = desk, shop, places
        self._categories: tuple[float, list[CategoryNode]] = (0.0, [])
        self._faces: dict[UUID, tuple[float, Face | None]] = {}
        self._newest: tuple[float, dict[str, int]] = (0.0, {})
        self._net: tuple[float, frozenset[str]] = (0.0, frozenset())

    async def page(
        self, template: str, request: AnyRequest, *, status: int = 200, pieces: int | None = None, **context: Any,
    ) -> Template:
        """*template* in its frame, which says how many *pieces* lie in the cart: they are counted where nobody did."""
        if pieces is None:
            found = await self.found(request)
            pieces = found.pieces if found and found.is_open else 0
        face, board = await self._face(request), await self.board(request)
        brought = None if by_htmx(request) or "notice" in context else carried(request)
        return Template(
            template, status_code=status, headers={"cache-control": "private, no-cache"},
            context={
                "shop": self._shop, "locale": LOCALE, "nav_categories": await self.categories(request),
                "cart_count": pieces, "notice": brought, "currency": self._currency(request, board),
                "currencies": board.codes if board.codes[1:] else (), "here": here(request),
                "logged_in": _account(request) is not None, "face": face, "visit": await visit_of(request, self._desk),
                "asks_for_choices": self._asks(request),
            } | context,
            cookies=[dropped("/")] if brought else [],
        )

    async def board(self, request: AnyRequest) -> Board:
        """In which currencies the shop sells."""
        return await self._desk.ask(GetBoard(), request)

    async def currency(self, request: AnyRequest) -> str:
        """The one that whoever asks is shown prices in: which they chose, or else are likely to think in."""
        return self._currency(request, await self.board(request))

    def _currency(self, request: AnyRequest, board: Board) -> str:
        chosen = request.cookies.get(CURRENCY_COOKIE, "")
        if chosen in board.codes:
            return chosen
        if not board.codes[1:]:
            return board.base
        place = self._places.country(request.client.host if request.client else "")
        return board.likely([place] if place else countries_in(request.headers.get("accept-language", "")))

    async def cart_page(
        self, template: str, request: AnyRequest, *, status: int = 200, cart: CartView | None = None, **context: Any,
    ) -> Template:
        """*template* with what is in the *cart*, which is looked up where nobody did."""
        cart = cart or await self.cart(request)
        pieces = cart.item_count if cart and cart.status == "open" else 0
        return await self.page(template, request, status=status, pieces=pieces, cart=cart, **context)

    @property
    def shop_name(self) -> str:
        """What stands over the door."""
        return self._shop.name

    def _asks(self, request: AnyRequest) -> list[Words]:
        """What this browser was not asked yet. Nothing while nothing that takes a consent is in use (docs/adr/0166)."""
        if CHOICES_COOKIE in request.cookies:
            return []
        return [WORDS[Purpose(purpose)] for purpose in self._shop.purposes]

    async def shown_versions(self, request: AnyRequest, form: Mapping[str, str] | None = None) -> dict[str, int]:
        """The newest versions of terms and privacy notice, looked up at most every few seconds; with a *form*, those
        that it says were shown, as far as there are such.
        """
        till, newest = self._newest
        if time.monotonic() > till:
            newest = await self._desk.ask(GetNewest(), request)
            self._newest = (time.monotonic() + CATEGORIES_KEPT, newest)
        if form is None:
            return newest
        said = {kind: form.get(f"version.{kind}", "") for kind in newest}
        return {
            kind: int(text) for kind, text in said.items()
            if text.isascii() and text.isdecimal() and len(text) < _LONG_NUMBER and 0 < int(text) <= newest[kind]
        }

    async def taxed_on_top(self, request: AnyRequest) -> bool:
        """Whether prices stand without their tax where parcels of this browser go to, as far as one may guess; looked
        up at most every few seconds.
        """
        till, net = self._net
        if time.monotonic() > till:
            rules = (await self._desk.ask(GetTaxes(), request)).rules
            net = frozenset(place.partition("-")[0] for place in rules.net_places)
            self._net = (time.monotonic() + CATEGORIES_KEPT, net)
        return (tax_country(request) or ABROAD) in net

    async def _face(self, request: AnyRequest) -> Face | None:
        """Of whoever is logged in; looked up at most every half minute."""
        account, now = _account(request), time.monotonic()
        if account is None:
            return None
        till, face = self._faces.get(account, (0.0, None))
        if now > till:
            try:
                face = face_of(await self._desk.ask(GetOwnAccount(account_id=AccountId(account)), request))
            except NotFound:
                face = None
            if len(self._faces) >= MOST_FACES:
                self._faces.clear()
            self._faces[account] = now + FACES_KEPT, face
        return face

    def forget_face(self, account: UUID) -> None:
        """It is another one now."""
        self._faces.pop(account, None)

    async def categories(self, request: AnyRequest, *, anew: bool = False) -> list[CategoryNode]:
        """The tree of categories, looked up at most every few seconds, and *anew* by whoever just changed something."""
        till, tree = self._categories
        anew |= POSITION in request.headers or POSITION in request.cookies
        if anew or not tree or time.monotonic() > till:
            found, _ = await self._desk.look(ListCategories(), request)
            tree = _tree.decode(found)
            self._categories = (time.monotonic() + CATEGORIES_KEPT, tree)
        return tree

    async def cart(self, request: AnyRequest) -> CartView | None:
        """The visitor's cart with prices: one that is open, or that was bought and has something wait beside it."""
        account, known = account_in(request), cart_id(request)
        if account is None and known is None:
            return None
        wish = GetOwnCart(
                account_id=account, known=known, country=tax_country(request), channel=channel_of(request),
            )
        cart = await self._desk.ask(wish, request)
        if cart and cart.status == "ordered" and cart.aside:
            return structs.replace(cart, lines=[])
        return cart if cart and cart.status == "open" else None

    async def found(self, request: AnyRequest) -> CartFound | None:
        """Which cart is the visitor's: of whoever is logged in the one of their account, on whatever device."""
        account, known = account_in(request), cart_id(request)
        if account is None and known is None:
            return None
        return await self._desk.ask(FindCart(account_id=account, known=known), request)


def _account(request: AnyRequest) -> UUID | None:
    who: Principal = request.state.principal
    return who.account


def cart_id(request: AnyRequest) -> CartId | None:
    """The cart the visitor's browser knows. That of staff who look at the shop as a customer is not the customer's."""
    who: Principal = request.state.principal
    if who.acting_for:
        return None
    try:
        return CartId(UUID(request.cookies.get(CART_COOKIE, "").partition(".")[0]))
    except ValueError:
        return None


def here(request: AnyRequest) -> str:
    """The page one is on, to come back to; bounds of prices stay behind, since they are meant in one currency."""
    if request.method != "GET":
        return "/cart" if request.url.path.startswith("/cart") else "/"
    kept = [(name, value) for name, value in request.query_params.multi_items() if not name.startswith("price_")]
    return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path


def tax_country(request: AnyRequest) -> str | None:
    """The country that a parcel of this browser goes to, as far as one may guess: where the last one went."""
    country = request.cookies.get(CART_COOKIE, "").partition(".")[2]
    return country if is_country(country, LOCALE) else None


def see(path: str, *cookies: Cookie) -> Redirect:
    """After a form was taken, have the browser look at *path*."""
    return Redirect(path, status_code=303, cookies=list(cookies))


def remember_cart(id: CartId | None, shop: ShopInfo, country: str | None) -> Cookie:
    """The cookie that finds the cart again, and knows where a parcel may go to: that is all it says of anybody."""
    return Cookie(
        CART_COOKIE, value=f"{id or ''}.{country}" if country else str(id or ""), path="/", max_age=CART_KEPT,
        httponly=True, samesite="lax", secure=shop.address.startswith("https"),
    )


def by_htmx(request: AnyRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("hx-request") == "true"


def with_cookies(response: Response[Any], *cookies: Cookie) -> Response[Any]:
    """*response* that also sets *cookies*."""
    for cookie in cookies:
        response.set_cookie(cookie)
    return response
