"""Those who know people elsewhere, without a network: whoever was told to them comes back with their name as code."""

from collections.abc import Sequence

from store.adapters.identity.errand_secrets import challenge_of, state_of
from store.application.identity.elsewhere import Introduction
from store.application.identity.errors import NotIntroduced, ProviderAway
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider


class MemoryProviders:
    """Twin of :class:`~store.adapters.identity.providers_http.HttpProviders`."""

    def __init__(self, names: Sequence[Provider] = ()) -> None:
        self.names = tuple(names)
        self.people: dict[tuple[Provider, str], Introduction] = {}
        self.away: set[Provider] = set()

    async def way(self, provider: Provider, secret: Secret, *, anew: bool = False) -> str:
        """Where the browser that holds *secret* goes."""
        self._expect(provider)
        asked = "&max_age=0" if anew and provider.asks_anew else ""
        way = f"state={state_of(secret.value)}&code_challenge={challenge_of(secret.value)}"
        return f"https://{provider.value}.test/?{way}{asked}"

    async def meet(self, provider: Provider, secret: Secret, code: str, issuer: str | None) -> Introduction:
        """Who came back with *code*: once."""
        del secret
        self._expect(provider)
        found = self.people.pop((provider, code), None)
        if found is None or issuer not in {None, f"https://{provider.value}.test"}:
            raise NotIntroduced(provider.name_of_it)
        return found

    async def meet_again(self, provider: Provider, refresh: Secret) -> Introduction:
        """News of somebody."""
        return await self.meet(provider, refresh, refresh.value, None)

    def _expect(self, provider: Provider) -> None:
        if provider in self.away:
            raise ProviderAway(provider.name_of_it)
        if provider not in self.names:
            raise NotIntroduced(provider.name_of_it)
