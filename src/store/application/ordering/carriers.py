"""Where carriers show how far a parcel is: by one small table."""

from collections.abc import Mapping
from typing import Final

from store.application.shared.text import in_address

CARRIERS: Final[Mapping[str, str]] = {
    "DHL": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={}",
    "DPD": "https://tracking.dpd.de/status/en_US/parcel/{}",
    "GLS": "https://gls-group.eu/EU/en/parcel-tracking?match={}",
    "UPS": "https://www.ups.com/track?tracknum={}",
    "FedEx": "https://www.fedex.com/fedextrack/?trknbr={}",
    "Hermes": "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#{}",
    "An Post": "https://www.anpost.com/Post-Parcels/Track/History?item={}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{}",
}
"""Carriers as people write them, and where each shows a parcel by its number."""

_BY_NAME: Final = {name.lower().replace(" ", ""): template for name, template in CARRIERS.items()}


def followed_at(carrier: str, tracking: str) -> str | None:
    """Where *carrier* shows the parcel it calls *tracking*; nothing where that isn't known."""
    template = _BY_NAME.get(carrier.lower().replace(" ", ""))
    return template.format(in_address(tracking)) if template and tracking else None
