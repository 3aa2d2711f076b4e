"""Categories as staff name them where something is only for some goods: by their addresses, one a line.

Rules keep ids, which never change; a category may move, and is still found by every address it had.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import json

from store.application.browsing.messages import CategoryNode, GetCategory, ListCategories
from store.domain.shared.errors import NotFound
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.suggestions import nodes_of

_nodes: Final = json.Decoder(list[CategoryNode])


async def by_id(
    typed: Mapping[str, str], fields: Iterable[str], request: AnyRequest, office: Office
) -> tuple[dict[str, str], dict[str, str]]:
    """*typed* with ids in its *fields*, and what is wrong with those that name no category."""
    named, errors, known = dict(typed), dict[str, str](), dict[str, str]()
    for field in fields:
        lines = [line.strip().strip("/") for line in typed.get(field, "").splitlines() if line.strip()]
        known = known or (await _known(request, office) if lines else {})
        ids = {name: await _id_of(name, known, request, office) for name in dict.fromkeys(lines)}
        if nowhere := next((name for name, id in ids.items() if id is None), None):
            errors[field] = f"There is no category {nowhere[:80]}. One a line, as in its address: kitchen/mugs."
        named[field] = "\n".join(id for id in ids.values() if id)
    return named, errors


async def by_address(
    typed: Mapping[str, str], fields: Iterable[str], request: AnyRequest, office: Office
) -> dict[str, str]:
    """*typed* with addresses in its *fields*; of a category that is no more its id stays."""
    shown = {field: typed[field] for field in fields if typed.get(field)}
    if shown:
        slugs = {id: slug for slug, id in (await _known(request, office)).items()}
        shown = {
            field: "\n".join(slugs.get(line, line) for line in text.splitlines()) for field, text in shown.items()
        }
    return {**typed, **shown}


async def _known(request: AnyRequest, office: Office) -> dict[str, str]:
    tree, _ = await office.look(ListCategories(), request)
    return {node.slug: node.id for node in nodes_of(_nodes.decode(tree))}


async def _id_of(name: str, known: Mapping[str, str], request: AnyRequest, office: Office) -> str | None:
    if name in known or name in known.values():
        return known.get(name, name)
    try:
        found, _ = await office.look(GetCategory(slug=name), request)
    except NotFound:
        return None
    return found.id
