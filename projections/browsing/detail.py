"""One product with all its variants, and the tree of categories."""

from typing import Final, LiteralString
from uuid import UUID

from msgspec import json, structs

from projections.browsing.stitching import IN_PLACE, page
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import number, text
from store.application.browsing.messages import CategoryNode, GetProduct, ListCategories
from store.application.catalogue.sizes import shown
from store.application.shared.answers import Json
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch

_BY_SLUG: Final[LiteralString] = (
    f"SELECT {page()} FROM (SELECT * FROM read.products WHERE slug = %(slug)s AND for_sale ORDER BY id LIMIT 1) AS p"
    f" {IN_PLACE}"
)
_CATEGORIES: Final[LiteralString] = (
    "SELECT c.id, c.slug, c.name, c.parent, c.picture, coalesce(s.products, 0) FROM read.categories c"
    " LEFT JOIN read.shelves s ON s.place = c.id ORDER BY c.name"
)


class Detail:
    """Answers :class:`GetProduct`."""

    reads = ("goods",)

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    @answers(GetProduct)
    async def product(self, query: GetProduct) -> Json:
        """The page of one product; four of the same category stand beside it. One statement."""
        rows = await self._questions.ask(_BY_SLUG, {"slug": query.slug})
        ready = rows[0][0] if rows else None
        if ready is None:
            raise NoSuch("product", query.slug)
        return Json(ready)


class Categories:
    """Answers :class:`ListCategories`."""

    reads = ("goods",)

    def __init__(self, questions: Questions, media: str) -> None:
        self._questions, self._media = questions, media

    @answers(ListCategories)
    async def tree(self, query: ListCategories) -> Json:
        """All of them, roots first, in the order they were opened in by name."""
        del query
        children: dict[UUID | None, list[tuple[UUID, CategoryNode]]] = {}
        for id, slug, name, parent, picture, count in await self._questions.ask(_CATEGORIES, {}):
            image = shown(self._media, text(picture), text(name)) if picture else None
            children.setdefault(UUID(text(parent)) if parent else None, []).append(
                (UUID(text(id)), CategoryNode(text(slug), text(name), number(count), image, []))
            )
        return Json(json.encode(_nodes(children, None)))


def _nodes(children: dict[UUID | None, list[tuple[UUID, CategoryNode]]], parent: UUID | None) -> list[CategoryNode]:
    return [
        structs.replace(node, children=_nodes(children, id)) for id, node in children.get(parent, [])
    ]
