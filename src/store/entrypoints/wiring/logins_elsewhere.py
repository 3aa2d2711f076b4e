"""Logging in with an account elsewhere, put together: whom the settings name, and nobody else."""

from typing import TYPE_CHECKING

from store.adapters.identity.blind_index import BlindIndex
from store.adapters.identity.providers_memory import MemoryProviders
from store.application.identity.elsewhere import Providers
from store.domain.identity.login_events import Provider

if TYPE_CHECKING:
    from store.adapters.identity.providers_http import OneProvider
    from store.entrypoints.wiring.settings import Settings


def provider_names(settings: "Settings") -> tuple[Provider, ...]:
    """Who is set up, in the order in which pages show them."""
    named = {
        Provider.GOOGLE: settings.google_client_id, Provider.FACEBOOK: settings.facebook_client_id,
        Provider.GITHUB: settings.github_client_id,
    }
    return tuple(provider for provider, id in named.items() if id)


def known_elsewhere(settings: "Settings", index: BlindIndex) -> Providers:
    """They; only now is the library for it imported. Where nobody is set up, nobody is asked."""
    names = provider_names(settings)
    if not names:
        return MemoryProviders()
    from store.adapters.identity.providers_http import HttpProviders

    return HttpProviders(index, [_one(name, settings) for name in names])


def back(settings: "Settings", provider: Provider) -> str:
    """Where a provider sends browsers."""
    return f"{settings.address}/login/with/{provider.value}/return"


def _one(provider: Provider, settings: "Settings") -> "OneProvider":
    from store.adapters.identity import provider_facebook, provider_github, provider_google

    url: str = getattr(settings, f"{provider.value}_url").rstrip("/")
    app = (
        getattr(settings, f"{provider.value}_client_id"), getattr(settings, f"{provider.value}_client_secret"),
        back(settings, provider),
    )
    if provider is Provider.GOOGLE:
        return provider_google.Google(url or provider_google.ISSUER, *app)
    if provider is Provider.GITHUB:
        site, api = (url, f"{url}/api/v3") if url else (provider_github.SITE, provider_github.API)
        return provider_github.GitHub(site, api, *app)
    site, api = (url, url) if url else (provider_facebook.SITE, provider_facebook.API)
    return provider_facebook.Facebook(site, api, *app)
