"""Whatever writes and reads products by themselves, put together."""

from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.browsing.misfits import MisfitList
from projections.browsing.product_export import ProductExport
from projections.browsing.product_rows import ProductRowList
from store.application.catalogue.attribute_handlers import AttributeAnswers, AttributeHandlers
from store.application.catalogue.category_handlers import CategoryAnswers, CategoryHandlers
from store.application.catalogue.handlers import CatalogueHandlers
from store.application.catalogue.import_ports import Imports, LiveImports, PlacesNamed
from store.application.catalogue.ports import Media
from store.application.catalogue.record_answers import ProductRecords
from store.application.catalogue.search_words import SearchWordsAnswers, SearchWordsHandlers
from store.application.processes.importing_files import ImportingFiles
from store.application.processes.importing_products import ImportingProducts
from store.application.processes.keeping_products import KeepingProducts
from store.application.processes.undoing_imports import UndoingImports
from store.application.shared.ports import AsyncJournal, Clock, Ids, Journal


def about_goods(
    journal: AsyncJournal, facts: Journal, clock: Clock, ids: Ids, media: Media,
    imports: Imports, live_imports: LiveImports, named: PlacesNamed,
    pool: AsyncConnectionPool[AsyncConnection[Any]] | None = None,
) -> list[object]:
    """The handlers; a shop without a *pool* has no lists."""
    lists = [ProductRowList(pool), ProductExport(pool, journal), MisfitList(pool)] if pool else []
    return [
        CatalogueHandlers(clock), ImportingProducts(clock, named),
        ImportingFiles(imports, live_imports, clock, ids), UndoingImports(facts, clock), KeepingProducts(clock, ids),
        ProductRecords(journal), CategoryHandlers(clock, media), CategoryAnswers(journal), AttributeHandlers(clock),
        AttributeAnswers(journal), SearchWordsHandlers(clock), SearchWordsAnswers(journal), *lists,
    ]
