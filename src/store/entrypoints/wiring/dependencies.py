"""What handlers ask for by name, and where each of it comes from."""

from collections.abc import Callable
from typing import Any, TypeAlias

from litestar.di import NamedDependency, Provide

from store.adapters.identity.blind_index import HmacPseudonyms
from store.adapters.identity.known_devices import HmacDevices
from store.application.ordering.ports import AccessTokens
from store.application.payments.ports import WaysToPay
from store.application.shared.ports import Ids
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.looked_for import Searches
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.signposts import Sitemap
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.pages import shop_info
from store.entrypoints.wiring.places import places
from store.entrypoints.wiring.readiness import ShopReadiness
from store.entrypoints.wiring.searches import searches
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.watching import Watch

Before: TypeAlias = NamedDependency[Any]


def dependencies(
    settings: Settings, shop: Shop, desk: Desk, limits: RateLimits, watch: Watch, **more: object
) -> dict[str, Provide]:
    """A provider for every name that a handler may ask for, *more* among them; what the container keeps is asked of it
    each time.
    """
    info = shop_info(settings)
    asked: dict[str, Callable[[], object]] = {
        "bank": shop.sandbox, "visits": shop.gateway, "notices": shop.notices,
        "paypal_notices": shop.paypal_notices, "elsewhere": shop.known_elsewhere,
        "copy_links": shop.copy_links, "links": shop.unsubscribe_links, "clock": shop.clock,
        "press": shop.press, "card_bank": lambda: shop.sandbox().adding,
    }
    sought = searches(shop.tally(), shop.blind_index(), shop.clock(), counts=settings.count_searches)
    kept = more | {
        "desk": desk, "frame": Frame(desk, info, places(settings)), "readiness": ShopReadiness(shop),
        "addresses": Sitemap(),
        "pseudonyms": HmacPseudonyms(shop.blind_index()), "devices": HmacDevices(shop.blind_index()),
        "metrics": watch.metrics, "reports": watch.reports,
    }
    given = {
        **{name: _of(source) for name, source in asked.items()},
        **{name: _always(thing) for name, thing in kept.items()},
        **_in_a_row(shop, info, limits, sought),
    }
    return {name: Provide(provider, sync_to_thread=False) for name, provider in given.items()}


def _in_a_row(shop: Shop, info: ShopInfo, limits: RateLimits, sought: Searches) -> dict[str, Callable[..., Any]]:
    """What hot routes ask for stands in a row: none of them asks for two things that could be had at the same time.

    For these the framework opens a task group at each request, which takes longer than answering. What stands before
    is named and not looked at.
    """
    def give_limits(desk: Before) -> RateLimits:
        del desk
        return limits

    def give_searches(limits: Before) -> Searches:
        del limits
        return sought

    def give_ids(searches: Before) -> Ids:
        del searches
        return shop.ids()

    def give_tokens(ids: Before) -> AccessTokens:
        del ids
        return shop.access_tokens()

    def give_shop(tokens: Before) -> ShopInfo:
        del tokens
        return info

    def give_ways(tokens: Before) -> WaysToPay:
        del tokens
        return shop.gateway()

    return {
        "limits": give_limits, "searches": give_searches, "ids": give_ids, "tokens": give_tokens, "shop": give_shop,
        "ways": give_ways,
    }


def _of(source: Callable[[], object]) -> Callable[[], object]:
    """A function with a signature, which the framework reads, where the container's own providers have none."""
    def give() -> object:
        return source()

    return give


def _always(thing: object) -> Callable[[], object]:
    return lambda: thing
