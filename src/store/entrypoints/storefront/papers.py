"""The invoice and the credit notes of an order, for whoever may see the order."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.invoicing.ports import Press
from store.application.ordering.ports import AccessTokens
from store.domain.invoicing.errors import InvoiceBeingWritten, NoSuchPaper
from store.domain.shared.ids import OrderNumber
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.papers import paper_file
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.orders import opened


@get("/orders/{number:str}/invoice", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def invoice(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], press: NamedDependency[Press],
    access_token: FromQuery[str | None] = None, paper: FromQuery[str] = "", language: FromQuery[str] = "",
) -> Response[Any]:
    """The invoice as PDF, or the credit note of that number, in their language; a page that says so while it is being
    written.
    """
    wanted = OrderNumber(number.upper())
    token = await opened(wanted, access_token, request, tokens, limits)
    try:
        return await paper_file(wanted, paper, language, request, desk, press)
    except InvoiceBeingWritten:
        status, coming = 409, True
    except NoSuchPaper:
        status, coming = 404, False
    page = await frame.page(
        "storefront/no_invoice.html", request, status=status, number=wanted, token=token, coming=coming
    )
    if coming:
        page.headers["retry-after"] = "2"
    return page
