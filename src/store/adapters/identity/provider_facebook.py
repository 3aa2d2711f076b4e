"""Facebook: OAuth 2.0, and its Graph API for who somebody is.

https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow and .../advanced/oidc-token for PKCE. It
says nothing about whether an address was proven, so none of its addresses is taken for that.
"""

from hashlib import sha256
from hmac import digest
from typing import Final

from msgspec import Struct

from store.adapters.identity.provider_addresses import address_in
from store.adapters.identity.provider_client import (
    LONGEST,
    Place,
    access_of,
    asked,
    exchanged,
    expect_issuer,
    shaped,
    way,
)
from store.application.identity.elsewhere import Introduction
from store.application.identity.errors import NotIntroduced
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider

VERSION: Final = "v23.0"
SITE: Final = "https://www.facebook.com"
API: Final = "https://graph.facebook.com"
_SCOPES: Final = ["public_profile,email"]
"""With commas between, unlike everybody else."""


class Person(Struct, frozen=True):
    """What is used of ``GET /me``."""

    id: str
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""


class Facebook:
    """One of the providers."""

    provider: Final = Provider.FACEBOOK

    def __init__(self, site: str, api: str, client_id: str, client_secret: str, back: str) -> None:
        self._api, self._secret = f"{api}/{VERSION}", client_secret
        self._place = Place(
            f"{site}/{VERSION}/dialog/oauth", f"{self._api}/oauth/access_token", client_id, client_secret, back
        )

    async def way(self, secret: Secret, *, anew: bool) -> str:
        """Where the browser goes. There is no word for asking anew."""
        del anew
        return await way(self._place, secret, _SCOPES)

    async def meet(self, secret: Secret, code: str, issuer: str | None) -> tuple[str, Introduction]:
        """Who came back."""
        expect_issuer(issuer, self._place, self.provider)
        access = access_of(await exchanged(self._place, secret, code), self.provider)
        proof = digest(self._secret.encode(), access.encode(), sha256).hex()
        found = await asked(
            f"{self._api}/me", access, self.provider, fields="id,name,first_name,last_name,email",
            appsecret_proof=proof,
        )
        person = shaped(found, Person, self.provider)
        email = address_in(person.email)
        return person.id, Introduction(
            self.provider, "", (email or person.name or self.provider.name_of_it)[:LONGEST], email,
            proven=False, given_name=(person.first_name or person.name)[:LONGEST],
            family_name=person.last_name[:LONGEST],
        )

    async def meet_again(self, refresh: Secret) -> tuple[str, Introduction]:
        """It gives nothing to ask again with."""
        del refresh
        raise NotIntroduced(self.provider.name_of_it)
