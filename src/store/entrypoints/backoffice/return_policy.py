"""Until when goods can go back, and which can't: for what is bought from a day on."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template
from msgspec import Meta, Struct, json

from store.application.browsing.messages import CategoryNode, ListCategories
from store.application.returns.queue import GetReturnPolicy, SetReturnPolicy
from store.domain.returns.policies import LEAST, MOST
from store.domain.returns.policy import Terms
from store.domain.returns.postage import Postage
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import CategoryId
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.returns import HERE, MANAGE
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to

_EXCLUDED: Final = "excluded-"
_tree: Final = json.Decoder(list[CategoryNode])
_WORDS: Final = {
    "days": f"Write how many days, {LEAST} to {MOST}.", "since": "Choose a day, tomorrow or later.",
    "postage": "Choose who pays.",
}


class PolicyForm(Struct, frozen=True):
    """What is to hold, and since when."""

    days: Annotated[int, Meta(ge=LEAST, le=MOST)]
    since: date
    postage: Postage = Postage.FAULTY


@get("/returns/policy", opt=open_to(Permission.MANAGE_RETURNS))
async def show(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """What holds, held and will hold."""
    return await _page(request, office, desk)


@post("/returns/policy", opt=MANAGE)
async def put(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Another version: what was bought before stays as it was."""
    typed = await form_of(request)
    form, errors = filled(PolicyForm, typed, _WORDS)
    known = [node.id for node in await _nodes(desk, request)]
    excluded = tuple(CategoryId(UUID(id)) for id in known if f"{_EXCLUDED}{id}" in typed)
    if form is None:
        return await _page(request, office, desk, status=422, form=typed, errors=errors)
    try:
        terms = Terms(days=form.days, excluded=excluded, postage=form.postage)
        receipt = await desk.do(SetReturnPolicy(terms=terms, since=form.since), request)
    except (RuleViolated, Conflict) as refused:
        return await _page(request, office, desk, status=422, form=typed, errors={"since": str(refused)})
    notice = Notice("good", "Saved", "It holds for what is bought from that day on.")
    return office.see(f"{HERE}/policy", position=receipt.position, notice=notice)


async def _nodes(desk: Desk, request: AnyRequest) -> list[CategoryNode]:
    """All categories, each behind what it stands in."""
    tree = _tree.decode((await desk.look(ListCategories(), request))[0])
    found: list[CategoryNode] = []
    while tree:
        node, *tree = tree
        found += [node] if node.id else []
        tree = [*node.children, *tree]
    return found


async def _page(
    request: AnyRequest, office: Office, desk: Desk, *, status: int = 200, **more: Any
) -> Template:
    policy = await desk.ask(GetReturnPolicy(), request)
    nodes = await _nodes(desk, request)
    return await office.page(
        "return_policy.html", request, status=status, policy=policy, nodes=nodes,
        names={node.id: node.name for node in nodes}, excluded=[str(id) for id in policy.today.excluded],
        **({"form": {}, "errors": {}} | more),
    )
