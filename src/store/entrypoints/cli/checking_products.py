"""Reads a whole file of products before any of it counts: a fault in its last line changes nothing."""

from datetime import UTC, datetime

from store.application.processes.import_rows import ProductRow
from store.application.processes.row_places import RowPlaces
from store.application.processes.row_words import described, named, plain_key
from store.domain.catalogue.events import Variant
from store.domain.catalogue.product import Product
from store.domain.catalogue.soundness import faults_of
from store.domain.shared.errors import StoreError
from store.entrypoints.cli.product_bounds import beyond_bounds
from store.entrypoints.cli.product_files import Rows
from store.entrypoints.cli.product_lines import BadLine

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def check_products(rows: Rows, source: str) -> int:
    """How many products there are.

    :raises BadLine: at the first that the catalogue would refuse, or that repeats another's name.
    """
    check, count = Check(source), 0
    for line, row in rows:
        count += 1
        if fault := check.fault_of(line, row):
            raise BadLine(f"line {line}: {fault}")
    if not count:
        raise BadLine("line 1: there are no products in this file")
    return count


class Check:
    """Looks at the products of one file, one after the other."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._first_line: dict[tuple[str, str], int] = {}

    def fault_of(self, line: int, row: ProductRow) -> str:
        """Why the catalogue would refuse it, or which other one it repeats; empty if it wouldn't and doesn't."""
        if fault := _refused(row, self._source):
            return fault
        for name in _names(row):
            before = self._first_line.setdefault(name, line)
            if before != line:
                return f"the {name[0]} {name[1]!r} is used on line {before} already"
        return ""


def _names(row: ProductRow) -> list[tuple[str, str]]:
    slug = [("slug", row.slug)] if row.slug else []
    return [("key", plain_key(row.key)), *slug, *(("SKU", variant.sku) for variant in row.variants)]


def _refused(row: ProductRow, source: str) -> str:
    """Put it up for sale in a catalogue that nobody sees: the rules are the catalogue's own."""
    if not row.key or not row.name.strip() or any(variant.stock < 0 for variant in row.variants):
        return "a product needs a key and a name, and no stock is below zero"
    if fault := beyond_bounds(row):
        return fault
    id = named(source, row.key)
    variants = tuple(Variant(v.sku, v.price, v.options, v.list_price, v.picture, v.more) for v in row.variants)
    description = described(row, id, row.slug, source, RowPlaces())
    try:
        Product(id).list(description, variants, at=_ANY_TIME)
    except StoreError as refused:
        return str(refused)
    return next((_blamed(field, words, row) for field, words in faults_of(description, variants).items()
                 if row.pictures or not field.endswith(".picture")), "")


def _blamed(field: str, words: str, row: ProductRow) -> str:
    """*words*, with the SKU where they are about one variant."""
    _, _, of_variant = field.partition("variants.")
    place = of_variant.partition(".")[0]
    return f"{row.variants[int(place)].sku}: {words}" if place else words
