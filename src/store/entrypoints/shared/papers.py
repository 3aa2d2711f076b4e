"""Invoices and credit notes as files: printed when somebody asks, from the facts, and kept by nobody in between."""

import asyncio
from http import HTTPStatus
from typing import Any, Final

from litestar import Response

from store.application.invoicing.messages import GetPaper
from store.application.invoicing.ports import Press
from store.domain.invoicing.events import InvoiceIssued
from store.domain.shared.ids import OrderNumber
from store.entrypoints.shared.accepted_languages import language_of
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.versions import knows, tag_of

PDF: Final = "application/pdf"
LONGEST: Final = 40
_ELSE: Final = "en"
KEPT: Final = "private, no-cache"
"""Whoever asked may keep it, asks again each time, and is told if it is still the same."""


async def paper_file(
    number: OrderNumber, paper: str, language: str, request: AnyRequest, desk: Desk, press: Press
) -> Response[Any]:
    """The paper of an order, or its invoice where *paper* is empty, in *language*, or in that of whoever asks, who must
    have proven that they may see it.

    :raises InvoiceBeingWritten, NoSuchPaper: if it isn't there, yet or at all.
    :raises BadValue: if it can't be had in that language.
    """
    language = language_of(language.strip().lower(), request.headers.get("accept-language", ""), press.languages, _ELSE)
    found = await desk.ask(GetPaper(number=number, paper=paper.strip().upper()[:LONGEST]), request)
    pdf = await asyncio.to_thread(press.printed, found, language)
    tag = tag_of(pdf, request.headers.get("accept-encoding", ""))
    headers = {
        "etag": tag, "cache-control": KEPT, "vary": "Accept-Encoding, Accept-Language", "content-language": language,
    }
    if knows(request.headers.get("if-none-match", ""), tag):
        return Response(None, status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    kind = "invoice" if isinstance(found.issued, InvoiceIssued) else "credit-note"
    name = f"{kind}-{found.issued.number}.pdf"
    return Response(pdf, media_type=PDF, headers={**headers, "content-disposition": f'inline; filename="{name}"'})
