"""Whether shoppers see a product: withdrawn, brought back, published, a draft again, or planned to be for sale."""

from datetime import datetime
from typing import Any, assert_never
from uuid import UUID

from psycopg import Connection

from projections.browsing.pricing import turned
from store.domain.catalogue.standing_events import (
    ProductPublished,
    ProductRelisted,
    ProductUnpublished,
    ProductWithdrawn,
    PublicationCalledOff,
    PublicationPlanned,
    StandingEvent,
)


def stand(event: StandingEvent, position: int, db: Connection[Any]) -> None:
    """Take one of these facts into account. What goes on sale is as new as that."""
    id = event.product_id
    match event:
        case ProductWithdrawn():
            _turn(id, "withdrawn", event.at, db)
        case ProductUnpublished():
            _turn(id, "draft", event.at, db)
        case ProductRelisted(for_sale=for_sale):
            _turn(id, "listed" if for_sale else "draft", event.at, db)
        case ProductPublished():
            db.execute("UPDATE products SET listed = %s WHERE id = %s", (position, id))
            _turn(id, "listed", event.at, db)
        case PublicationPlanned(due=due):
            db.execute("UPDATE products SET due = %s WHERE id = %s", (due, id))
        case PublicationCalledOff():
            db.execute("UPDATE products SET due = NULL WHERE id = %s", (id,))
        case _:
            assert_never(event)


def _turn(id: UUID, stage: str, at: datetime, db: Connection[Any]) -> None:
    db.execute(
        "UPDATE products SET stage = %s, for_sale = %s, due = NULL WHERE id = %s", (stage, stage == "listed", id)
    )
    turned(id, at, db, for_sale=stage == "listed")
