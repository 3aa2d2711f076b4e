"""Pictures of goods, put together: what takes them in, what makes their sizes, and what sweeps up."""

from datetime import timedelta
from typing import Any, Final

import structlog

from store.adapters.catalogue.studio import PillowStudio
from store.application.catalogue.picture_ports import Studio, Uploads
from store.application.catalogue.picturing import PictureAnswers, PictureHandlers
from store.application.catalogue.ports import Media, ShownMedia
from store.application.shared.ports import AsyncJournal, Clock, History, Journal
from store.domain.catalogue.product import Product
from store.domain.shared.ids import ProductId
from store.entrypoints.workers.patience import patiently
from store.entrypoints.workers.pulse import Pulse

KEPT_ANYWAY: Final = timedelta(days=1)
"""Nobody is still sending what came so long ago."""
IDLE: Final = 1.0


class PicturesOfGoods:
    """The parts of a shop that have to do with them."""

    def __init__(
        self, media: Media, shown: ShownMedia, uploads: Uploads, journal: Journal, async_journal: AsyncJournal,
        clock: Clock, address: str,
    ) -> None:
        self._uploads, self._journal, self._clock = uploads, journal, clock
        self._studio: Studio = PillowStudio(media, shown, uploads, clock)
        self.handlers: list[object] = [
            PictureHandlers(self._studio, clock, address), PictureAnswers(async_journal, address),
        ]

    def size_next(self, passing: tuple[type[Exception], ...] = ()) -> bool:
        """Make the sizes of the picture that waits the longest, if one does; whether there may be more to do."""
        name = self._uploads.take(self._clock.now())
        if name is None:
            return False
        try:
            made = self._studio.make_sizes(name)
        except passing:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, it is logged, and tried again
            self._uploads.failed(name, type(failure).__name__)
            structlog.get_logger().exception("sizes not made", picture=name)
            return True
        if made:
            self._uploads.sized(name, self._clock.now())
        else:
            self._uploads.failed(name, "its file is not there yet")
        structlog.get_logger().info("sizes", picture=name, made=made)
        return True

    def make_sizes(self, passing: tuple[type[Exception], ...], pulse: Pulse) -> None:
        """Make sizes until the process ends."""

        def round() -> float:
            return 0.0 if self.size_next(passing) else IDLE

        patiently("pictures", round, passing, pulse.halt, pulse.resting())

    def sweep(self) -> int:
        """Throw away what came in and no product ever showed, by the facts themselves; how many that were."""
        return self._uploads.sweep(self._clock.now() - KEPT_ANYWAY, self._is_shown, self._studio.throw_away)

    def _is_shown(self, product: ProductId, name: str) -> bool:
        history = self._journal.read([product]).get(product, History())
        return Product.replay(product, history.events).ever_showed(name)


def on_postgres(
    pool: Any, media: Any, journal: Journal, async_journal: AsyncJournal, clock: Clock, address: str
) -> PicturesOfGoods:
    """On Postgres."""
    from store.adapters.catalogue.uploads_postgres import PostgresUploads

    return PicturesOfGoods(media, media, PostgresUploads(pool), journal, async_journal, clock, address)


def in_memory(media: Any, journal: Journal, async_journal: AsyncJournal, clock: Clock, address: str) -> PicturesOfGoods:
    """In memory."""
    from store.adapters.catalogue.uploads_memory import MemoryUploads

    return PicturesOfGoods(media, media, MemoryUploads(), journal, async_journal, clock, address)
