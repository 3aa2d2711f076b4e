"""What ``store doctor`` asks of the carrier."""

from contextlib import closing
from typing import Final

from store.entrypoints.cli.desk import Check
from store.entrypoints.wiring.carrying import carrier_line
from store.entrypoints.wiring.settings import Settings

_NOBODYS: Final = "store-doctor"
"""A number that no parcel has: where it is changes nothing, and takes the token to be told."""


def carrier_there(settings: Settings) -> Check:
    """Whether it answers, and to this shop."""
    with closing(carrier_line(settings)) as line:
        said = line.status("trackings", _NOBODYS, "events")
    if said in {200, 404}:
        return Check("carrier", "ok", f"{settings.carrier_name} answers")
    return Check(
        "carrier", "warning", f"{settings.carrier_name} answers {said}",
        "Tracking numbers are typed by hand meanwhile. Are STORE_CARRIER_URL and STORE_CARRIER_TOKEN right?",
    )
