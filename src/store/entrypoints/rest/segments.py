"""``/api/v1/segments``: customers whom promotions can be for, for staff."""

from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from store.application.pricing.segments import (
    EndSegment,
    GetSegment,
    ListSegmentAccounts,
    ListSegments,
    NameSegment,
    SegmentAccounts,
    SegmentView,
    UnlistAccount,
)
from store.application.processes.listing_customers import ListAccount
from store.application.shared.ports import Ids
from store.domain.shared.ids import AccountId
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.segment_forms import RuleForm, SegmentName, form_of_rule, rule_of

_READ, _MANAGE = open_to(Permission.READ_PROMOTIONS), open_to(Permission.MANAGE_PROMOTIONS)


class SegmentForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What it is called, and whom it means. Orders that were placed stay as they are."""

    name: SegmentName
    rule: RuleForm


class Segment(Struct, frozen=True):
    """A segment. Nobody is in one that has `ended`."""

    id: UUID
    name: str
    rule: RuleForm
    ended: bool


class SegmentsController(Controller):
    path = "/segments"
    cache_control = NEVER_KEPT
    tags = ("Promotions",)

    @get(opt=_READ | described("listSegments"))
    async def list(self, request: AnyRequest, desk: NamedDependency[Desk]) -> list[Segment]:
        """All that stand, the newest first."""
        return [_shown(view) for view in await desk.ask(ListSegments(), request)]

    @post(opt=_MANAGE | described("nameSegment", 409, 422))
    async def begin(
        self, data: JSONBody[SegmentForm], request: AnyRequest, desk: NamedDependency[Desk],
        ids: NamedDependency[Ids],
    ) -> Response[Segment]:
        """Have one more of them."""
        command = NameSegment(segment_id=ids.next(), name=data.name, rule=rule_of(data.rule))
        receipt = await desk.do(command, request)
        return _told(receipt.outcome, receipt.position, status=201)

    @get("/{id:uuid}", opt=_READ | described("getSegment", 404))
    async def show(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Segment]:
        """One of them. Its `ETag` is that of all together."""
        return _told(await desk.ask(GetSegment(segment_id=id), request))

    @put("/{id:uuid}", opt=_MANAGE | described("changeSegment", 404, 409, 422, versioned=True))
    async def change(
        self, id: FromPath[UUID], data: JSONBody[SegmentForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Segment]:
        """Have it mean something else."""
        await desk.ask(GetSegment(segment_id=id), request)
        receipt = await desk.do(NameSegment(
            segment_id=id, name=data.name, rule=rule_of(data.rule), version=expected_version(request),
        ), request)
        return _told(receipt.outcome, receipt.position)

    @post("/{id:uuid}/end", status_code=200, opt=_MANAGE | described("endSegment", 404, 409, versioned=True))
    async def end(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Segment]:
        """Have nobody in it any more. Promotions for it alone give nothing then."""
        receipt = await desk.do(EndSegment(segment_id=id, version=expected_version(request)), request)
        return _told(receipt.outcome, receipt.position)

    @get("/{id:uuid}/accounts", opt=_READ | described("listSegmentAccounts", 404))
    async def accounts(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> SegmentAccounts:
        """Who is on its list, the newest first. Of others there is no list: they follow from a rule."""
        return await desk.ask(ListSegmentAccounts(segment_id=id), request)

    @put("/{id:uuid}/accounts/{account:uuid}", status_code=204, opt=_MANAGE | described("listAccount", 404, 409))
    async def put(
        self, id: FromPath[UUID], account: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> None:
        """Put an account on its list. Once more changes nothing."""
        await desk.do(ListAccount(segment_id=id, account_id=AccountId(account)), request)

    @delete("/{id:uuid}/accounts/{account:uuid}", opt=_MANAGE | described("unlistAccount", 404, 409))
    async def strike(
        self, id: FromPath[UUID], account: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> None:
        """Take an account off its list. One that isn't on it changes nothing."""
        await desk.do(UnlistAccount(segment_id=id, account_id=AccountId(account)), request)


def _told(view: SegmentView, position: str | None = None, *, status: int = 200) -> Response[Segment]:
    return tagged(_shown(view), view.version, position=position, status=status)


def _shown(view: SegmentView) -> Segment:
    return Segment(view.id, view.name, form_of_rule(view.rule), view.ended)
