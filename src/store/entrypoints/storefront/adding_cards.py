"""Adding a card without buying: its form, the bank that may ask, and the way back from there."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.payments.adding import (
    AddCard,
    Adding,
    AddingId,
    CardNotAdded,
    CardsFull,
    NotAddedThere,
    SettleAdding,
    VisitBank,
)
from store.application.payments.ports import WaysToPay
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Ids
from store.entrypoints.shared.adding_limits import spend_a_refusal, spend_a_try
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.bank import let_stripe_in
from store.entrypoints.storefront.checkout import NO_CARD
from store.entrypoints.storefront.frame import Frame, see
from store.entrypoints.storefront.own_cards import HERE

_MINE: Final = open_to(Permission.OWN_ACCOUNT)
_LONGEST_KEY: Final = 80
_LONGEST_TOKEN: Final = 200
NOT_KNOWN: Final = Notice(
    "warn", "We don't know yet whether the card is added",
    "Nobody answered where it is to be kept. We ask again by ourselves: look here again in some minutes.",
)


@get(f"{HERE}/new", opt=_MINE, include_in_schema=False)
async def blank(
    request: AnyRequest, frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo],
    ways: NamedDependency[WaysToPay], ids: NamedDependency[Ids],
) -> Response[Any]:
    """The form that takes a card; its number goes past the shop."""
    return await _form({}, request, frame, shop, ways, ids)


@post(HERE, opt=_MINE, include_in_schema=False)
async def add(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo],
    ways: NamedDependency[WaysToPay], ids: NamedDependency[Ids], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Keep the card. Whatever stands in the way is said on the same page."""
    account, _ = account_of(request)
    form = await form_of(request)
    token, method = form.get("payment_token", "")[:_LONGEST_TOKEN], form.get("payment_method", "")[:20]
    if not token:
        await limits.spend(WRITING, request)
        return await _form({"payment_token": NO_CARD}, request, frame, shop, ways, ids)
    await spend_a_try(request, limits)
    ways.expect_there(method)
    try:
        key = form.get("idempotency_key", "")[:_LONGEST_KEY]
        wish = AddCard(account_id=account, method=method, token=token, key=key)
        adding = (await desk.do(wish, request)).outcome
    except CardNotAdded as refused:
        said = str(await spend_a_refusal(refused, request, limits))
        return await _form({"payment_token": said}, request, frame, shop, ways, ids)
    except (NotAddedThere, CardsFull) as refused:
        return await _form({"payment_token": str(refused)}, request, frame, shop, ways, ids)
    return see(adding.next_action.url) if adding.next_action else go(HERE, notice=said_of(adding))


@get(f"{HERE}/{{id:uuid}}/bank", opt=_MINE, include_in_schema=False)
async def leave(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    shop: NamedDependency[ShopInfo], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """On the way to the bank: what Stripe's script needs there is shown to whose card it is, and to nobody else."""
    await limits.spend(WRITING, request)
    account, _ = account_of(request)
    way = (await desk.do(VisitBank(account_id=account, id=AddingId(id)), request)).outcome
    if way is None:
        return see(HERE)
    if not way.url:
        let_stripe_in(request, shop)
    headers = {"referrer-policy": "no-referrer"}
    return await page(frame, "card_bank.html", request, headers=headers, way=way, id=id)


@get(f"{HERE}/{{id:uuid}}/return", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def come_back(
    id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Back from the bank, in whatever browser: ask the gateway, as its notice does. The list is shown to its owner
    alone.
    """
    await limits.spend(WRITING, request)
    try:
        return go(HERE, notice=said_of((await desk.do(SettleAdding(id=AddingId(id)), request)).outcome))
    except NoSuch:
        return see(HERE)


def said_of(adding: Adding) -> Notice:
    """What became of it, in words."""
    match adding.status:
        case "kept":
            return Notice("good", "The card is added", "Next time you pay by it with one press.")
        case "declined":
            return Notice("bad", "The card was not added", f"The reason: {adding.reason}. Nothing was charged.")
        case "requires_action":
            return Notice("warn", "Your bank still waits for you", "The card is added once you have answered it.")
        case "processing":
            return NOT_KNOWN


async def _form(
    errors: dict[str, str], request: AnyRequest, frame: Frame, shop: ShopInfo, ways: WaysToPay, ids: Ids
) -> Response[Any]:
    there = ways.adding()
    if not there:
        return see(HERE)
    let_stripe_in(request, shop)
    way = next((way for way in there if not way.away), there[0])
    return await page(
        frame, "own_card_new.html", request, status=422 if errors else 200, way=way, errors=errors, key=str(ids.next()),
        form={},
    )
