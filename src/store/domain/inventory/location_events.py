"""The places of the shop where pieces lie: what they are called, which serves first, which are open."""

from typing import TypeAlias

from store.domain.inventory.places import LocationCode
from store.domain.shared.aggregate import Event


class LocationOpened(Event, frozen=True, omit_defaults=True, tag="inventory/location-opened-1"):
    """Pieces may lie at this place from now on. Orders are served from the place of the lowest *priority* first."""

    code: LocationCode
    name: str
    priority: int
    address: str = ""


class LocationDescribed(Event, frozen=True, omit_defaults=True, tag="inventory/location-described-1"):
    """This is said of the place from now on."""

    code: LocationCode
    name: str
    priority: int
    address: str = ""


class LocationClosed(Event, frozen=True, tag="inventory/location-closed-1"):
    """Nothing comes to this place any more."""

    code: LocationCode


class LocationReopened(Event, frozen=True, tag="inventory/location-reopened-1"):
    """Pieces may lie there again."""

    code: LocationCode


LocationEvent: TypeAlias = LocationOpened | LocationDescribed | LocationClosed | LocationReopened
