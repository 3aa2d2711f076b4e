"""The form of a product as it stands: what was typed, what is wrong with it, what somebody else changed meanwhile."""

from collections.abc import Mapping
from typing import Final

from litestar.response import Template
from msgspec import Struct

from store.application.browsing.messages import ListCategories
from store.application.catalogue.attributes import GetAttributes
from store.application.catalogue.records import ProductDifference, ProductRecord
from store.entrypoints.backoffice.category_choice import choices
from store.entrypoints.backoffice.merging import merge
from store.entrypoints.backoffice.office import AnyRequest, Office, is_there
from store.entrypoints.backoffice.product_form import MOST_ROWS, SPARE, options_in, rows_in, written
from store.entrypoints.backoffice.product_specs import arranged, chosen
from store.entrypoints.backoffice.products import PICTURES
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.shop import ShopInfo

_DIGITS: Final = 9
_MORE: Final = 5


class Draft(Struct, frozen=True):
    """The form as it stands: what was typed, what is wrong with it, what somebody else changed meanwhile."""

    typed: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}
    record: ProductRecord | None = None
    version: int = 0
    moved: ProductDifference | None = None
    notice: Notice | None = None
    status: int = 200


def merged(draft: Draft, found: ProductDifference) -> Draft:
    """What was typed together with what somebody else wrote; where both wrote, each is shown."""
    both = merge(written(found.seen or found.now), written(found.now), draft.typed)
    errors = {
        field: f"Somebody else wrote “{text[:80]}” here meanwhile." if text else "Somebody else emptied this meanwhile."
        for field, text in both.theirs.items()
    }
    reason = {"reason": draft.typed.get("reason", "")}
    return Draft(both.form | reason, errors, found.now, found.now.version, found, status=412)


def wrong(draft: Draft, errors: Mapping[str, str]) -> Draft:
    return Draft(draft.typed, errors, draft.record, draft.version, status=422)


async def page_of(draft: Draft, request: AnyRequest, office: Office, desk: Desk, shop: ShopInfo) -> Template:
    record, category = draft.record, draft.typed.get("category", "")
    more = draft.typed.get("more")
    tree, _ = await desk.look(ListCategories(), request)
    holding = await desk.ask(GetAttributes(place=category), request) if category else ()
    specs = arranged(draft.typed, draft.errors, [it.definition for it in holding])
    typed = specs.form
    count = {
        kind: min(rows_in(typed, kind) + (_MORE if more == kind else SPARE), MOST_ROWS)
        for kind in ("variant", "attribute")
    }
    return await office.page(
        "product_form.html", request, status=draft.status, notice=draft.notice, form=typed, errors=specs.errors,
        record=record, version=draft.version, moved=draft.moved, categories=choices(tree), rows=count,
        specs=specs.specs, chosen=chosen,
        has_pictures=is_there(request, PICTURES), options=options_in(typed),
        currency=record.variants[0].price.currency if record else shop.currency,
    )


async def typed_in(request: AnyRequest) -> dict[str, str]:
    """Lines end as they are kept: browsers send another sign more."""
    return {name: text.replace("\r\n", "\n") for name, text in (await form_of(request)).items()}


def version_in(typed: Mapping[str, str]) -> int:
    """The version that the form was filled from; without one it is as old as can be."""
    text = typed.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
