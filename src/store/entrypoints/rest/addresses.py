"""``/api/v1/me/addresses``: the addresses that somebody keeps."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from store.application.customers.advising import JudgeAddress, SuggestAddresses
from store.application.customers.messages import (
    AddAddress,
    ChangeAddress,
    ChooseDefaults,
    GetAddress,
    Kept,
    ListAddresses,
    RemoveAddress,
    RestoreAddress,
    SavedAddress,
    SavedAddresses,
)
from store.application.customers.ports import Judgement, Suggestion
from store.application.shared.bus import Receipt
from store.application.shared.errors import BadValue
from store.domain.customers.events import Purpose
from store.domain.shared.ids import SavedAddressId, subject_of
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.shared.addresses import AddressForm, checked_to_keep, tidy
from store.entrypoints.shared.countries import ABROAD
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to

SavedId = Annotated[UUID, Meta(examples=["0190a6c4-7d1e-7c52-9c5b-2f6f1c1d7a10"])]


class KeepAddressForm(AddressForm, frozen=True, forbid_unknown_fields=True):
    """An address to keep, and whether it is the default from now on. The first one always is."""

    default_shipping: bool = False
    default_billing: bool = False


class DefaultsForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Which of one's addresses are taken unless another is named; what is left out stays."""

    shipping: SavedId | None = None
    billing: SavedId | None = None


class AddressesController(Controller):
    path = "/me/addresses"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Accounts",)

    @get(opt=described("listAddresses"))
    async def list(self, request: AnyRequest, desk: NamedDependency[Desk]) -> Response[SavedAddresses]:
        """The addresses one keeps, oldest first."""
        return await self._all(request, desk)

    @post(opt=described("addAddress", 422, once=True, limited=True))
    async def add(
        self, data: JSONBody[KeepAddressForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[SavedAddress]:
        """Keep another address, checked by the rules of its country. One that is kept already is found again."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        wanted = {Purpose.SHIPPING: data.default_shipping, Purpose.BILLING: data.default_billing}
        receipt = await desk.do(
            AddAddress(
                account_id=account, address=checked_to_keep(data),
                purposes=tuple(purpose for purpose, chosen in wanted.items() if chosen),
            ), request, once=await once_of(request, "POST /me/addresses", subject_of(account)),
        )
        answer = await self._shown(receipt, request, desk, status=201)
        answer.headers["Location"] = f"/api/v1/me/addresses/{receipt.outcome.address_id}"
        return answer

    @get("/{id:uuid}", opt=described("getAddress", 404))
    async def show(self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> SavedAddress:
        """One of them."""
        account, _ = account_of(request)
        return await desk.ask(GetAddress(account_id=account, address_id=SavedAddressId(id)), request)

    @put("/{id:uuid}", opt=described("changeAddress", 404, versioned=True, limited=True))
    async def change(
        self, id: FromPath[UUID], data: JSONBody[AddressForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[SavedAddress]:
        """Have it read differently. Orders that went there stay as they were; `If-Match` names the list's `ETag`."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        return await self._shown(await desk.do(ChangeAddress(
            account_id=account, address_id=SavedAddressId(id), address=checked_to_keep(data),
            version=expected_version(request),
        ), request), request, desk)

    @delete("/{id:uuid}", opt=described("removeAddress", 404, limited=True), status_code=204)
    async def remove(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> None:
        """Keep it no longer. Where it was a default, the one kept longest takes its place."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        await desk.do(RemoveAddress(account_id=account, address_id=SavedAddressId(id)), request)

    @post("/{id:uuid}/restoration", opt=described("restoreAddress", 404, 422, limited=True), status_code=200)
    async def restore(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[SavedAddress]:
        """Take its removal back."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        return await self._shown(await desk.do(
            RestoreAddress(account_id=account, address_id=SavedAddressId(id)), request
        ), request, desk)

    @put("/defaults", opt=described("chooseDefaultAddresses", 404, limited=True))
    async def choose(
        self, data: JSONBody[DefaultsForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[SavedAddresses]:
        """Choose the defaults: both at once, or neither where one of them is not one's own."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        named = {Purpose.SHIPPING: data.shipping, Purpose.BILLING: data.billing}
        defaults = {purpose: SavedAddressId(id) for purpose, id in named.items() if id is not None}
        if not defaults:
            raise BadValue("shipping", "name an address for shipping, for billing, or for both")
        await desk.do(ChooseDefaults(account_id=account, defaults=defaults), request)
        return await self._all(request, desk)

    @get("/suggestions", opt=described("suggestAddresses", limited=True))
    async def suggest(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
        text: FromQuery[str], country: FromQuery[str] = ABROAD,
    ) -> Sequence[Suggestion]:
        """The few places that fit what was typed so far; none where no geocoding service is set, or it is away."""
        await limits.spend(WRITING, request)
        return await desk.ask(SuggestAddresses(words=text, country=country), request)

    @post("/advice", opt=described("judgeAddress", limited=True), status_code=200)
    async def judge(
        self, data: JSONBody[AddressForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Judgement:
        """What is thought of an address, which is not kept: what may be wrong with it, and where it is."""
        await limits.spend(WRITING, request)
        return await desk.ask(JudgeAddress(address=tidy(data)), request)

    async def _all(self, request: AnyRequest, desk: Desk) -> Response[SavedAddresses]:
        account, _ = account_of(request)
        found = await desk.ask(ListAddresses(account_id=account), request)
        return tagged(found, found.version)

    async def _shown(
        self, receipt: Receipt[Kept], request: AnyRequest, desk: Desk, *, status: int = 200
    ) -> Response[SavedAddress]:
        account, _ = account_of(request)
        kept = receipt.outcome
        found = await desk.ask(GetAddress(account_id=account, address_id=kept.address_id), request)
        return tagged(found, kept.version, position=receipt.position, status=status)
