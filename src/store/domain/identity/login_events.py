"""Ways in beside the password: accounts that somebody has elsewhere."""

from enum import StrEnum
from typing import TypeAlias

from store.domain.identity.marks import Email, FamilyName, GivenName, LoginElsewhere, LoginLabel
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId


class Provider(StrEnum):
    """Who else knows people. The values are stored, and stand in addresses."""

    GOOGLE = "google"
    FACEBOOK = "facebook"
    GITHUB = "github"

    @property
    def name_of_it(self) -> str:
        """As people write it."""
        return {"google": "Google", "facebook": "Facebook", "github": "GitHub"}[self.value]

    @property
    def asks_anew(self) -> bool:
        """Whether it can be told to ask who somebody is, and says when it did: only OpenID Connect has that."""
        return self is Provider.GOOGLE


class Linking(StrEnum):
    """How an account elsewhere came to open one here."""

    JOINED = "joined"
    """The account here was made of it, and has no password yet."""
    SAME_ADDRESS = "same_address"
    """Both had proven the same address."""
    FROM_INSIDE = "from_inside"
    """Its owner, who was in and had proven it, wanted it."""


class Unlinking(StrEnum):
    """Why it opens this account no longer."""

    ASKED = "asked"
    ADDRESS_TAKEN_BACK = "address_taken_back"
    """It was linked while somebody else had put their address in the place of the owner's."""
    NEVER_PROVEN = "never_proven"
    """It was there before anybody had proven the address, and whoever did came by another way."""


class CustomerJoined(Event, frozen=True, tag="identity/joined-1"):
    """Somebody whom a provider vouches for has an account: the address is theirs, and there is no password."""

    account_id: AccountId
    email: Email
    given_name: GivenName
    family_name: FamilyName
    provider: Provider


class LoginLinked(Event, frozen=True, tag="identity/login-linked-1"):
    """An account elsewhere opens this one from now on. ``who`` is a keyed digest of what the provider calls them, and
    ``label`` what they would know it by.
    """

    account_id: AccountId
    provider: Provider
    who: LoginElsewhere
    label: LoginLabel
    how: Linking


class LoginUnlinked(Event, frozen=True, tag="identity/login-unlinked-1"):
    """It opens this one no longer."""

    account_id: AccountId
    provider: Provider
    reason: Unlinking


LoginEvent: TypeAlias = LoginLinked | LoginUnlinked
