"""The pieces of one SKU: how they stand, what may be done about them, and how that came to be."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, Literal, cast

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Meta, Struct, structs

from store.application.audit.messages import GetHistory
from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    GetStockLevel,
    ReceiveStock,
    SetThreshold,
    StockLevel,
    TakeBackStock,
)
from store.application.shared.bus import Command
from store.domain.inventory.events import Cause
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import Sku
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.stock import WORDS, CountForm, ReceiptForm
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to, scope_of

_SHOWN: Final = 20
_MOST: Final = 1_000_000
_Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)]
_Pieces = Annotated[int, Meta(ge=1, le=_MOST)]


class AdjustForm(Struct, frozen=True):
    """How many pieces more or fewer: which of both follows from what became of them."""

    what: Literal["found", "lost", "damaged", "more", "fewer"]
    pieces: _Pieces
    reason: _Reason

    def command(self, sku: Sku) -> AdjustStock:
        """The wish behind it."""
        cause = Cause.OTHER if self.what in {"more", "fewer"} else Cause(self.what)
        change = self.pieces if self.what in {"found", "more"} else -self.pieces
        return AdjustStock(sku=sku, change=change, cause=cause, reason=self.reason)


class ReturnForm(Struct, frozen=True):
    """What came back, and how many of it can't be sold again."""

    quantity: _Pieces
    reason: _Reason
    written_off: Annotated[int, Meta(ge=0, le=_MOST)] = 0


class ThresholdForm(Struct, frozen=True):
    """At how few to be told; left empty, the shop's own number is good."""

    threshold: Annotated[int, Meta(ge=0, le=_MOST)] | None = None


_WORDS: Final = WORDS | {
    "what": "Choose what became of them.",
    "pieces": "Write how many pieces: a whole number from 1 to 1,000,000.",
    "written_off": "Write how many can't be sold again: 0, or up to as many as came back.",
    "threshold": "Write a whole number from 0 to 1,000,000, or nothing for the shop's own.",
}
_ACTS: Final[Mapping[str, tuple[type[Struct], Callable[[Any, Sku], Command[StockLevel]]]]] = {
    "receive": (ReceiptForm, lambda form, sku: ReceiveStock(sku=sku, quantity=form.quantity)),
    "count": (
        CountForm,
        lambda form, sku: CountStock(sku=sku, on_hand=form.on_hand, reason=form.reason, shown=form.shown),
    ),
    "adjust": (AdjustForm, lambda form, sku: form.command(sku)),
    "return": (ReturnForm, lambda form, sku: TakeBackStock(
        sku=sku, quantity=form.quantity, written_off=form.written_off, reason=form.reason,
    )),
    "threshold": (ThresholdForm, lambda form, sku: SetThreshold(sku=sku, threshold=form.threshold)),
}
"""What may be done on the page: the form of each, and the wish behind it."""


@get("/stock/{sku:str}", opt=open_to(Permission.READ_STOCK, own=True))
async def sheet(
    sku: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """How it stands, from the facts themselves."""
    return await _page(Sku(sku), request, office, desk)


@post("/stock/{sku:str}", opt=open_to(Permission.COUNT_STOCK, own=True))
async def act(
    sku: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Do one of the things that the page offers."""
    typed = await form_of(request)
    doing = typed.get("act", "")
    kind, wish = _ACTS.get(doing, _ACTS["receive"])
    form, errors = filled(kind, typed, _WORDS)
    if form is None:
        return await _page(Sku(sku), request, office, desk, _Sent(doing, typed, errors), status=422)
    reason = cast("str | None", getattr(form, "reason", None))
    try:
        command = structs.replace(wish(form, Sku(sku)), scope=scope_of(request, Permission.COUNT_STOCK))
        receipt = await desk.do(command, request, reason=reason)
    except (Conflict, RuleViolated) as refused:
        refusal = Notice("bad", str(refused), "Nothing was changed.")
        return await _page(Sku(sku), request, office, desk, _Sent(doing, typed, notice=refusal), status=409)
    level = receipt.outcome
    return office.see(f"{PATH}/stock/{sku}", position=receipt.position, notice=Notice(
        "good", f"{sku}: {level.on_hand} on hand", f"{level.reserved} reserved, {level.available} available.",
    ))


class _Sent(Struct, frozen=True):
    """A form somebody sent, and what was wrong with it."""

    act: str = ""
    typed: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}
    notice: Notice | None = None


_NOTHING_SENT: Final = _Sent()


async def _page(
    sku: Sku, request: AnyRequest, office: Office, desk: Desk, sent: _Sent = _NOTHING_SENT, *, status: int = 200
) -> Template:
    level = await desk.ask(GetStockLevel(sku=sku, scope=scope_of(request, Permission.READ_STOCK)), request)
    past = await desk.ask(
        GetHistory(kind="inventory", id=sku, newest_first=True, later=False, limit=_SHOWN), request
    )
    return await office.page(
        "stock_sheet.html", request, status=status, notice=sent.notice, facts=past.facts, level=level, history=past,
        act=sent.act, form=sent.typed, errors=sent.errors, moment=None,
    )
