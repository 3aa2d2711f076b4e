"""What handlers ask for by name, and where each of it comes from."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from itertools import chain
from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import Guard

from store.adapters.identity.blind_index import HmacPseudonyms
from store.adapters.identity.known_devices import HmacDevices
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.signposts import Sitemap
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.pages import shop_info
from store.entrypoints.wiring.places import places
from store.entrypoints.wiring.readiness import ShopReadiness
from store.entrypoints.wiring.searches import searches
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.watching import Watch

AnyConnection = ASGIConnection[Any, Any, Any, Any]
Authorizing = Callable[[AnyConnection], Coroutine[Any, Any, None]]


def dependencies(
    settings: Settings, shop: Shop, desk: Desk, limits: RateLimits, watch: Watch, **more: object
) -> dict[str, Provide]:
    """A provider for every name that a handler may ask for, *more* among them; what the container keeps is asked of it
    each time.
    """
    info = shop_info(settings)
    asked: dict[str, Callable[[], object]] = {
        "bank": shop.sandbox, "visits": shop.gateway, "ways": shop.gateway, "notices": shop.notices,
        "paypal_notices": shop.paypal_notices, "elsewhere": shop.known_elsewhere,
        "copy_links": shop.copy_links, "links": shop.unsubscribe_links, "clock": shop.clock,
        "press": shop.press, "card_bank": lambda: shop.sandbox().adding,
        "ids": shop.ids, "tokens": shop.access_tokens,
    }
    kept = more | {
        "desk": desk, "limits": limits, "shop": info, "frame": Frame(desk, info, places(settings)),
        "readiness": ShopReadiness(shop), "addresses": Sitemap(),
        "pseudonyms": HmacPseudonyms(shop.blind_index()), "devices": HmacDevices(shop.blind_index()),
        "metrics": watch.metrics, "reports": watch.reports,
        "searches": searches(shop.tally(), shop.blind_index(), shop.clock(), counts=settings.count_searches),
    }
    given = {
        **{name: _of(source) for name, source in asked.items()},
        **{name: _always(thing) for name, thing in kept.items()},
    }
    return {name: Provide(provider, sync_to_thread=False) for name, provider in given.items()}


def hand_over_at_once(app: Litestar) -> None:
    """Have routes be given what they ask for in one step, since nothing of it is waited for or ends with the request.

    The framework resolves each by itself, and what could be had at the same time in a task group: at each request that
    took a fifth of what answering it did.
    """
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for _, asked in route.route_handler_map.values():
                needed = chain.from_iterable(asked.dependency_batches)
                asked.extractors.append(_giving({one.key: one.provide.dependency for one in needed}))
                asked.dependency_batches = []


def guard_without_copies(app: Litestar) -> None:
    """Have guards be shown the route that is asked for, not a copy made for each of them at each request.

    Ours read what it declares and change nothing of it; each copy took as long as what a guard does eightfold.
    """
    for route in app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            if "OPTIONS" in handler.http_methods:  # the framework's own, which takes no other method
                continue
            setattr(handler, "authorize_connection", _guarding(handler, handler.resolve_guards()))  # noqa: B010


def _guarding(handler: BaseRouteHandler, guards: Sequence[Guard]) -> Authorizing:
    async def authorize(connection: AnyConnection) -> None:
        for guard in guards:
            await guard(connection, handler)  # type: ignore[misc]

    return authorize


def _giving(sources: Mapping[str, Callable[[], object]]) -> Callable[[dict[str, Any], object], Awaitable[None]]:
    async def give(values: dict[str, Any], connection: object) -> None:
        del connection
        for name, source in sources.items():
            values[name] = source()

    return give


def _of(source: Callable[[], object]) -> Callable[[], object]:
    """A function with a signature, which the framework reads, where the container's own providers have none."""
    def give() -> object:
        return source()

    return give


def _always(thing: object) -> Callable[[], object]:
    return lambda: thing
