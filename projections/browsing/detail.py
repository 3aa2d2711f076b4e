"""One product with all its variants, and the tree of categories."""

from typing import Final, LiteralString
from uuid import UUID

from msgspec import json, structs

from projections.browsing.stitching import IN_PLACE, page
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import number, text
from store.application.browsing.errors import StandsElsewhere, TakenOut
from store.application.browsing.messages import CategoryNode, GetProduct, ListCategories
from store.application.shared.answers import Image, Json
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch
from store.domain.shared.errors import NotFound

_BY_SLUG: Final[LiteralString] = (
    f"SELECT {page()} FROM (SELECT * FROM read.products WHERE slug = %(slug)s AND for_sale ORDER BY id LIMIT 1) AS p"
    f" {IN_PLACE}"
)
_ELSEWHERE: Final[LiteralString] = (
    "SELECT p.slug, p.name, p.stage, c.slug FROM ("
    " SELECT *, 0 AS turn FROM read.products WHERE slug = %(slug)s UNION ALL"
    " SELECT *, 1 FROM read.products WHERE former <> '{}' AND former @> ARRAY[%(slug)s]) AS p"
    " LEFT JOIN read.categories c ON c.id = p.category ORDER BY p.for_sale DESC, p.turn, p.id LIMIT 1"
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
        """The page of one product, beside what goes well with it or stands near. One statement, and one more for what
        isn't there: it may be elsewhere, or have been taken out.
        """
        rows = await self._questions.ask(_BY_SLUG, {"slug": query.slug})
        ready = rows[0][0] if rows else None
        if ready is None:
            raise await self._elsewhere(query.slug)
        return Json(ready)

    async def _elsewhere(self, slug: str) -> NotFound:
        """Where what stood at *slug* is now; drafts are nowhere."""
        rows = await self._questions.ask(_ELSEWHERE, {"slug": slug})
        now, name, stage, category = rows[0] if rows else (None, None, b"draft", None)
        if stage == b"withdrawn":
            return TakenOut(text(name), text(category) if category else None)
        return StandsElsewhere(text(now)) if stage == b"listed" and text(now) != slug else NoSuch("product", slug)


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
            image = Image(self._media + text(picture), text(name)) if picture else None
            children.setdefault(UUID(text(parent)) if parent else None, []).append(
                (UUID(text(id)), CategoryNode(text(slug), text(name), number(count), image, []))
            )
        return Json(json.encode(_nodes(children, None)))


def _nodes(children: dict[UUID | None, list[tuple[UUID, CategoryNode]]], parent: UUID | None) -> list[CategoryNode]:
    return [
        structs.replace(node, children=_nodes(children, id)) for id, node in children.get(parent, [])
    ]
