"""Who has more than a customer's role: ids and roles, no person."""

from typing import TypeAlias

from store.domain.identity.events import Role
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId


class PlaceTaken(Event, frozen=True, tag="identity/place-taken-1"):
    """An account has this role from now on, and its doors are open."""

    account_id: AccountId
    role: Role


class PlaceLeft(Event, frozen=True, tag="identity/place-left-1"):
    """An account has no more than a customer's role any more, or no door opens for it."""

    account_id: AccountId


RosterEvent: TypeAlias = PlaceTaken | PlaceLeft
