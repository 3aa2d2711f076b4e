"""Which categories the rows of a file mean: those that are called so now, or else were opened under such names."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from store.application.catalogue.import_ports import PlacesNamed
from store.application.processes.import_rows import ProductRow
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.category import Category
from store.domain.catalogue.product import Product
from store.domain.catalogue.slugs import category_slug
from store.domain.shared.ids import CategoryId, category_of

Path = tuple[str, ...]


@dataclass(frozen=True)
class RowPlaces:
    """Ids of the categories at paths of names. *standing* are those that are called so by now."""

    standing: Mapping[Path, CategoryId] = field(default_factory=dict)
    parts: Mapping[CategoryId, CategoryId] = field(default_factory=dict)
    """What categories that goods are in became part of, where a row means that."""

    def at(self, path: Path) -> CategoryId:
        """The one at *path*. What stood there before it was called otherwise is found by its first names, too."""
        return self.standing.get(path) or category_of(category_slug(path))

    def kept(self, said: CategoryId, meant: CategoryId) -> CategoryId:
        """*meant*, but as it was *said* if that became part of it: it is the same place."""
        return said if self.parts.get(said) == meant else meant


def paths_of(rows: Iterable[ProductRow]) -> tuple[tuple[str, ...], ...]:
    """All places that *rows* name, each once."""
    return tuple(sorted({path for row in rows for path in row.paths}))


def standing_at(paths: Collection[Path], named: PlacesNamed) -> RowPlaces:
    """Those at *paths*."""
    return RowPlaces(named.of(paths) if paths else {})


def places_of(
    rows: Iterable[ProductRow], products: Iterable[Product], named: PlacesNamed, work: UnitOfWork
) -> RowPlaces:
    """Those of *rows*, which are about *products*."""
    rows = list(rows)
    found = standing_at(paths_of(rows), named)
    elsewhere = {
        said.category for row, product in zip(rows, products, strict=True)
        if row.category and (said := product.description) and said.category not in {found.at(row.category), product.id}
    }
    return RowPlaces(found.standing, {id: _final(id, work) for id in sorted(elsewhere)})


def _final(id: CategoryId, work: UnitOfWork) -> CategoryId:
    """What it became part of in the end; itself if it didn't."""
    into = work.find(Category, id).into
    return id if into is None else _final(into, work)
