"""Who knows where visitors are, as far as the settings name somebody."""

from store.adapters.pricing.whereabouts_unknown import NobodyKnows
from store.application.pricing.ports import CountryByAddress
from store.entrypoints.wiring.reading_settings import Misconfigured, variable
from store.entrypoints.wiring.settings import Settings


def places(settings: Settings) -> CountryByAddress:
    """The file that is set, or nobody.

    :raises Misconfigured: if that file can't be read.
    """
    if settings.geoip_file is None:
        return NobodyKnows()
    from store.adapters.pricing.whereabouts_in_file import NoPlaces, PlacesInFile

    try:
        return PlacesInFile(settings.geoip_file)
    except NoPlaces as why:
        raise Misconfigured([f"{variable('geoip_file')} can't be read: {why}"]) from why
