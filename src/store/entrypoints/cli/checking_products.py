"""Reads a whole file of products before any of it counts: a fault in its last line changes nothing."""

from datetime import UTC, datetime

from store.application.processes.importing_products import ProductRow, described, named
from store.domain.catalogue.events import Variant
from store.domain.catalogue.product import Product
from store.domain.shared.errors import StoreError
from store.entrypoints.cli.product_files import Rows
from store.entrypoints.cli.product_lines import BadLine

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def check_products(rows: Rows, source: str) -> int:
    """How many products there are.

    :raises BadLine: at the first that the catalogue would refuse, or that repeats another's name.
    """
    first_line: dict[tuple[str, str], int] = {}
    count = 0
    for line, row in rows:
        count += 1
        _check(line, row, source)
        for name in _names(row):
            before = first_line.setdefault(name, line)
            if before != line:
                raise BadLine(f"line {line}: the {name[0]} {name[1]!r} is used on line {before} already")
    if not count:
        raise BadLine("line 1: there are no products in this file")
    return count


def _names(row: ProductRow) -> list[tuple[str, str]]:
    slug = [("slug", row.slug)] if row.slug else []
    return [("key", row.key), *slug, *(("SKU", variant.sku) for variant in row.variants)]


def _check(line: int, row: ProductRow, source: str) -> None:
    """Put it up for sale in a catalogue that nobody sees: the rules are the catalogue's own."""
    if not row.key or not row.name.strip() or any(variant.stock < 0 for variant in row.variants):
        raise BadLine(f"line {line}: a product needs a key and a name, and no stock is below zero")
    id = named(source, row.key)
    variants = tuple(Variant(v.sku, v.price, v.options, v.list_price, v.picture) for v in row.variants)
    try:
        Product(id).list(described(row, id, row.slug), variants, at=_ANY_TIME)
    except StoreError as refused:
        raise BadLine(f"line {line}: {refused}") from refused
