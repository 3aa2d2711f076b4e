"""The privacy notice and the terms: the newest, any other version, and what changed between two."""

from typing import Annotated, Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from store.application.privacy.consenting import AcceptDocument, GetTermsStanding
from store.application.privacy.documents import DocumentView, GetCompliance, GetDocument
from store.domain.privacy.consent_errors import NoSuchVersion
from store.domain.privacy.document import FIRST
from store.domain.privacy.purposes import DocumentKind, Where
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.shared.texts import TITLES, parts_of, passages
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.doors import AGAIN, local, terms_changed
from store.entrypoints.storefront.frame import Frame

_ANYBODY: Final = open_to(Permission.PUBLIC)
_MINE: Final = open_to(Permission.OWN_ACCOUNT)
Since = Annotated[int, QueryParameter(ge=1, le=1_000_000)]


@get("/privacy", opt=_ANYBODY, include_in_schema=False)
async def privacy(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Response[Any]:
    """What is kept about people, and why."""
    return await _shown(DocumentKind.PRIVACY, None, request, desk, frame)


@get("/terms", opt=_ANYBODY, include_in_schema=False)
async def terms(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Response[Any]:
    """What holds when somebody buys."""
    return await _shown(DocumentKind.TERMS, None, request, desk, frame)


@get("/privacy/versions/{number:int}", opt=_ANYBODY, include_in_schema=False)
async def privacy_version(
    number: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]
) -> Response[Any]:
    """As it was."""
    return await _shown(DocumentKind.PRIVACY, number, request, desk, frame)


@get("/terms/versions/{number:int}", opt=_ANYBODY, include_in_schema=False)
async def terms_version(
    number: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]
) -> Response[Any]:
    """As they were."""
    return await _shown(DocumentKind.TERMS, number, request, desk, frame)


@get("/privacy/changes", opt=_ANYBODY, include_in_schema=False)
async def privacy_changes(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo],
    since: Since = FIRST,
) -> Response[Any]:
    """What is different from an earlier version."""
    return await _changes(DocumentKind.PRIVACY, since, request, desk, frame, shop)


@get("/terms/changes", opt=_ANYBODY, include_in_schema=False)
async def terms_changes(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo],
    since: Since = FIRST,
) -> Response[Any]:
    """The same of the terms."""
    return await _changes(DocumentKind.TERMS, since, request, desk, frame, shop)


@get(AGAIN, opt=_MINE, include_in_schema=False)
async def ask_again(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo],
    next: FromQuery[str] = "",
) -> Response[Any]:
    """What changed since somebody agreed, and a button. Where nothing did, there is nothing to ask."""
    account, _ = account_of(request)
    if not await terms_changed(account, request, desk):
        return go(local(next))
    return await _asked(account, local(next), request, desk, frame, shop)


@post(AGAIN, opt=_MINE, include_in_schema=False)
async def accept(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Agree to the version that was shown; if there is another one meanwhile, that is shown."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    form = await form_of(request)
    shown, wanted = form.get("number", ""), local(form.get("next", ""))
    try:
        await desk.do(AcceptDocument(
            account_id=account, document=DocumentKind.TERMS, where=Where.LOGIN,
            number=int(shown) if shown.isascii() and shown.isdecimal() and len(shown) <= len("1000000") else 0,
        ), request)
    except NoSuchVersion:
        return await _asked(account, wanted, request, desk, frame, shop, status=422)
    return go(wanted, notice=Notice("good", "Thank you", "Which version you agreed to stands in your choices."))


async def _asked(
    account: AccountId, wanted: str, request: AnyRequest, desk: Desk, frame: Frame, shop: ShopInfo, *,
    status: int = 200,
) -> Response[Any]:
    standing = await desk.ask(GetTermsStanding(account_id=account), request)
    now = await desk.ask(GetDocument(document=DocumentKind.TERMS), request)
    before = await desk.ask(GetDocument(document=DocumentKind.TERMS, number=standing.accepted or FIRST), request)
    return await page(
        frame, "terms_again.html", request, status=status, now=now, before=before, next=wanted,
        accepted=standing.accepted, passages=passages(before, now, shop.name),
    )


async def _shown(
    kind: DocumentKind, number: int | None, request: AnyRequest, desk: Desk, frame: Frame
) -> Response[Any]:
    found: DocumentView = await desk.ask(GetDocument(document=kind, number=number), request)
    return await frame.page(
        "storefront/document.html", request, document=found, title=TITLES[kind],
        parts=parts_of(found.text, frame.shop_name), kept=(await desk.ask(GetCompliance(), request)).entries,
    )


async def _changes(
    kind: DocumentKind, since: int, request: AnyRequest, desk: Desk, frame: Frame, shop: ShopInfo
) -> Response[Any]:
    now = await desk.ask(GetDocument(document=kind), request)
    before = await desk.ask(GetDocument(document=kind, number=since), request)
    return await frame.page(
        "storefront/document_changes.html", request, title=TITLES[kind], now=now, before=before,
        passages=passages(before, now, shop.name),
    )
