"""Sending something back: choose, see what comes back, ask; and then follow it. For whoever holds the order's token."""

from hashlib import sha256
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import structs

from store.application.ordering.ports import AccessTokens
from store.application.returns.labels import FindDropOffs
from store.application.returns.messages import AskedReturn, RequestReturn, WithdrawReturn, number_of
from store.application.returns.ports import PhotographsAway
from store.application.returns.quotes import GetReturnable, QuoteReturn
from store.application.returns.views import GetReturn, PrintReturnSlip, ShowPhotograph
from store.application.shared.bus import Command
from store.application.shared.errors import RefusedBefore
from store.domain.returns.returning import MOST_PHOTOGRAPHS
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import OrderNumber
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import READING, UPLOADING, WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.pressed import pressed
from store.entrypoints.shared.returns import (
    AT_ONCE,
    LONGEST_POSTAL_CODE,
    LONGEST_WORDS,
    PRIVATE,
    REASONS,
    instead_in,
    photographs_in,
    pieces_in,
    slip_file,
)
from store.entrypoints.storefront.cancelling import proven
from store.entrypoints.storefront.frame import Frame, see

_NEW: Final = "/orders/{number:str}/returns/new"
ONE: Final = "/orders/{number:str}/returns/{place:int}"


@get(_NEW, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    access_token: FromQuery[str | None] = None,
) -> Response[Any]:
    """What can go back, and why."""
    await limits.spend(READING, request)
    wanted, token = await proven(number, access_token or "", request, tokens, limits)
    return await _choose(wanted, token, request, desk, frame, {})


@post(_NEW, opt=open_to(Permission.PUBLIC), include_in_schema=False, request_max_body_size=AT_ONCE)
async def request_return(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Show what comes back; it is asked for when whoever looks at that sends it off, with photographs if they like."""
    await limits.spend(WRITING, request)
    form = await form_of(request)
    wanted, token = await proven(number, form.get("access_token", ""), request, tokens, limits)
    known = await desk.ask(GetReturnable(number=wanted), request)
    pieces, reason, words = pieces_in(form, known.lines), form.get("reason", ""), form.get("words", "")
    instead = {sku: other for sku, other in instead_in(form, known.lines).items() if pieces and sku in pieces}
    errors = {"reason": "Choose a reason."} if reason not in REASONS else {}
    if len(words) > LONGEST_WORDS:
        errors["words"] = f"Keep it to {LONGEST_WORDS} characters."
    if not pieces:
        errors["pieces-0"] = "Choose at least one piece, in whole numbers."
    if errors or not pieces:
        return await _choose(wanted, token, request, desk, frame, form, errors=errors, status=422)
    wish = RequestReturn(
        number=wanted, pieces=pieces, reason=REASONS[reason], words=words, as_credit=bool(form.get("as_credit")),
        account_id=account_in(request), instead=instead,
    )
    problem = None
    if form.get("sure") == "yes" and form.get("version"):
        try:
            return await _asked(wish, form, token, request, desk, limits)
        except (RuleViolated, Conflict, RefusedBefore, PhotographsAway) as refused:
            problem = str(refused)
    try:
        quote = await desk.ask(
            QuoteReturn(number=wanted, pieces=pieces, account_id=wish.account_id, instead=instead), request
        )
    except (RuleViolated, Conflict) as refused:
        return await _choose(wanted, token, request, desk, frame, form, problem=str(refused), status=409)
    return await _preview(
        token, request, frame, form, known=known, quote=quote, chosen=pieces, instead=instead, problem=problem,
        status=422 if problem else 200,
    )


async def _asked(
    wish: RequestReturn, form: dict[str, str], token: str, request: AnyRequest, desk: Desk, limits: RateLimits
) -> Response[Any]:
    """Ask for it with the photographs that came along; other ones are another press."""
    photos = await photographs_in(request)
    await limits.spend(UPLOADING, request, f"return of {wish.number}", cost=max(1, len(photos)))
    seen = form | {"photos": sha256(b"".join(photos)).hexdigest()}
    done = await pressed(
        structs.replace(wish, photos=photos), wish.number, seen, request, desk, route="POST /orders/returns",
    )
    first, *more = done.outcome.items
    where = "" if more else f"/returns/{first.number.rpartition('-R')[2]}"
    return see(href(f"/orders/{wish.number}{where}", access_token=token))


@get(ONE, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(
    number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
    frame: NamedDependency[Frame], tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    access_token: FromQuery[str | None] = None, near: FromQuery[str | None] = None,
) -> Response[Any]:
    """One return: how it stands, how to send it, what it brought; and where to hand it in *near* a postal code."""
    await limits.spend(READING, request)
    wanted, token = await proven(number, access_token or "", request, tokens, limits)
    if near is None:
        return await page_of(wanted, place, token, request, desk, frame, tokens)
    asked = near[:LONGEST_POSTAL_CODE]
    try:
        points = await desk.ask(
            FindDropOffs(number=number_of(wanted, place), order=wanted, postal_code=asked), request
        )
    except (RuleViolated, Conflict) as refused:
        notice = Notice("warn", "We can't look that up just now", str(refused))
        return await page_of(wanted, place, token, request, desk, frame, tokens, notice=notice, near=asked)
    return await page_of(wanted, place, token, request, desk, frame, tokens, near=asked, points=points)


@get(f"{ONE}/slip", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def slip(
    number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    access_token: FromQuery[str | None] = None,
) -> Response[bytes]:
    """What goes onto the parcel and into it, as PDF."""
    await limits.spend(READING, request)
    wanted, _ = await proven(number, access_token or "", request, tokens, limits)
    name = number_of(wanted, place)
    return slip_file(await desk.ask(PrintReturnSlip(number=name, order=wanted), request), name)


@get(f"{ONE}/photographs/{{photo:int}}", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def photograph(
    number: FromPath[str], place: FromPath[int], photo: FromPath[int], request: AnyRequest,
    desk: NamedDependency[Desk], tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    access_token: FromQuery[str | None] = None,
) -> Response[bytes]:
    """What they sent themselves, and nobody else's."""
    await limits.spend(READING, request)
    wanted, _ = await proven(number, access_token or "", request, tokens, limits)
    shown = await desk.ask(ShowPhotograph(number=number_of(wanted, place), photo=photo, order=wanted), request)
    return Response(shown, media_type="image/jpeg", headers=PRIVATE)


@post(f"{ONE}/withdraw", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def withdraw(
    number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
    frame: NamedDependency[Frame], tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Keep the goods after all."""
    wanted, token = await own_form(number, request, tokens, limits)
    wish = WithdrawReturn(number=number_of(wanted, place))
    return await done(wish, "It can't be withdrawn", wanted, place, token, request, desk, frame, tokens)


async def own_form(
    number: str, request: AnyRequest, tokens: AccessTokens, limits: RateLimits
) -> tuple[OrderNumber, str]:
    """Of which order somebody sends a form who may, and the token that shows it."""
    await limits.spend(WRITING, request)
    form = await form_of(request)
    return await proven(number, form.get("access_token", ""), request, tokens, limits)


async def done(
    wish: Command[AskedReturn], title: str, number: OrderNumber, place: int, token: str, request: AnyRequest,
    desk: Desk, frame: Frame, tokens: AccessTokens,
) -> Response[Any]:
    """Have *wish* done, and show its return; below *title* why not, if it is refused."""
    try:
        await desk.do(wish, request)
    except (RuleViolated, Conflict) as refused:
        notice = Notice("bad", title, str(refused))
        return await page_of(number, place, token, request, desk, frame, tokens, notice=notice, status=409)
    return see(href(f"/orders/{number}/returns/{place}", access_token=token))


async def page_of(
    number: OrderNumber, place: int, token: str, request: AnyRequest, desk: Desk, frame: Frame, tokens: AccessTokens, *,
    status: int = 200, **more: Any,
) -> Response[Any]:
    """The page of one return."""
    one = await desk.ask(GetReturn(number=number_of(number, place), order=number), request)
    new = href(f"/orders/{one.replaced_by}", access_token=tokens.of(one.replaced_by)) if one.replaced_by else None
    return await frame.page(
        "storefront/return.html", request, status=status, it=one, place=place, token=token, new=new,
        **({"near": "", "points": None} | more),
    )


async def _choose(
    number: OrderNumber, token: str, request: AnyRequest, desk: Desk, frame: Frame, form: dict[str, str], *,
    errors: dict[str, str] | None = None, problem: str | None = None, status: int = 200,
) -> Response[Any]:
    known = await desk.ask(GetReturnable(number=number), request)
    return await frame.page(
        "storefront/return_new.html", request, status=status, known=known, token=token, form=form,
        errors=errors or {}, problem=problem, reasons=REASONS, longest=LONGEST_WORDS,
    )


async def _preview(
    token: str, request: AnyRequest, frame: Frame, form: dict[str, str], *, problem: str | None = None,
    status: int = 200, **more: Any,
) -> Response[Any]:
    return await frame.page(
        "storefront/return_preview.html", request, status=status, token=token, form=form, problem=problem,
        reasons=REASONS, most=MOST_PHOTOGRAPHS, **more,
    )
