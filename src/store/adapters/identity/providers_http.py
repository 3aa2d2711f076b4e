"""Those who know people elsewhere, over HTTP."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import Protocol

from msgspec.structs import replace

from store.adapters.identity.blind_index import BlindIndex
from store.adapters.identity.provider_client import WHOLE, heard
from store.application.identity.elsewhere import Introduction
from store.application.identity.errors import NotIntroduced
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider


class OneProvider(Protocol):
    """One of them; with each introduction comes what it calls somebody."""

    @property
    def provider(self) -> Provider: ...
    async def way(self, secret: Secret, *, anew: bool) -> str: ...
    async def meet(self, secret: Secret, code: str, issuer: str | None) -> tuple[str, Introduction]: ...
    async def meet_again(self, refresh: Secret) -> tuple[str, Introduction]: ...


class HttpProviders:
    """A :class:`~store.application.identity.elsewhere.Providers`. What they call people stays in here: outside is a
    keyed digest.
    """

    def __init__(self, index: BlindIndex, known: Sequence[OneProvider], *, whole: float = WHOLE) -> None:
        """*whole*: seconds for all that is asked about one visit."""
        self._whole = whole
        self._index, self._known = index, {one.provider: one for one in known}
        self.names = tuple(self._known)

    async def way(self, provider: Provider, secret: Secret, *, anew: bool = False) -> str:
        """Where the browser that holds *secret* goes."""
        async with heard(provider, self._whole):
            return await self._one(provider).way(secret, anew=anew)

    async def meet(self, provider: Provider, secret: Secret, code: str, issuer: str | None) -> Introduction:
        """Who came back with *code*."""
        async with heard(provider, self._whole):
            return self._named(*await self._one(provider).meet(secret, code, issuer))

    async def meet_again(self, provider: Provider, refresh: Secret) -> Introduction:
        """News of somebody who agreed to that once."""
        async with heard(provider, self._whole):
            return self._named(*await self._one(provider).meet_again(refresh))

    def _one(self, provider: Provider) -> OneProvider:
        if provider not in self._known:
            raise NotIntroduced(provider.name_of_it)
        return self._known[provider]

    def _named(self, subject: str, introduction: Introduction) -> Introduction:
        if not subject:
            raise NotIntroduced(introduction.provider.name_of_it)
        who = self._index.of(f"login at {introduction.provider.value}", subject)
        return replace(introduction, who=urlsafe_b64encode(who).rstrip(b"=").decode())
