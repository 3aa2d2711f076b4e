"""Fills an empty shop with the demo goods, drawn and described by code."""

import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from uuid import uuid4

from msgspec import convert, structs

from store.adapters.catalogue.demo import draw, picture_names, products
from store.application.processes.importing_products import ImportProducts, ProductRow
from store.application.shared.bus import Caller
from store.entrypoints.cli.product_lines import Prices, ProductLine
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.demo_staff import enrol_demo_staff
from store.entrypoints.wiring.settings import Settings

SOURCE = "demo"
BATCH = 100
SUFFIX = ".svg"

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def seed_if_empty(settings: Settings, progress: Progress) -> None:
    """Bring the demo shop in, unless there is a single fact in the log already."""
    with postgres_shop(settings) as shop:
        if shop.log().max_notification_id() is None:
            _hang_pictures(settings.data_dir / "media", progress)
            _list_goods(shop, settings.currency, progress)
        enrol_demo_staff(shop)
        shop.runner().catch_up()


def _hang_pictures(folder: Path, progress: Progress) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = picture_names()
    for done, name in enumerate(names, 1):
        (folder / file_of(name)).write_bytes(draw(name))
        progress("drawing pictures", done, len(names))


def _list_goods(shop: Shop, currency: str, progress: Progress) -> None:
    caller = Caller(actor="system:demo", correlation=uuid4(), reason="the demo shop opens")
    prices = Prices(currency, None)
    rows = [_row(convert(_in_currency(row, currency), ProductLine).row(prices, 0)) for row in products()]
    pictures = {
        name.removeprefix("category/"): file_of(name) for name in picture_names() if name.startswith("category/")
    }
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


def _row(row: ProductRow) -> ProductRow:
    """The row with its pictures named as files."""
    return structs.replace(
        row,
        pictures=tuple(structs.replace(picture, name=file_of(picture.name)) for picture in row.pictures),
        variants=tuple(
            structs.replace(variant, picture=file_of(variant.picture) if variant.picture else None)
            for variant in row.variants
        ),
    )


def file_of(name: str) -> str:
    """The file in which the picture called *name* hangs."""
    return re.sub(r"[^a-z0-9-]+", "-", name) + SUFFIX
