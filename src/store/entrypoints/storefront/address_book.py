"""The addresses that somebody keeps: looked at, written down, mended, removed and taken back."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import ValidationError, convert, to_builtins

from store.application.customers.advising import JudgeAddress
from store.application.customers.messages import (
    AddAddress,
    ChangeAddress,
    ChooseDefaults,
    GetAddress,
    ListAddresses,
    RemoveAddress,
    RestoreAddress,
    SavedAddress,
)
from store.application.customers.ports import Judgement
from store.domain.customers.errors import BookFull
from store.domain.customers.events import Purpose
from store.domain.shared.ids import AccountId, SavedAddressId
from store.entrypoints.shared.address_forms import FIELDS, Form, address_in, faults_in, typed
from store.entrypoints.shared.addresses import tidy
from store.entrypoints.shared.countries import ABROAD, countries, is_country, place_fields
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.frame import LOCALE, Frame, by_htmx

BOOK: Final = "/account/addresses"
_MINE: Final = open_to(Permission.OWN_ACCOUNT)


@get(BOOK, opt=_MINE, include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    removed: FromQuery[UUID | None] = None,
) -> Response[Any]:
    """All of them; one that was just *removed* can be taken back."""
    account, _ = account_of(request)
    book = await desk.ask(ListAddresses(account_id=account), request)
    undo = removed if removed not in {address.id for address in book.items} else None
    return await page(frame, "addresses.html", request, book=book, removed=undo)


@get(f"{BOOK}/new", opt=_MINE, include_in_schema=False)
async def blank(
    request: AnyRequest, frame: NamedDependency[Frame], country: FromQuery[str] = ABROAD,
) -> Response[Any]:
    """An empty form, with the fields of a country."""
    return await _form(frame, request, {"country": _country(country)}, {}, None)


@get(f"{BOOK}/fields", opt=_MINE, include_in_schema=False)
async def fields(request: AnyRequest, country: FromQuery[str] = ABROAD) -> Response[Any]:
    """The fields of another country, with what was typed so far, as a part of the form."""
    if not by_htmx(request):
        return go(f"{BOOK}/new?country={_country(country)}")
    form = typed({name: request.query_params.get(name, "") for name in FIELDS})
    return Template("storefront/parts/place_fields.html", headers={"cache-control": "no-store"}, context={
        "place": place_fields(_country(country)), "form": form, "errors": {}, "locale": LOCALE,
    })


@post(BOOK, opt=_MINE, include_in_schema=False)
async def add(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Keep another one."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    form = await form_of(request)
    errors = faults_in(form)
    if errors or form.get("again"):
        return await _form(frame, request, form, {} if form.get("again") else errors, None)
    if doubts := await _doubts(form, request, desk):
        return await _form(frame, request, form, {}, None, doubts)
    purposes = tuple(purpose for purpose in Purpose if form.get(f"default_{purpose}"))
    try:
        await desk.do(AddAddress(account_id=account, address=tidy(address_in(form)), purposes=purposes), request)
    except BookFull as full:
        return await _form(frame, request, form, {"line1": str(full)}, None)
    return go(BOOK, notice=Notice("good", "The address is saved"))


@get(f"{BOOK}/{{id:uuid}}", opt=_MINE, include_in_schema=False)
async def look(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
) -> Response[Any]:
    """One of them, ready to be mended."""
    address = await _mine(id, request, desk)
    form = {name: value for name, value in to_builtins(address).items() if isinstance(value, str)}
    return await _form(frame, request, form, {}, address)


@post(f"{BOOK}/{{id:uuid}}", opt=_MINE, include_in_schema=False)
async def change(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Have it read differently."""
    await limits.spend(WRITING, request)
    address, form = await _mine(id, request, desk), await form_of(request)
    errors = faults_in(form)
    if errors or form.get("again"):
        return await _form(frame, request, form, {} if form.get("again") else errors, address)
    if doubts := await _doubts(form, request, desk):
        return await _form(frame, request, form, {}, address, doubts)
    account, _ = account_of(request)
    await desk.do(
        ChangeAddress(account_id=account, address_id=address.id, address=tidy(address_in(form))), request
    )
    return go(BOOK, notice=Notice("good", "The address is saved", "Orders on their way go where they were sent."))


@post(f"{BOOK}/{{id:uuid}}/remove", opt=_MINE, include_in_schema=False)
async def remove(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """Keep it no longer."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    await desk.do(RemoveAddress(account_id=account, address_id=SavedAddressId(id)), request)
    return go(f"{BOOK}?removed={id}")


@post(f"{BOOK}/{{id:uuid}}/restore", opt=_MINE, include_in_schema=False)
async def restore(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """Take its removal back."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    try:
        await desk.do(RestoreAddress(account_id=account, address_id=SavedAddressId(id)), request)
    except BookFull as full:
        return go(BOOK, notice=Notice("bad", "The address could not be taken back", str(full)))
    return go(BOOK, notice=Notice("good", "The address is back"))


@post(f"{BOOK}/{{id:uuid}}/default", opt=_MINE, include_in_schema=False)
async def choose(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """Take this one unless another is named, for shipping or for billing."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    form = await form_of(request)
    try:
        purpose = convert(form.get("purpose", ""), Purpose)
    except ValidationError:
        return go(BOOK)
    await desk.do(ChooseDefaults(account_id=account, defaults={purpose: SavedAddressId(id)}), request)
    return go(BOOK, notice=Notice("good", f"This is your address for {purpose} from now on"))


def _country(code: str) -> str:
    code = code.upper()
    return code if is_country(code, LOCALE) else ABROAD


async def _mine(id: UUID, request: AnyRequest, desk: Desk) -> SavedAddress:
    account: AccountId = account_of(request)[0]
    return await desk.ask(GetAddress(account_id=account, address_id=SavedAddressId(id)), request)


async def _doubts(form: Form, request: AnyRequest, desk: Desk) -> Judgement | None:
    """What may be wrong with it, said once: whoever says it is right is right."""
    if form.get("as_typed"):
        return None
    judged = await desk.ask(JudgeAddress(address=tidy(address_in(form))), request)
    return judged if judged.doubts else None


async def _form(
    frame: Frame, request: AnyRequest, form: Form, errors: dict[str, str], address: SavedAddress | None,
    doubts: Judgement | None = None,
) -> Response[Any]:
    """The form, for a new address or for one there is."""
    return await page(
        frame, "address_form.html", request, status=422 if errors or doubts else 200, form=form, errors=errors,
        address=address, doubts=doubts,
        countries=countries(LOCALE), place=place_fields(_country(form.get("country", ABROAD))),
    )
