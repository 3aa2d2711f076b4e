"""What ``store doctor`` looks at of the file of places."""

from store.entrypoints.cli.desk import Check
from store.entrypoints.wiring.places import places
from store.entrypoints.wiring.reading_settings import Misconfigured
from store.entrypoints.wiring.settings import Settings


def places_known(settings: Settings) -> Check:
    """Whether the file that is set can be read."""
    try:
        places(settings)
    except Misconfigured as reason:
        return Check("places", "failed", str(reason), "Get one anew, or leave STORE_GEOIP_FILE out.")
    return Check("places", "ok", str(settings.geoip_file))
