"""GitHub: OAuth 2.0 with PKCE, and its API for who somebody is.

https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps and
https://docs.github.com/rest/users/emails
"""

from typing import Final

from msgspec import Struct, ValidationError, convert

from store.adapters.identity.provider_addresses import address_in, is_that_very_one
from store.adapters.identity.provider_client import (
    LONGEST,
    Place,
    access_of,
    asked,
    exchanged,
    expect_issuer,
    refresh_of,
    refreshed,
    shaped,
    way,
)
from store.application.identity.elsewhere import Introduction
from store.application.identity.errors import NotIntroduced
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider

SITE: Final = "https://github.com"
API: Final = "https://api.github.com"
_SCOPES: Final = ["read:user", "user:email"]


class User(Struct, frozen=True):
    """What is used of ``GET /user``."""

    id: int
    login: str
    name: str | None = None


class Address(Struct, frozen=True):
    """One of ``GET /user/emails``."""

    email: str
    primary: bool
    verified: bool


class GitHub:
    """One of the providers."""

    provider: Final = Provider.GITHUB

    def __init__(self, site: str, api: str, client_id: str, client_secret: str, back: str) -> None:
        self._api = api
        self._place = Place(
            f"{site}/login/oauth/authorize", f"{site}/login/oauth/access_token", client_id, client_secret, back
        )

    async def way(self, secret: Secret, *, anew: bool) -> str:
        """Where the browser goes. There is no word for asking anew."""
        del anew
        return await way(self._place, secret, _SCOPES)

    async def meet(self, secret: Secret, code: str, issuer: str | None) -> tuple[str, Introduction]:
        """Who came back."""
        expect_issuer(issuer, self._place, self.provider)
        token = await exchanged(self._place, secret, code)
        return await self._user(access_of(token, self.provider), refresh_of(token))

    async def meet_again(self, refresh: Secret) -> tuple[str, Introduction]:
        """News of somebody, for apps whose tokens run out."""
        token = await refreshed(self._place, refresh)
        return await self._user(access_of(token, self.provider), refresh_of(token))

    async def _user(self, access: str, refresh: Secret) -> tuple[str, Introduction]:
        user = shaped(await asked(f"{self._api}/user", access, self.provider), User, self.provider)
        email, proven = await self._address(access)
        given, _, family = (user.name or "").strip().rpartition(" ")
        return str(user.id), Introduction(
            self.provider, "", f"@{user.login}"[:LONGEST], email, proven,
            (given or family or user.login)[:LONGEST], (family if given else "")[:LONGEST], refresh,
        )

    async def _address(self, access: str) -> tuple[str, bool]:
        """The primary address, and whether GitHub knows that it is theirs; none where they didn't let us see it."""
        try:
            found = convert(await asked(f"{self._api}/user/emails", access, self.provider), list[Address])
        except (NotIntroduced, ValidationError):
            return "", False
        primary = next((it for it in found if it.primary), None)
        email = address_in(primary.email) if primary else ""
        return email, bool(primary and email and primary.verified and is_that_very_one(primary.email))
