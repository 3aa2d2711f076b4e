"""The page of one category: its words, its place, and what it says of the attributes of its goods."""

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from litestar.response import Template
from msgspec import Struct, json

from store.application.browsing.messages import CategoryNode, ListCategories, ListProducts, ProductPage
from store.application.catalogue.attributes import GetAttributes, ListMisfits
from store.application.catalogue.categories import LookAtCategory
from store.application.shared.answers import Image, Json
from store.domain.shared.ids import CategoryId
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.notices import Notice

HERE: Final = f"{PATH}/categories"
MOST_PICTURES: Final = 12
"""Of goods, to choose from."""
_tree: Final = json.Decoder(list[CategoryNode])
_page: Final = json.Decoder(ProductPage)


class Sent(Struct, frozen=True):
    """A form somebody sent, and what was wrong with it. *act* says which: of one attribute its name stands behind."""

    act: str
    typed: Mapping[str, str]
    errors: Mapping[str, str] = {}
    notice: Notice | None = None


async def shown(
    id: UUID, request: AnyRequest, office: Office, desk: Desk, sent: Sent | None = None, *, status: int = 200
) -> Template:
    """The page as it stands."""
    stands = await desk.ask(LookAtCategory(category_id=CategoryId(id)), request)
    holding = await desk.ask(GetAttributes(place=str(id)), request)
    misfits, _ = await office.look(ListMisfits(category_id=CategoryId(id)), request)
    tree, late = await office.look(ListCategories(), request)
    standing = list(places(tree_of(tree)))
    here = next((place for place in standing if place[0] == str(id)), None)
    return await office.page(
        "category.html", request, status=status, late=late, category=stands, node=here[2] if here else None,
        others=[(value, words) for value, words, node in standing if here is None or not _within(node, here[2])],
        attributes=holding, misfits=misfits, pictures=await _pictures(here[2], request, office) if here else [],
        act=sent.act if sent else None, form=sent.typed if sent else {}, errors=sent.errors if sent else {},
        notice=sent.notice if sent else None,
    )


async def _pictures(node: CategoryNode, request: AnyRequest, office: Office) -> list[tuple[str, Image]]:
    """What its page may begin with: what it begins with now, and the first pictures of goods in it. By their names."""
    found, _ = await office.look(ListProducts(category=(node.slug,), limit=MOST_PICTURES), request)
    goods = [it.image for it in _page.decode(found).items]
    return list({_named(it): (_named(it), it) for it in (node.image, *goods) if it}.values())


def _named(image: Image) -> str:
    return image.src.rpartition("/")[2]


def tree_of(tree: Json) -> list[CategoryNode]:
    """The tree that was answered."""
    return _tree.decode(tree)


def places(nodes: list[CategoryNode], way: str = "") -> Iterator[tuple[str, str, CategoryNode]]:
    """Each as one may choose it: its id, the way to it in words, and itself."""
    for node in nodes:
        words = f"{way} › {node.name}" if way else node.name
        yield node.id, words, node
        yield from places(node.children, words)


def _within(node: CategoryNode, above: CategoryNode) -> bool:
    """Whether *node* is *above* or stands below it: no place for it to go to."""
    return node.id == above.id or any(_within(node, child) for child in above.children)
