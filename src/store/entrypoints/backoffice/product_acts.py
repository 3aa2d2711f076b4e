"""What one does with a product from its page: publish it, now or later, take it back, withdraw it, bring it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Meta, Struct, json

from store.application.browsing.messages import GetProductSheet, ProductSheet
from store.application.catalogue.messages import (
    ProductMoved,
    PublishProduct,
    RelistProduct,
    UnpublishProduct,
    WithdrawProduct,
)
from store.application.shared.bus import Command
from store.application.shared.errors import BadValue, NoSuch, WrongFields
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import ProductId
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.product_desk import HERE
from store.entrypoints.backoffice.products import sheet
from store.entrypoints.shared.addresses import PLAIN
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.moments import instant
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.shared.shopfront import Shopfront

_sheet: Final = json.Decoder(ProductSheet)


class ActForm(Struct, frozen=True):
    """What all acts ask for: the version of the product that somebody looked at, why, and, for some, when."""

    version: Annotated[int, Meta(ge=1, le=999_999_999)]
    reason: Annotated[str, Meta(max_length=200, pattern=PLAIN)] = ""
    at: Annotated[str, Meta(max_length=40)] = ""


_WORDS: Final = {
    "version": "This form is not complete. Load the page again.",
    "reason": "Say why, in at most 200 characters: whoever finds it gone will want to know.",
    "at": "Write a moment that is still to come.",
}
_SAID: Final = {
    "publish": ("It is for sale", "Shoppers see it from now on."),
    "plan": ("It goes on sale by itself", "Until then it stays a draft. Take it back to a draft to call it off."),
    "unpublish": ("It is a draft", "No shopper sees it, and it leaves carts. Publishing it undoes this."),
    "withdraw": ("It is taken out of the shop", "It stays in orders. To undo this, bring it back."),
    "relist": ("It is back", "As it was before it was taken out."),
}


@post("/products/{id:uuid}/{act:str}", opt=open_to(Permission.WRITE_CATALOGUE, own=True))
async def act(
    id: FromPath[UUID], act: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """One of the acts, unless the product is no longer what was looked at."""
    if act not in _SAID:
        raise NoSuch("page", act)
    typed = await form_of(request)
    form, errors = filled(ActForm, typed, _WORDS)
    if form and ((act == "withdraw" and not form.reason) or (act == "plan" and not form.at)):
        errors = {"reason" if act == "withdraw" else "at": _WORDS["reason" if act == "withdraw" else "at"]}
    try:
        due = instant("at", form.at, shop.time_zone) if form and form.at and not errors else None
    except BadValue:
        due, errors = None, {"at": _WORDS["at"]}
    if form is None or errors:
        return await sheet(id, request, office, desk, shop, status=422, act=act, form=typed, errors=errors)
    try:
        receipt = await desk.do(_command(act, ProductId(id), form, due, request), request, reason=form.reason or None)
    except WrongFields as fault:
        wanting = " ".join(f"{field.partition('.')[2]}: {words}" for field, words in fault.faults.items())
        said = Notice("bad", "Its category asks for more before it goes on sale. Nothing was changed.", wanting)
        return await sheet(id, request, office, desk, shop, status=409, act=act, form=typed, notice=said)
    except (Conflict, RuleViolated) as refused:
        said = Notice("bad", str(refused), "Nothing was changed.")
        return await sheet(id, request, office, desk, shop, status=409, act=act, form=typed, notice=said)
    return office.see(f"{HERE}/{id}", position=receipt.position, notice=Notice("good", *_SAID[act]))


@get("/products/{id:uuid}/preview", opt=open_to(Permission.READ_CATALOGUE, own=True))
async def preview(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Shopfront],
) -> Template:
    """The product as shoppers will see it, for whoever looks after it."""
    scope = scope_of(request, Permission.READ_CATALOGUE)
    found = _sheet.decode(await desk.ask(GetProductSheet(product_id=ProductId(id), scope=scope), request))
    first = next((it for it in found.product.variants if it.in_stock), found.product.variants[0])
    return await frame.page(
        "storefront/product.html", request, product=found.product, selected=first, problem=None, structured={},
        open_graph={},
        preview=id, notice=Notice("plain", "This is a preview", "Only you and your colleagues see this page."),
    )


def _command(
    act: str, id: ProductId, form: ActForm, due: datetime | None, request: AnyRequest
) -> Command[ProductMoved]:
    scope, version = scope_of(request, Permission.WRITE_CATALOGUE), form.version
    commands: Mapping[str, Command[ProductMoved]] = {
        "publish": PublishProduct(product_id=id, version=version, scope=scope),
        "plan": PublishProduct(product_id=id, due=due, version=version, scope=scope),
        "unpublish": UnpublishProduct(product_id=id, version=version, scope=scope),
        "withdraw": WithdrawProduct(product_id=id, reason=form.reason, version=version, scope=scope),
        "relist": RelistProduct(product_id=id, version=version, scope=scope),
    }
    return commands[act]
