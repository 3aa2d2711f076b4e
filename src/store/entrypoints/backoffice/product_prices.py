"""What the variants of a product cost in other currencies, whatever the rate."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.catalogue.messages import SayPrices
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import ProductId
from store.entrypoints.backoffice.coupons import version_in
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.product_desk import HERE
from store.entrypoints.backoffice.product_price_lines import Unreadable, prices_in
from store.entrypoints.backoffice.products import sheet
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.shop import ShopInfo

ACT: Final = "prices"
_NEVER: Final = -1


@post("/products/{id:uuid}/prices", opt=open_to(Permission.WRITE_CATALOGUE, own=True))
async def say(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Ask just these, line by line, unless the product is no longer what was looked at."""
    typed = await form_of(request)
    version = version_in(typed)
    try:
        command = SayPrices(
            product_id=ProductId(id), prices=prices_in(typed.get("prices", "")),
            version=_NEVER if version is None else version, scope=scope_of(request, Permission.WRITE_CATALOGUE),
        )
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except Unreadable as wrong:
        errors = {"prices": str(wrong)}
        return await sheet(id, request, office, desk, shop, status=422, act=ACT, form=typed, errors=errors)
    except (Conflict, RuleViolated) as refused:
        said = Notice("bad", str(refused), "Nothing was changed.")
        return await sheet(id, request, office, desk, shop, status=409, act=ACT, form=typed, notice=said)
    return office.see(f"{HERE}/{id}", position=receipt.position, notice=Notice(
        "good", "These prices are asked", "In other currencies the rate of the day counts.",
    ))
