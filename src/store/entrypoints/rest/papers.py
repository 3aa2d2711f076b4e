"""``/api/v1/orders/{number}/documents`` and ``/invoice``: the papers of an order."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery

from store.application.invoicing.messages import DocumentsView, ListDocuments
from store.application.invoicing.ports import Press
from store.application.ordering.ports import AccessTokens
from store.domain.shared.ids import OrderNumber
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.orders import expect_opened
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.papers import PDF, paper_file
from store.entrypoints.shared.permissions import Permission, open_to


@get(
    "/orders/{number:str}/documents", tags=["Orders"], cache_control=NEVER_KEPT,
    opt=open_to(Permission.PUBLIC) | described("listDocuments", 404, order_token=True, limited=True),
)
async def documents(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], tokens: NamedDependency[AccessTokens],
    limits: NamedDependency[RateLimits], access_token: FromQuery[str | None] = None,
) -> DocumentsView:
    """The invoice of an order and its credit notes, for staff and for whoever holds its token.

    They are written moments after the payment, or the cancellation: `due` says that one is still to come.
    """
    wanted = OrderNumber(number.upper())
    await expect_opened(wanted, access_token, request, tokens, limits)
    return await desk.ask(ListDocuments(number=wanted), request)


@get(
    "/orders/{number:str}/invoice", tags=["Orders"],
    opt=open_to(Permission.PUBLIC) | described(
        "getInvoice", 404, 409, order_token=True, limited=True, kept=True, also=PDF
    ),
    responses={200: ResponseSpec(bytes, description="The paper as PDF", media_type=PDF, generate_examples=False)},
)
async def invoice(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], tokens: NamedDependency[AccessTokens],
    limits: NamedDependency[RateLimits], press: NamedDependency[Press],
    access_token: FromQuery[str | None] = None, paper: FromQuery[str] = "", language: FromQuery[str] = "",
) -> Response[Any]:
    """The invoice of an order as PDF, or the credit note whose number is `paper`, for staff and for whoever holds the
    order's token. While it is being written the answer is 409.

    It is written in `language` (`de`, `en`, `es`, `fr`, `it` or `nl`), else in the one of these that `Accept-Language`
    likes best, else in English; `Content-Language` says which it is.
    """
    wanted = OrderNumber(number.upper())
    await expect_opened(wanted, access_token, request, tokens, limits)
    return await paper_file(wanted, paper, language, request, desk, press)
