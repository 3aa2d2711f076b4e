"""The way from an address that something had to the one it has."""

from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from litestar import Request

from store.application.browsing.messages import GetCategory
from store.domain.shared.errors import NotFound
from store.entrypoints.shared.desk import Desk

_ASK: Final = "no-cache"
"""Asked again each time: whoever kept it would go in circles once the old address is taken up again."""


def moved(request: Request[Any, Any, Any], slug: str) -> dict[str, str]:
    """Headers of an answer 301, to the same page of what stands at *slug* with all that was asked of it."""
    above = request.scope["path"].rpartition("/")[0]
    asked = request.scope["query_string"].decode("latin-1")
    return {"location": f"{quote(above)}/{quote(slug)}{'?' if asked else ''}{asked}", "cache-control": _ASK}


async def led_on(request: Request[Any, Any, Any], desk: Desk) -> dict[str, str] | None:
    """Headers of an answer 301, to the same list of the categories that stood at the addresses it was asked of; nothing
    where they stand there still, or never did.
    """
    asked = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    now = {slug: await _standing(slug, request, desk) for name, slug in asked if name == "category" and slug}
    if all(slug == stands for slug, stands in now.items()):
        return None
    pairs = [(name, now.get(value, value) if name == "category" else value) for name, value in asked]
    path = quote(request.scope["path"])
    return {"location": f"{path}?{urlencode(list(dict.fromkeys(pairs)))}", "cache-control": _ASK}


async def _standing(slug: str, request: Request[Any, Any, Any], desk: Desk) -> str:
    try:
        return (await desk.ask(GetCategory(slug=slug), request)).slug
    except NotFound:
        return slug


async def standing(
    slugs: list[str], names: dict[str, str], request: Request[Any, Any, Any], desk: Desk
) -> list[str]:
    """*slugs* of categories as they are now, each once. *names* are those of all that stand; one that is too new to be
    among them is added.

    :raises NoSuch: for what never was the address of a category.
    """
    found = list[str]()
    for slug in slugs:
        if slug in names:
            found.append(slug)
            continue
        place = await desk.ask(GetCategory(slug=slug), request)
        names[place.slug] = place.name
        found.append(place.slug)
    return list(dict.fromkeys(found))
