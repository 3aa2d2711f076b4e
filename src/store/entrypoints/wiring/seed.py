"""Fills an empty shop with the demo goods, drawn and described by code."""

import re
from collections.abc import Callable, Mapping
from itertools import islice
from uuid import uuid4

from msgspec import convert, json, structs

from store.adapters.catalogue.demo import ATTRIBUTES, draw, picture_names, products
from store.adapters.drivers.eventlog.journal import Metadata
from store.application.catalogue.attributes import DefineMissing
from store.application.catalogue.media_names import TYPES, hashed
from store.application.catalogue.ports import Media
from store.application.processes.import_rows import ImportProducts, OpenCategories, ProductRow
from store.application.shared.bus import Caller
from store.domain.catalogue.slugs import category_slug
from store.entrypoints.cli.product_lines import Prices, ProductLine
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.demo_logins import EMAIL
from store.entrypoints.wiring.demo_staff import ACTOR, enrol_demo_staff
from store.entrypoints.wiring.settings import Settings

SOURCE = "demo"
BATCH = 100
SUFFIX = ".svg"

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def seed_if_empty(settings: Settings, progress: Progress) -> None:
    """Bring the demo shop in where there is nothing, or the rest of it where a start was stopped in the middle."""
    with postgres_shop(settings) as shop:
        if _is_wanted(shop):
            pictures = _hang_pictures(shop.media(), progress)
            _list_goods(shop, settings.currency, pictures, progress)
        enrol_demo_staff(shop)
        shop.runner().catch_up()


def _is_wanted(shop: Shop) -> bool:
    """Whether goods of the demo are missing. Its member of staff comes last: who is there has all the rest before.

    What was listed already is left as it is by listing it again.
    """
    if shop.account_emails().find(EMAIL) is not None:
        return False
    first = shop.log().select_notifications(None, 1)
    return not first or json.decode(first[0].metadata, type=Metadata).actor == ACTOR


def _hang_pictures(media: Media, progress: Progress) -> Mapping[str, str]:
    """Under which name each picture hangs."""
    names, hung = picture_names(), {}
    for done, name in enumerate(names, 1):
        drawn = draw(name)
        hung[name] = hashed(re.sub(r"[^a-z0-9-]+", "-", name), drawn, SUFFIX)
        media.put(hung[name], drawn, TYPES[SUFFIX])
        progress("drawing pictures", done, len(names))
    return hung


def _list_goods(shop: Shop, currency: str, hung: Mapping[str, str], progress: Progress) -> None:
    caller = Caller(actor=ACTOR, correlation=uuid4(), reason="the demo shop opens")
    prices = Prices(currency, None)
    rows = [_row(convert(_in_currency(row, currency), ProductLine).row(prices, 0), hung) for row in products()]
    pictures = {
        name.removeprefix("category/"): file for name, file in hung.items() if name.startswith("category/")
    }
    shop.bus().do(OpenCategories(paths=tuple(ATTRIBUTES), pictures=pictures), caller)
    asked = {category_slug(path): said for path, said in ATTRIBUTES.items()}
    shop.bus().do(DefineMissing(attributes=asked), caller)
    waiting, done = iter(rows), 0
    while batch := tuple(islice(waiting, BATCH)):
        shop.bus().do(ImportProducts(source=SOURCE, rows=batch, category_pictures=pictures), caller)
        done += len(batch)
        progress("listing goods", done, len(rows))


def _in_currency(row: dict[str, object], currency: str) -> dict[str, object]:
    """The demo's prices count one to one in whatever currency the shop sells in."""
    variants = row["variants"]
    if not isinstance(variants, list):
        raise TypeError(variants)
    return row | {"variants": [variant | {"currency": currency} for variant in variants]}


def _row(row: ProductRow, hung: Mapping[str, str]) -> ProductRow:
    """The row with its pictures under the names they hang by."""
    return structs.replace(
        row,
        pictures=tuple(structs.replace(picture, name=hung[picture.name]) for picture in row.pictures),
        variants=tuple(
            structs.replace(variant, picture=hung[variant.picture] if variant.picture else None)
            for variant in row.variants
        ),
    )
