"""What pages are made with and what they load: templates, built files, pictures."""

from pathlib import Path
from typing import Any, Final

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig
from litestar.types import ControllerRouterHandler

from store.entrypoints.backoffice.office import Office
from store.entrypoints.backoffice.routes import back_office
from store.entrypoints.shared.assets import DIST, Assets
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.form_tokens import FormTokens
from store.entrypoints.shared.media import media_routes
from store.entrypoints.shared.pages import environment
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.routers import OwnRouter
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.wiring.carrying import carrier_name
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.demo_logins import known_password_stands
from store.entrypoints.wiring.gateways import ways_to_pay
from store.entrypoints.wiring.logins_elsewhere import provider_names
from store.entrypoints.wiring.settings import Settings

LOCALE: Final = "en-IE"
FOR_EVER: Final = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)


def template_config(settings: Settings) -> TemplateConfig[JinjaTemplateEngine]:
    """The engine behind every page. ``shop``, ``locale`` and ``timezone`` are there unless a page says otherwise."""
    env = environment(Assets(elsewhere=settings.static_url))
    env.globals |= {"shop": shop_info(settings), "locale": LOCALE, "timezone": settings.time_zone}
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(env))


def shop_info(settings: Settings) -> ShopInfo:
    """What pages and routes may know of the shop itself."""
    return ShopInfo(
        settings.name_over_the_door, settings.currency, settings.address, settings.demo, settings.time_zone,
        outbox_is_open=known_password_stands(settings),
        payment_method=ways_to_pay(settings)[0],
        card_key=settings.stripe_publishable_key if settings.stripe_key else "",
        suggests_places=bool(settings.geocoding_url), providers=provider_names(settings),
        purposes=settings.purposes, checkout_in_steps=settings.checkout == "steps",
        carrier=carrier_name(settings),
    )


def files(settings: Settings, shop: Shop) -> list[ControllerRouterHandler]:
    """Built files at ``/static``, pictures at ``/media``: what has a digest in its name keeps for ever."""
    return [_static(for_others=bool(settings.static_url)), media_routes(shop.media(), settings.media_url)]


def staff_pages(settings: Settings, desk: Desk, tokens: FormTokens) -> OwnRouter:
    """The back office."""
    return back_office(Office(desk, shop_info(settings)), tokens)


def _static(folder: Path = DIST, *, for_others: bool = False) -> Router:
    """*for_others*: a CDN hands them on, to pages of the shop, which is another host to it."""
    return create_static_files_router(
        "/static", [folder], cache_control=FOR_EVER, opt=open_to(Permission.PUBLIC),
        after_request=_for_others if for_others else None,
    )


async def _for_others(response: Any) -> Any:
    response.headers["access-control-allow-origin"] = "*"
    response.headers["cross-origin-resource-policy"] = "cross-origin"
    return response
