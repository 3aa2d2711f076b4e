"""Where categories stand, and at which addresses: computed as a whole whenever one of them comes or moves."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, LiteralString, get_args
from uuid import UUID

from msgspec import Struct, json, structs
from psycopg import Connection

from store.application.browsing.messages import Crumb
from store.domain.catalogue.attribute_events import AttributeEvent
from store.domain.catalogue.attributes import Definitions, Inherited, below
from store.domain.catalogue.attributing import after
from store.domain.catalogue.category_events import (
    CategoryDescribed,
    CategoryEvent,
    CategoryMerged,
    CategoryMoved,
    CategoryOpened,
)
from store.domain.shared.ids import CategoryId

PLACING: Final = get_args(CategoryEvent)

DDL: Final[LiteralString] = """
CREATE TABLE categories (
    id uuid PRIMARY KEY, tail text NOT NULL, name text NOT NULL, text text NOT NULL, parent uuid, merged uuid,
    picture text, placed bigint NOT NULL, slug text NOT NULL, path uuid[] NOT NULL, crumb text NOT NULL,
    trail text NOT NULL, own text NOT NULL DEFAULT '[]', defined text NOT NULL DEFAULT '[]',
    kind tsvector GENERATED ALWAYS AS (strip(to_tsvector('english', name))) STORED
);
COMMENT ON TABLE categories IS 'Places in the catalogue; path holds the ids from the top down, itself last.';
COMMENT ON COLUMN categories.tail IS 'The last part of its address.';
COMMENT ON COLUMN categories.text IS 'What its page says of it, as Markdown.';
COMMENT ON COLUMN categories.merged IS 'The category it became part of; its path, crumb and trail are that one''s.';
COMMENT ON COLUMN categories.placed IS
    'Position in the log at which it came to where it is: who came first has the plain address.';
COMMENT ON COLUMN categories.kind IS 'The words of its name, as a search has them.';
COMMENT ON COLUMN categories.own IS 'What it says itself of the attributes of its goods, as JSON.';
COMMENT ON COLUMN categories.defined IS 'What holds for its goods, said by it or above it, as JSON.';
COMMENT ON COLUMN categories.crumb IS 'JSON: its slug and name; trail is the list of these along its path.';
CREATE TABLE category_addresses (slug text PRIMARY KEY, category uuid NOT NULL);
COMMENT ON TABLE category_addresses IS 'Where categories stood before they stood where they are.';
COMMENT ON COLUMN category_addresses.slug IS 'The former address.';
COMMENT ON COLUMN category_addresses.category IS 'Who had it last.';
"""
_COLUMNS: Final[LiteralString] = (
    "id, tail, name, text, parent, merged, picture, placed, slug, path, crumb, trail, own, defined"
)
_PLACE: Final[LiteralString] = (
    f"INSERT INTO categories ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (id) DO UPDATE SET (name, text, parent, merged, picture, placed, slug, path, crumb, trail, own,"
    " defined) = (excluded.name, excluded.text, excluded.parent, excluded.merged, excluded.picture, excluded.placed,"
    " excluded.slug, excluded.path, excluded.crumb, excluded.trail, excluded.own, excluded.defined)"
)
_ADDRESS: Final[LiteralString] = (
    "INSERT INTO category_addresses VALUES (%s, %s) ON CONFLICT (slug) DO UPDATE SET category = excluded.category"
)


def path(of: LiteralString) -> LiteralString:
    """The ids of all places that the product *of* stands in, and of those above them."""
    return (
        "coalesce((SELECT array_agg(DISTINCT place ORDER BY place) FROM categories c, unnest(c.path) AS place"
        f" WHERE c.id = ANY(array_append({of}.categories, {of}.category))), '{{}}')"
    )


_MERGED: Final[LiteralString] = (
    "UPDATE products p SET category = c.merged FROM categories c WHERE c.id = p.category AND c.merged IS NOT NULL"
)
_FOLLOW: Final[LiteralString] = (
    f"UPDATE products p SET path = {path('p')} WHERE (p.category = ANY(%(changed)s)"
    f" OR p.categories <> '{{}}' AND p.categories && %(changed)s) AND p.path <> {path('p')}"
)
"""Goods stand where their categories stand."""


_own: Final = json.Decoder(Definitions)
_defined: Final = json.Decoder(tuple[Inherited, ...])


class Standing(Struct, frozen=True):
    """A category as its row has it. One from which no way leads to the top has no path."""

    id: UUID
    tail: str
    name: str
    text: str
    parent: UUID | None
    merged: UUID | None
    picture: str | None
    placed: int
    slug: str
    path: tuple[UUID, ...] = ()
    crumb: str = ""
    trail: str = "[]"
    own: Definitions = ()
    defined: tuple[Inherited, ...] = ()


def take(facts: Sequence[tuple[int, CategoryEvent]], db: Connection[Any]) -> tuple[list[UUID], list[UUID]]:
    """Take *facts* with their positions into account, and have goods follow the places they stand in.

    :returns: the categories whose names, or the names above them, are others now; and those for whose goods other
        definitions hold.
    """
    before = {place.id: place for place in _read(db)}
    places, left = dict(before), list[tuple[str, UUID]]()
    for position, event in facts:
        if isinstance(event, CategoryMoved | CategoryMerged):
            # Which addresses there ever were must not depend on where batches end.
            left += _arrange(places)
        _apply(position, event, places)
        if isinstance(event, CategoryMoved | CategoryMerged):
            left += _arrange(places)
    left += _arrange(places)
    changed = [place for id, place in places.items() if before.get(id) != place]
    _write(changed, left, db)
    renamed = [place.id for place in changed if _names(before.get(place.id), before) != _names(place, places)]
    return renamed, [place.merged or place.id for place in changed if _held(before, place.id) != place.defined]


def leaving(events: Iterable[object], db: Connection[Any]) -> set[UUID]:
    """Products that *events* of categories may move or rename, before they do."""
    ids = [it.category_id for it in events if isinstance(it, CategoryDescribed | CategoryMoved | CategoryMerged)]
    rows = db.execute("SELECT id FROM products WHERE path && %s", (ids,)) if ids else ()
    return {id for (id,) in rows}


def redefining(events: Iterable[object], db: Connection[Any]) -> set[UUID]:
    """Products of which *events* may have other things said than before, since their categories say otherwise what
    goods have.
    """
    ids = list({it.category_id for it in events if isinstance(it, get_args(AttributeEvent))})
    rows = db.execute("SELECT id FROM products WHERE path && %s", (ids,)) if ids else ()
    return {id for (id,) in rows}


def _read(db: Connection[Any]) -> Iterator[Standing]:
    for row in db.execute(f"SELECT {_COLUMNS} FROM categories"):
        id, tail, name, text, parent, merged, picture, placed, slug, way, crumb, trail, own, defined = row
        yield Standing(
            id, tail, name, text, parent, merged, picture, placed, slug, tuple(way), crumb, trail, _own.decode(own),
            _defined.decode(defined),
        )


def _write(changed: Sequence[Standing], left: Sequence[tuple[str, UUID]], db: Connection[Any]) -> None:
    with db.cursor() as cursor:
        cursor.executemany(_PLACE, [
            (
                *structs.astuple(place)[:9], list(place.path), place.crumb, place.trail,
                json.encode(place.own).decode(), json.encode(place.defined).decode(),
            ) for place in changed
        ])
        cursor.executemany(_ADDRESS, left)
    db.execute(_MERGED)
    db.execute(_FOLLOW, {"changed": [place.merged or place.id for place in changed] + [place.id for place in changed]})


def _apply(position: int, event: CategoryEvent, places: dict[UUID, Standing]) -> None:
    id = event.category_id
    match event:
        case CategoryOpened():
            places[id] = Standing(
                id, event.slug.rsplit("/", 1)[-1], event.name, "", event.parent, None, event.picture, position,
                event.slug, crumb=_crumb(event.slug, event.name),
            )
        case CategoryDescribed():
            crumb = _crumb(places[id].slug, event.name)
            places[id] = structs.replace(
                places[id], name=event.name, text=event.text, picture=event.picture, crumb=crumb
            )
        case CategoryMoved():
            places[id] = structs.replace(places[id], parent=event.parent, placed=position)
        case CategoryMerged():
            places |= {
                it.id: structs.replace(it, parent=event.into, placed=position)
                for it in places.values() if it.parent == id
            }
            places[id] = structs.replace(places[id], merged=event.into)
        case _:
            places[id] = structs.replace(places[id], own=after(places[id].own, event))


def _arrange(places: dict[UUID, Standing]) -> list[tuple[str, UUID]]:
    """Give each its path and its address; the addresses that were left, each with who had it."""
    below: dict[UUID | None, list[Standing]] = {}
    for place in places.values():
        if place.merged is None:
            parent = places.get(place.parent) if place.parent else None
            below.setdefault(_final(parent, places).id if parent else place.parent, []).append(place)
    found: dict[UUID, Standing] = {}
    waiting: list[Standing | None] = [None]
    while waiting:
        above = waiting.pop()
        inside = _under(above, below.get(above.id if above else None, []))
        found |= {place.id: place for place in inside}
        waiting += inside
    left: list[tuple[str, UUID]] = []
    for id, place in places.items():
        now = found.get(_final(place, places).id)
        if now is None:
            continue
        if place.merged is not None:
            now = structs.replace(place, merged=now.id, slug="", path=now.path, crumb=now.crumb, trail=now.trail,
                                  defined=now.defined)
        if place.path and place.slug not in {"", now.slug}:
            left.append((place.slug, id))
        places[id] = now
    return left


def _under(above: Standing | None, inside: Sequence[Standing]) -> list[Standing]:
    """*inside* as they stand under *above*: of those who would have one address, who came first has it."""
    came = [
        place if place.path or not above else structs.replace(place, placed=max(place.placed, above.placed))
        for place in inside
    ]
    arranged, taken = list[Standing](), set[str]()
    for place in sorted(came, key=lambda it: (it.placed, it.id)):
        tail, twin = place.tail, 1
        while tail in taken:
            twin += 1
            tail = f"{place.tail}-{twin}"
        taken.add(tail)
        slug = f"{above.slug}/{tail}" if above else tail
        crumb = _crumb(slug, place.name)
        arranged.append(structs.replace(
            place, parent=above.id if above else None, slug=slug, crumb=crumb,
            path=(*(above.path if above else ()), place.id),
            trail=f"{above.trail[:-1]},{crumb}]" if above else f"[{crumb}]",
            defined=below(above.defined if above else (), CategoryId(place.id), place.own),
        ))
    return arranged


def _final(place: Standing, places: dict[UUID, Standing]) -> Standing:
    """The one it became part of in the end; itself if it didn't."""
    while place.merged is not None and place.merged in places:
        place = places[place.merged]
    return place


def _crumb(slug: str, name: str) -> str:
    return json.encode(Crumb(slug, name)).decode()


def _held(places: dict[UUID, Standing], id: UUID) -> tuple[Inherited, ...]:
    return places[id].defined if id in places else ()


def _names(place: Standing | None, places: dict[UUID, Standing]) -> tuple[str, ...]:
    return tuple(places[id].name for id in place.path) if place else ()
