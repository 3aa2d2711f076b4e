"""The HTTP application, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.routes import HTTPRoute
from litestar.types import ControllerRouterHandler

from store import __version__
from store.adapters.drivers.threads import in_thread
from store.entrypoints.rest.accounts import AccountsController
from store.entrypoints.rest.addresses import AddressesController
from store.entrypoints.rest.again import order_again
from store.entrypoints.rest.answers import asked_first
from store.entrypoints.rest.bookings import BookingsController
from store.entrypoints.rest.cancel_policy import CancelPolicyController
from store.entrypoints.rest.cancellations import CancellationsController
from store.entrypoints.rest.cards import CardsController
from store.entrypoints.rest.cart_aside import CartAsideController
from store.entrypoints.rest.carts import CartsController, shipping_methods
from store.entrypoints.rest.categories import CategoriesController
from store.entrypoints.rest.category_attributes import CategoryAttributesController
from store.entrypoints.rest.checkouts import CheckoutsController
from store.entrypoints.rest.claims import ClaimsController
from store.entrypoints.rest.consents import ConsentsController, document
from store.entrypoints.rest.coupons import CouponsController
from store.entrypoints.rest.credit import CreditController
from store.entrypoints.rest.currencies import CurrenciesController
from store.entrypoints.rest.description import openapi
from store.entrypoints.rest.erasures import ErasuresController, HoldsController
from store.entrypoints.rest.feed import STREAMS, feed
from store.entrypoints.rest.fulfilment import FulfilmentController
from store.entrypoints.rest.health import live, ready
from store.entrypoints.rest.held_orders import HeldOrdersController
from store.entrypoints.rest.history import HistoryController
from store.entrypoints.rest.insight import InsightController
from store.entrypoints.rest.inventory import InventoryController
from store.entrypoints.rest.letters import LettersController
from store.entrypoints.rest.locations import LocationsController
from store.entrypoints.rest.logins import LoginsController
from store.entrypoints.rest.me import MeController
from store.entrypoints.rest.order_live import live as order_live
from store.entrypoints.rest.order_socket import socket as order_socket
from store.entrypoints.rest.orders import OrdersController
from store.entrypoints.rest.own_cart import OwnCartController
from store.entrypoints.rest.own_data import OwnDataController
from store.entrypoints.rest.own_orders import OwnOrdersController
from store.entrypoints.rest.papers import documents, invoice
from store.entrypoints.rest.paying_again import PayingAgainController
from store.entrypoints.rest.payments import from_paypal, from_stripe
from store.entrypoints.rest.pictures import PictureController
from store.entrypoints.rest.preferences import PreferencesController
from store.entrypoints.rest.product_acts import ProductActsController
from store.entrypoints.rest.product_desk import ProductDeskController
from store.entrypoints.rest.product_imports import ProductImportsController
from store.entrypoints.rest.product_pictures import ProductPicturesController
from store.entrypoints.rest.product_prices import ProductPricesController
from store.entrypoints.rest.products import ProductsController
from store.entrypoints.rest.promotions import PromotionsController
from store.entrypoints.rest.receipts import explain
from store.entrypoints.rest.return_desk import ReturnDeskController
from store.entrypoints.rest.return_labels import ReturnLabelsController
from store.entrypoints.rest.returns import ReturnsController
from store.entrypoints.rest.sales import SalesController
from store.entrypoints.rest.search_words import SearchWordsController
from store.entrypoints.rest.searches import SearchesController
from store.entrypoints.rest.second_factor import SecondFactorController
from store.entrypoints.rest.segments import SegmentsController
from store.entrypoints.rest.shipping_plan import ShippingPlanController
from store.entrypoints.rest.stacking import StackingController
from store.entrypoints.rest.stock_costs import StockCostsController
from store.entrypoints.rest.stock_in_bulk import StockInBulkController
from store.entrypoints.rest.suggestions import suggest as suggest_to_programs
from store.entrypoints.rest.taxes import TaxesController
from store.entrypoints.rest.tokens import TokensController
from store.entrypoints.rest.tracking import TrackingController
from store.entrypoints.rest.users import UsersController
from store.entrypoints.rest.waiting import WaitingController
from store.entrypoints.rest.webhooks import WebhooksController
from store.entrypoints.shared.account_sessions import AccountSessions
from store.entrypoints.shared.description import OwnPages
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.edge import Edge
from store.entrypoints.shared.error_pages import answer_error
from store.entrypoints.shared.form_tokens import FormTokens
from store.entrypoints.shared.limits import SlidingLimits, TellLimits
from store.entrypoints.shared.methods import Methods
from store.entrypoints.shared.order_news import OrderNews
from store.entrypoints.shared.permissions import Permission, permitted
from store.entrypoints.shared.policy_reports import policy_reports
from store.entrypoints.shared.proxies import TrustedProxies
from store.entrypoints.shared.routers import OwnRouter
from store.entrypoints.shared.same_origin import same_origin
from store.entrypoints.shared.sockets import OwnSockets
from store.entrypoints.shared.windows import MemoryWindows, RedisWindows, Windows
from store.entrypoints.storefront.documentation import documentation
from store.entrypoints.storefront.routes import FROM_ELSEWHERE, OUTSIDE, ROUTES, SANDBOX
from store.entrypoints.wiring.application import asking
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.dependencies import dependencies, guard_without_copies, hand_over_at_once
from store.entrypoints.wiring.doors import Doors
from store.entrypoints.wiring.erasing_again import destroy_again
from store.entrypoints.wiring.gateways import ways_to_pay
from store.entrypoints.wiring.kept_secret import derived
from store.entrypoints.wiring.keys import others_for
from store.entrypoints.wiring.logs import quiet_loggers, set_up_logs
from store.entrypoints.wiring.pages import files, staff_pages, template_config
from store.entrypoints.wiring.reading_settings import read_settings
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.warming import warm
from store.entrypoints.wiring.watching import Watch

API = "/api/v1"
DESCRIPTION = "/schema"
LARGEST_BODY = 1_000_000
_FOR_PROGRAMS: Final = (
    ProductsController, suggest_to_programs, ProductDeskController, ProductPricesController, ProductActsController,
    CategoriesController, CategoryAttributesController, CartsController, shipping_methods, OrdersController,
    FulfilmentController, BookingsController, CancelPolicyController, CancellationsController, PayingAgainController,
    SalesController, ReturnLabelsController, order_again, documents, invoice,
    InventoryController, StockInBulkController, StockCostsController, LocationsController, ReturnsController,
    ReturnDeskController, SearchWordsController, SearchesController, CouponsController, PromotionsController,
    SegmentsController, explain,
    StackingController, CurrenciesController, TaxesController, ShippingPlanController,
    AccountsController, MeController, PictureController, SecondFactorController, AddressesController,
    LoginsController, CardsController, CreditController, OwnOrdersController, OwnCartController, ClaimsController,
    OwnDataController,
    ConsentsController, PreferencesController, TokensController, UsersController, HistoryController,
    InsightController, WebhooksController, LettersController,
    ErasuresController, HoldsController, document, feed, openapi, documentation, ProductPicturesController,
    ProductImportsController, WaitingController, TrackingController, CartAsideController,
    CheckoutsController, HeldOrdersController, order_live, order_socket,
)


def create_app(settings: Settings | None = None, *, warmed: bool = False) -> Litestar:
    """The application, ready for a server; reads ``STORE_*`` where no *settings* are given. *warmed*: what every page
    asks for is made while it starts.
    """
    settings = settings or read_settings()
    set_up_logs(settings)
    secret = settings.signing_secret()
    shop = Shop(settings=settings, secret=secret)
    desk = Desk(shop.bus(), settings.command_threads)
    watch = Watch(settings, shop)
    windows = RedisWindows(settings.redis_url) if settings.redis_url else MemoryWindows()
    limits = SlidingLimits(windows, settings.rate_limit_keys, watch.limits)
    tokens = FormTokens(derived(secret, "csrf"), others_for(settings, "csrf"), secure=settings.is_secure)
    api = OwnRouter(
        API, route_handlers=[*_FOR_PROGRAMS, *_ears(settings)],
        before_request=asked_first(shop.access_tokens, limits),
    )
    doors, news = Doors(settings.staff_token, shop), OrderNews(shop.bus().ask)
    app = Litestar(
        [api, live, ready, policy_reports, *watch.routes, *files(settings, shop), *FROM_ELSEWHERE,
         _storefront(settings, tokens),
         staff_pages(settings, desk, tokens)],
        dependencies=dependencies(settings, shop, desk, limits, watch, doorkeeper=doors, news=news),
        guards=[permitted],
        middleware=[TellLimits()],
        exception_handlers={Exception: answer_error},
        compression_config=CompressionConfig(
            backend="brotli", brotli_gzip_fallback=True, minimum_size=500, exclude_opt_key=STREAMS
        ),
        template_config=template_config(settings),
        openapi_config=_openapi(settings),
        plugins=[OwnPages(DESCRIPTION)],
        lifespan=[_open(shop, desk, windows, news), *([partial(warm, bus=shop.bus())] if warmed else [])],
        logging_config=quiet_loggers(),
        request_max_body_size=LARGEST_BODY,
        pdb_on_exception=False,
    )
    hand_over_at_once(app)
    guard_without_copies(app)
    app.asgi_handler = watch.around(app.asgi_handler)
    app.asgi_handler = Methods()(app.asgi_handler)
    # Around the router, not behind it: addresses that lead nowhere pass the edge too.
    app.asgi_handler = AccountSessions(doors, secure=settings.is_secure)(app.asgi_handler)
    app.asgi_handler = Edge(
        doors, settings.media_url, settings.static_url, secure=settings.is_secure
    )(app.asgi_handler)
    app.asgi_handler = OwnSockets(doors, secure=settings.is_secure)(app.asgi_handler)
    if settings.trusted_proxies:
        app.asgi_handler = TrustedProxies(settings.trusted_proxies)(app.asgi_handler)
    expect_permissions(app)
    return app


def _ears(settings: Settings) -> list[ControllerRouterHandler]:
    """Where gateways tell the shop something, as far as it can tell whether it is them."""
    return [
        *([from_stripe] if settings.stripe_key and settings.stripe_webhook_secret else []),
        *([from_paypal] if settings.paypal_client_id and settings.paypal_webhook_id else []),
    ]


def _storefront(settings: Settings, tokens: FormTokens) -> OwnRouter:
    gateway = SANDBOX if ways_to_pay(settings) == ("sandbox",) else OUTSIDE
    guard = same_origin(secure=settings.is_secure)
    return OwnRouter("/", route_handlers=[*ROUTES, *gateway], guards=[guard], middleware=[tokens])


def expect_permissions(app: Litestar) -> None:
    """Refuse to start with a route that doesn't say who may use it."""
    for route in app.routes:
        handlers = route.route_handlers if isinstance(route, HTTPRoute) else (route.route_handler,)
        for handler in handlers:
            if "OPTIONS" in getattr(handler, "http_methods", ()):
                continue
            if not isinstance(handler.opt.get("permission"), Permission):
                raise TypeError(f"{route.path} declares no permission")


def _open(shop: Shop, desk: Desk, windows: Windows, news: OrderNews) -> Any:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        await in_thread(destroy_again, shop)
        async with asking(shop):
            yield
            await news.close()
        await windows.close()
        await shop.cache().close()
        await shop.door().close()
        desk.close()
        shop.recordings().flush()
        await in_thread(shop.tally().flush)
        shop.liveness().close()
        shop.pool().close()
        shop.appending().close()
        shop.appending_pool().close()
        shop.projector_pool().close()
        shop.keys().close()
        shop.gateway().close()

    return lifespan


def _openapi(settings: Settings) -> OpenAPIConfig:
    return OpenAPIConfig(
        title=f"{settings.name_over_the_door} API",
        version=__version__,
        description=(
            "Amounts are decimal strings with a currency; facts, wherever they are told, have whole minor units."
            " Refusals are problem details (RFC 9457). Lists are cut into pages by cursors. Writing takes"
            " `Idempotency-Key` and `If-Match`. An answer's `store-position`, sent along with the next question, has it"
            " answered from views that have seen that change."
        ),
        path=DESCRIPTION,
        components=Components(security_schemes={
            "staff": SecurityScheme(type="http", scheme="bearer", description="A staff token, for scripts."),
            "account": SecurityScheme(
                type="http", scheme="bearer", description="The `access_token` of `POST /api/v1/tokens`."
            ),
            "order": SecurityScheme(
                type="http", scheme="bearer", description="The `access_token` that placing the order returned."
            ),
        }),
    )
