"""``/api/v1/me/consents``: what somebody agreed to; ``/api/v1/documents``: what everybody may read."""

from typing import Annotated, TypeAlias

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from store.application.privacy.consenting import AcceptDocument, Choose, ConsentsView, GetConsents, Wish
from store.application.privacy.documents import DocumentView, GetDocument, GetNewest
from store.application.shared.errors import NoSuch
from store.domain.privacy.consent_errors import NoSuchVersion
from store.domain.privacy.purposes import DocumentKind, Purpose, Where
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import READING, WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to

VersionNumber: TypeAlias = Annotated[int, Meta(ge=1, le=1_000_000, examples=[1])]
_EXAMPLE = [{"purpose": "analytics", "agreed": True, "words": "analytics-1"}]


class WishForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Yes or no. A yes takes `words`: the version of the words that were shown."""

    purpose: Purpose
    agreed: bool
    words: Annotated[str, Meta(max_length=60, examples=["analytics-1"])] = ""


class WishesForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Wishes, all of which are met or none."""

    wishes: Annotated[list[WishForm], Meta(min_length=1, max_length=20, examples=[_EXAMPLE])]


class AcceptanceForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The version of the terms that was shown: the newest."""

    number: VersionNumber


async def shown(kind: DocumentKind, number: int | None, request: AnyRequest, desk: Desk) -> int | None:
    """*number*, once it is sure that there is such a version: what is written down was shown to somebody.

    :raises NoSuchVersion: for one that nobody published yet.
    """
    if number is not None and number > (newest := (await desk.ask(GetNewest(), request))[kind.value]):
        raise NoSuchVersion(newest)
    return number


class ConsentsController(Controller):
    path = "/me/consents"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Accounts",)

    @get(opt=described("getConsents"))
    async def show(self, request: AnyRequest, desk: NamedDependency[Desk]) -> ConsentsView:
        """What there is to agree to, how it stands, and what was said when."""
        account, _ = account_of(request)
        return await desk.ask(GetConsents(holder=account), request)

    @put(opt=described("changeConsents", 422, limited=True))
    async def choose(
        self, data: JSONBody[WishesForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> ConsentsView:
        """Agree, or take it back, which takes no more than agreeing. Letters that advertise are preferences."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        wishes = tuple(Wish(wish.purpose, wish.agreed, wish.words) for wish in data.wishes)
        await desk.do(Choose(holder=account, wishes=wishes, where=Where.PROGRAM), request)
        return await desk.ask(GetConsents(holder=account), request)

    @put("/terms", opt=described("acceptTerms", 422, limited=True), status_code=204)
    async def accept(
        self, data: JSONBody[AcceptanceForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[None]:
        """Agree to the newest version of the terms."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        await desk.do(AcceptDocument(
            account_id=account, document=DocumentKind.TERMS, number=data.number, where=Where.PROGRAM,
        ), request)
        return Response(None, status_code=204)


@get("/documents/{document_kind:str}", opt=open_to(Permission.PUBLIC) | described("getDocument", 404, limited=True),
     tags=["Accounts"])
async def document(
    document_kind: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
    version: Annotated[int | None, QueryParameter(ge=1, le=1_000_000)] = None,
) -> DocumentView:
    """The privacy notice (`privacy`) or the terms (`terms`), in Markdown: the newest version, or another one."""
    await limits.spend(READING, request)
    if document_kind not in set(DocumentKind):
        raise NoSuch("document", document_kind)
    return await desk.ask(GetDocument(document=DocumentKind(document_kind), number=version), request)
