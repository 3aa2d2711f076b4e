"""The cache, put together from the settings: shared where there is a Redis, else of this process."""

from store.adapters.drivers.caches import MemoryCache
from store.adapters.drivers.caches_redis import RedisCache
from store.application.shared.caching import Cache
from store.entrypoints.wiring.settings import Settings


def cache(settings: Settings) -> Cache:
    """What answers that may be given again are kept in."""
    return RedisCache(settings.redis_url) if settings.redis_url else MemoryCache()
