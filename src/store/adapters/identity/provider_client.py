"""How a provider is asked: by the library's client, within a time, following nothing, and what its silence means.

The library is ``httpx-oauth`` (docs/adr/0133). What it leaves to its users is here: PKCE's challenge, state, a limit of
time for all of a visit, and errors that say whether it is worth trying again.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import httpx
from httpx_oauth.exceptions import HTTPXOAuthError
from httpx_oauth.oauth2 import OAuth2, OAuth2RequestError, OAuth2Token
from msgspec import Struct, ValidationError, convert

from store.adapters.identity.errand_secrets import challenge_of, state_of, verifier_of
from store.application.identity.errors import NotIntroduced, ProviderAway
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider

WHOLE: Final = 8.0
"""Seconds for all that is asked about one visit."""
LONGEST: Final = 500
"""Characters of a name or a label that are looked at."""
_BUSY: Final = 429

T = TypeVar("T", bound=Struct)


class Place(Struct, frozen=True):
    """Where a provider is asked, and as whom. *back* is where it sends browsers; *basic*: the secret is shown in a
    header, as OpenID Connect has it, and not in the form.
    """

    authorize: str
    token: str
    client_id: str
    client_secret: str
    back: str
    basic: bool = False


class Client(OAuth2):
    """The library's, with a limit of time, and no word of the environment's proxies."""

    def __init__(self, place: Place) -> None:
        super().__init__(
            place.client_id, place.client_secret, place.authorize, place.token, place.token,
            token_endpoint_auth_method="client_secret_basic" if place.basic else "client_secret_post",
        )

    def get_httpx_client(self) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        """One for each request: visits are rare."""
        return connection()


def connection() -> httpx.AsyncClient:
    """A client that follows nothing: providers answer where they say they do."""
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold addresses, and those may hold tokens
    return httpx.AsyncClient(timeout=WHOLE, follow_redirects=False, trust_env=False)


async def way(place: Place, secret: Secret, scopes: list[str], **more: str) -> str:
    """Where the browser goes that holds *secret*."""
    return await Client(place).get_authorization_url(
        place.back, state_of(secret.value), scopes, challenge_of(secret.value), "S256", extras_params=more
    )


async def exchanged(place: Place, secret: Secret, code: str) -> OAuth2Token:
    """What *code* is good for, once, with what only this browser's shop can show."""
    return await Client(place).get_access_token(code, place.back, verifier_of(secret.value))


async def refreshed(place: Place, refresh: Secret) -> OAuth2Token:
    """The next access token."""
    return await Client(place).refresh_token(refresh.value)


def access_of(token: OAuth2Token, provider: Provider) -> str:
    """The access token. Some say in a good answer that there is none."""
    access = token.get("access_token")
    if not isinstance(access, str) or not access:
        raise NotIntroduced(provider.name_of_it)
    return access


def refresh_of(token: OAuth2Token) -> Secret:
    """The refresh token, where there is one."""
    given = token.get("refresh_token")
    return Secret(given if isinstance(given, str) else "")


async def asked(url: str, access: str, provider: Provider, **parameters: str) -> Any:
    """What a provider's own API says to whoever shows *access*."""
    async with connection() as client:
        answer = await client.get(
            url, params=parameters, headers={"authorization": f"Bearer {access}", "accept": "application/json"}
        )
    if answer.status_code != httpx.codes.OK:
        raise _meaning(answer, provider)
    return answer.json()


def shaped(value: Any, kind: type[T], provider: Provider) -> T:
    """*value* as *kind*: whatever a provider says is taken for a stranger's word."""
    try:
        return convert(value, kind)
    except ValidationError:
        raise NotIntroduced(provider.name_of_it) from None


def expect_issuer(issuer: str | None, place: Place, provider: Provider) -> None:
    """Refuse a browser that another provider sent back (RFC 9207)."""
    ours, theirs = urlsplit(place.authorize), urlsplit(issuer or place.authorize)
    if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
        raise NotIntroduced(provider.name_of_it)


@asynccontextmanager
async def heard(provider: Provider, whole: float) -> AsyncIterator[None]:
    """Have what goes wrong say whether nobody answered within *whole* seconds, or whether the answer was no."""
    try:
        async with asyncio.timeout(whole):
            yield
    except OAuth2RequestError as failure:
        raise _meaning(failure.response, provider) from None
    except (TimeoutError, httpx.HTTPError):
        raise ProviderAway(provider.name_of_it) from None
    except (HTTPXOAuthError, ValueError):
        raise NotIntroduced(provider.name_of_it) from None


def _meaning(answer: httpx.Response | None, provider: Provider) -> ProviderAway | NotIntroduced:
    away = answer is None or answer.is_server_error or answer.status_code == _BUSY
    return ProviderAway(provider.name_of_it) if away else NotIntroduced(provider.name_of_it)
