"""Google, or whoever else speaks OpenID Connect: found by discovery, and its word believed if it is signed.

https://developers.google.com/identity/openid-connect/openid-connect
"""

import time
from datetime import UTC, datetime
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from msgspec import Struct, field
from msgspec.structs import replace

from store.adapters.identity.errand_secrets import nonce_of
from store.adapters.identity.provider_addresses import address_in, is_that_very_one
from store.adapters.identity.provider_client import (
    LONGEST,
    Place,
    access_of,
    asked,
    connection,
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

ISSUER: Final = "https://accounts.google.com"
KEPT: Final = 3600.0
"""Seconds for which what was discovered, and the keys, are believed without asking again."""
LEEWAY: Final = 60
"""Seconds by which clocks may differ."""
_BASIC: Final = "client_secret_basic"
"""What is taken where nothing is said."""
_SCOPES: Final = ["openid", "email", "profile"]
_LOGIN: Final = "login"
_WHEN: Final = '{"id_token":{"auth_time":{"essential":true}}}'


class Discovered(Struct, frozen=True):
    """What is used of a provider's metadata (OpenID Connect Discovery, 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = (_BASIC,)
    prompt_values_supported: tuple[str, ...] = ()


class Claims(Struct, frozen=True):
    """What is used of an ID token, or of what the provider knows of somebody."""

    sub: str
    email: str = ""
    email_verified: bool = False
    given_name: str = ""
    family_name: str = ""
    name: str = ""
    auth_time: int | None = None


def _when(auth_time: int | None) -> datetime | None:
    """None for what is no time, or lies ahead by more than clocks differ."""
    if auth_time is None or not 0 <= auth_time <= time.time() + LEEWAY:
        return None
    return datetime.fromtimestamp(auth_time, UTC)


class Known(Struct):
    """What was asked, and until when it is believed."""

    at: Discovered
    keys: KeySet
    till: float = field(default=0.0)


class Google:
    """One of the providers."""

    provider: Final = Provider.GOOGLE

    def __init__(self, issuer: str, client_id: str, client_secret: str, back: str) -> None:
        self._issuer, self._id, self._secret, self._back = issuer.rstrip("/"), client_id, client_secret, back
        self._known: Known | None = None

    async def way(self, secret: Secret, *, anew: bool) -> str:
        """Where the browser goes. When it was last asked who it is has to be said (OpenID Connect Core, 5.5); Google
        says so to applications that it verified, and knows no ``prompt=login``, so that is sent where it is known.
        """
        known = await self._asked()
        more = {"max_age": "0"} if anew else {}
        if anew and _LOGIN in known.at.prompt_values_supported:
            more["prompt"] = _LOGIN
        return await way(
            self._place(known), secret, _SCOPES, nonce=nonce_of(secret.value), access_type="offline",
            claims=_WHEN, **more,
        )

    async def meet(self, secret: Secret, code: str, issuer: str | None) -> tuple[str, Introduction]:
        """Who came back: the provider signs it, for this shop, this browser and this visit."""
        known = await self._asked()
        place = self._place(known)
        expect_issuer(issuer, place, self.provider)
        token = await exchanged(place, secret, code)
        claims = await self._believed(token.get("id_token"), nonce_of(secret.value))
        return claims.sub, replace(self._introduction(claims, refresh_of(token)), asked_at=_when(claims.auth_time))

    async def meet_again(self, refresh: Secret) -> tuple[str, Introduction]:
        """News of somebody."""
        known = await self._asked()
        token = await refreshed(self._place(known), refresh)
        access = access_of(token, self.provider)
        claims = shaped(await asked(known.at.userinfo_endpoint, access, self.provider), Claims, self.provider)
        return claims.sub, self._introduction(claims, refresh_of(token))

    def _place(self, known: Known) -> Place:
        return Place(
            known.at.authorization_endpoint, known.at.token_endpoint, self._id, self._secret, self._back,
            basic=_BASIC in known.at.token_endpoint_auth_methods_supported,
        )

    def _introduction(self, claims: Claims, refresh: Secret) -> Introduction:
        email = address_in(claims.email)
        given, family = claims.given_name or claims.name, claims.family_name
        proven = claims.email_verified and bool(email) and is_that_very_one(claims.email)
        return Introduction(
            self.provider, "", (email or claims.name or self.provider.name_of_it)[:LONGEST], email,
            proven, given[:LONGEST], family[:LONGEST], refresh,
        )

    async def _believed(self, id_token: Any, nonce: str) -> Claims:
        """What the token says, if it is what it should be (OpenID Connect Core, 3.1.3.7)."""
        for again in (False, True):
            known = await self._asked(again=again)
            try:
                claims = jwt.decode(str(id_token), known.keys, algorithms=["RS256"]).claims
                jwt.JWTClaimsRegistry(
                    leeway=LEEWAY, iss={"essential": True, "value": known.at.issuer},
                    aud={"essential": True, "value": self._id}, exp={"essential": True}, iat={"essential": True},
                    nonce={"essential": True, "value": nonce}, sub={"essential": True},
                ).validate(claims)
            except (JoseError, ValueError):
                if again:
                    raise NotIntroduced(self.provider.name_of_it) from None
                continue  # it may be signed with a key that is newer than those known here
            if claims.get("azp", self._id) == self._id:
                return shaped(claims, Claims, self.provider)
            break
        raise NotIntroduced(self.provider.name_of_it)

    async def _asked(self, *, again: bool = False) -> Known:
        """Where it answers, and what it signs with."""
        if self._known is None or again or time.monotonic() > self._known.till:
            async with connection() as client:
                found = await client.get(f"{self._issuer}/.well-known/openid-configuration")
                at = shaped(found.raise_for_status().json(), Discovered, self.provider)
                if at.issuer.rstrip("/") != self._issuer:
                    raise NotIntroduced(self.provider.name_of_it)
                keys = (await client.get(at.jwks_uri)).raise_for_status().json()
            self._known = Known(at, KeySet.import_key_set(keys), time.monotonic() + KEPT)
        return self._known
