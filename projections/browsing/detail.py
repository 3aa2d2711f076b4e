"""One product with all its variants, and the tree of categories."""

from typing import Final, LiteralString
from uuid import UUID

from msgspec import Struct, json, structs

from projections.browsing.converting import converting_for
from projections.browsing.kept import CATEGORY, TREE, Places
from projections.browsing.stitching import IN_PLACE, page
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import number, text
from store.application.browsing.errors import StandsElsewhere, TakenOut
from store.application.browsing.messages import (
    CategoryNode,
    CategoryPage,
    Crumb,
    GetCategory,
    GetProduct,
    ListCategories,
)
from store.application.catalogue.sizes import shown
from store.application.pricing.ports import Boards
from store.application.shared.answers import Image, Json
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch
from store.domain.shared.errors import NotFound

_STANDS: LiteralString = (
    f" FROM (SELECT * FROM read.products WHERE slug = %(slug)s AND for_sale ORDER BY id LIMIT 1) AS p {IN_PLACE}"
)
_BY_SLUG: Final[LiteralString] = f"SELECT {page()}{_STANDS}"
_TO_CONVERT: Final[LiteralString] = f"SELECT {page(elsewhere=True)}{_STANDS}"
_ELSEWHERE: Final[LiteralString] = (
    "SELECT p.slug, p.name, p.stage, c.slug FROM ("
    " SELECT *, 0 AS turn FROM read.products WHERE slug = %(slug)s UNION ALL"
    " SELECT *, 1 FROM read.products WHERE former <> '{}' AND former @> ARRAY[%(slug)s]) AS p"
    " LEFT JOIN read.categories c ON c.id = p.category ORDER BY p.for_sale DESC, p.turn, p.id LIMIT 1"
)
_CATEGORIES: Final[LiteralString] = (
    "SELECT c.id, c.slug, c.name, c.parent, c.picture, coalesce(s.products, 0) FROM read.categories c"
    " LEFT JOIN read.shelves s ON s.place = c.id WHERE c.merged IS NULL ORDER BY c.name, c.slug"
)
_CATEGORY: Final[LiteralString] = """
SELECT jsonb_build_object('id', c.id, 'slug', c.slug, 'name', c.name, 'text', c.text, 'picture', c.picture,
    'count', coalesce(s.products, 0), 'breadcrumbs', c.trail::jsonb, 'children', coalesce((
        SELECT jsonb_agg(jsonb_build_object('slug', n.slug, 'name', n.name, 'picture', n.picture, 'count',
            coalesce(t.products, 0)) ORDER BY n.name, n.slug)
        FROM read.categories n LEFT JOIN read.shelves t ON t.place = n.id WHERE n.parent = c.id AND n.merged IS NULL
    ), '[]'))::text
FROM read.categories c LEFT JOIN read.shelves s ON s.place = c.id
WHERE c.id = coalesce(
    (SELECT id FROM read.categories WHERE slug = %(slug)s AND slug <> '' ORDER BY placed LIMIT 1),
    (SELECT coalesce(f.merged, f.id) FROM read.category_addresses a JOIN read.categories f ON f.id = a.category
     WHERE a.slug = %(slug)s)
)
"""


class _Child(Struct):
    slug: str
    name: str
    picture: str | None
    count: int


class _Category(Struct):
    id: str
    slug: str
    name: str
    text: str
    picture: str | None
    count: int
    breadcrumbs: list[Crumb]
    children: list[_Child]


class Detail:
    """Answers :class:`GetProduct`."""

    reads = ("goods",)

    def __init__(self, questions: Questions, board: Boards) -> None:
        self._questions, self._board = questions, board

    @answers(GetProduct)
    async def product(self, query: GetProduct) -> Json:
        """The page of one product, beside what goes well with it or stands near. One statement, and one more for what
        isn't there: it may be elsewhere, or have been taken out.
        """
        into = await converting_for(query.currency, self._board)
        rows = await self._questions.ask(_TO_CONVERT if into else _BY_SLUG, {"slug": query.slug})
        if not rows or (ready := rows[0][0]) is None:
            raise await self._elsewhere(query.slug)
        return Json(into.card(ready) if into else ready)

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

    def __init__(self, questions: Questions, media: str, places: Places) -> None:
        self._questions, self._media, self._places = questions, media, places

    @answers(GetCategory)
    async def category(self, query: GetCategory) -> CategoryPage:
        """The one that stands there, else the one that stood there last."""
        ready = await self._places.get(CATEGORY, query.slug, lambda: self._landing(query.slug))
        if not ready:
            raise NoSuch("category", query.slug)
        found = json.decode(ready, type=_Category)
        return CategoryPage(
            found.id, found.slug, found.name, found.text, found.count, self._image(found.picture, found.name),
            found.breadcrumbs, [
                CategoryNode(it.slug, it.name, it.count, self._image(it.picture, it.name), []) for it in found.children
            ],
        )

    async def _landing(self, slug: str) -> bytes:
        rows = await self._questions.ask(_CATEGORY, {"slug": slug})
        return (rows[0][0] if rows else None) or b""

    def _image(self, picture: str | None, name: str) -> Image | None:
        return shown(self._media, picture, name) if picture else None

    @answers(ListCategories)
    async def tree(self, query: ListCategories) -> Json:
        """All of them, roots first, in the order they were opened in by name."""
        del query
        return Json(await self._places.get(TREE, "", self._whole))

    async def _whole(self) -> bytes:
        children: dict[UUID | None, list[tuple[UUID, CategoryNode]]] = {}
        for id, slug, name, parent, picture, count in await self._questions.ask(_CATEGORIES, {}):
            image = self._image(text(picture) if picture else None, text(name))
            children.setdefault(UUID(text(parent)) if parent else None, []).append(
                (UUID(text(id)), CategoryNode(text(slug), text(name), number(count), image, [], text(id)))
            )
        return json.encode(_nodes(children, None))


def _nodes(children: dict[UUID | None, list[tuple[UUID, CategoryNode]]], parent: UUID | None) -> list[CategoryNode]:
    return [structs.replace(node, children=_nodes(children, id)) for id, node in children.get(parent, [])]
