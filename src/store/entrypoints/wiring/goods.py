"""Whatever writes and reads products by themselves, put together."""

from store.application.catalogue.handlers import CatalogueHandlers
from store.application.catalogue.records import ProductRecords
from store.application.processes.importing_products import ImportingProducts
from store.application.processes.keeping_products import KeepingProducts
from store.application.shared.ports import AsyncJournal, Clock, Ids


def about_goods(journal: AsyncJournal, clock: Clock, ids: Ids) -> list[object]:
    """The handlers."""
    return [CatalogueHandlers(clock), ImportingProducts(clock), KeepingProducts(clock, ids), ProductRecords(journal)]
