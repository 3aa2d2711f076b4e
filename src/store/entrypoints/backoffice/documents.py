"""The privacy notice and the terms at the desk of the staff, and the documents that authorities ask for."""

from typing import Annotated, Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Meta, Struct

from store.application.privacy.documents import GetCompliance, GetDocument, PublishDocument
from store.application.shared.errors import NoSuch
from store.application.shared.rich_text import rich_text
from store.domain.privacy.consent_errors import NoSuchVersion
from store.domain.privacy.document import MOST
from store.domain.privacy.purposes import DocumentKind
from store.domain.shared.errors import RuleViolated
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.shared.texts import TITLES, parts_of

HERE: Final = f"{PATH}/documents"
_READ: Final = open_to(Permission.READ_COMPLIANCE)
_WORDS: Final = {
    "text": f"Write the text, in at most {MOST:,} signs.", "changes": "Say in a sentence what is different.",
    "upon": "This form is not complete. Load the page again.",
}
_MEANWHILE: Final = (
    "Version {number} was published while you wrote. Your draft is still here: compare the two, and publish it again "
    "if it should replace that one."
)


class DocumentForm(Struct, frozen=True):
    """Another version: the text, what is different, and the version it was written upon."""

    text: Annotated[str, Meta(min_length=1, max_length=MOST)]
    changes: Annotated[str, Meta(min_length=1, max_length=300, pattern=VISIBLE)]
    upon: Annotated[int, Meta(ge=1, le=1_000_000)]


@get("/documents", opt=_READ)
async def listing(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """Both, and all versions there were."""
    found = [await desk.ask(GetDocument(document=kind), request) for kind in DocumentKind]
    return await office.page("documents.html", request, documents=found, titles=TITLES)


@get("/documents/{kind:str}", opt=_READ)
async def show(
    kind: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo],
) -> Template:
    """One of them, to read and to write anew."""
    return await _page(_named(kind), request, office, desk, shop, {}, {})


@post("/documents/{kind:str}", opt=open_to(Permission.PUBLISH_DOCUMENTS, proof=True))
async def publish(
    kind: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Look at it first; publish it at the second button."""
    document, form = _named(kind), await form_of(request)
    wanted, errors = filled(DocumentForm, form, _WORDS)
    if wanted is None:
        return await _page(document, request, office, desk, shop, form, errors, status=422)
    form |= {"text": rich_text(wanted.text)}
    if form.get("act") != "publish":
        return await _page(document, request, office, desk, shop, form, {}, looked=True)
    try:
        done = await desk.do(PublishDocument(
            document=document, text=form["text"], changes=wanted.changes, upon=wanted.upon,
        ), request)
    except NoSuchVersion as newer:
        form, told = form | {"upon": str(newer.number)}, _MEANWHILE.format(number=newer.number)
        return await _page(document, request, office, desk, shop, form, {"text": told}, looked=True, status=422)
    except RuleViolated as refused:
        return await _page(document, request, office, desk, shop, form, {"text": str(refused)}, status=422)
    told = f"Version {done.outcome} is what everybody reads from now on. The ones before stay where they were."
    return office.see(f"{HERE}/{document}", notice=Notice("good", "It is published", told))


@get("/compliance", opt=_READ)
async def compliance(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """What is kept why and for how long, as the software says itself."""
    return await office.page("compliance.html", request, kept=await desk.ask(GetCompliance(), request))


def _named(kind: str) -> DocumentKind:
    if kind not in set(DocumentKind):
        raise NoSuch("document", kind)
    return DocumentKind(kind)


async def _page(
    kind: DocumentKind, request: AnyRequest, office: Office, desk: Desk, shop: ShopInfo, form: dict[str, str],
    errors: dict[str, str], *, looked: bool = False, status: int = 200,
) -> Template:
    now = await desk.ask(GetDocument(document=kind), request)
    form = {"text": now.text, "changes": "", "upon": str(now.number)} | form
    return await office.page(
        "document.html", request, status=status, document=now, title=TITLES[kind], form=form, errors=errors,
        looked=looked, parts=parts_of(form["text"], shop.name), most=MOST,
        kept=(await desk.ask(GetCompliance(), request)).entries,
    )
