"""The second factor of one's own account: setting it up, switching it off, and codes for the day the app is lost."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency

from store.application.identity.errors import WrongCode
from store.application.identity.messages import Secret
from store.application.identity.own_account import GetOwnAccount
from store.application.identity.second_factor import (
    BeginSecondFactor,
    ConfirmSecondFactor,
    RecoveryCodes,
    RenewRecoveryCodes,
    ShowSecondFactor,
    SwitchSecondFactorOff,
)
from store.domain.identity.errors import SecondFactorOn
from store.domain.shared.errors import NotFound
from store.entrypoints.shared.addresses_inside import HOME
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import GUESSING, WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import LONGEST_CODE, account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.qr import otpauth, picture_of, to_type
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import go, page
from store.entrypoints.storefront.frame import Frame
from store.entrypoints.storefront.proof import proven

PATH: Final = f"{HOME}/second-factor"
_SETUP: Final = f"{PATH}/setup"
_OFF: Final = f"{PATH}/off"
_CODES: Final = f"{PATH}/codes"
_MINE: Final = open_to(Permission.OWN_ACCOUNT)


@get([PATH, _OFF, _CODES], opt=_MINE, include_in_schema=False)
async def show(request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame]) -> Response[Any]:
    """Whether it is on, and what can be done about it."""
    await proven(request, desk)
    account, _ = account_of(request)
    own = await desk.ask(GetOwnAccount(account_id=account), request)
    return await page(frame, "second_factor.html", request, on=own.second_factor)


@post(PATH, opt=_MINE, include_in_schema=False)
async def begin(
    request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """Have a secret made, and go to where it is shown."""
    await limits.spend(WRITING, request)
    account, session = account_of(request)
    try:
        await desk.do(BeginSecondFactor(account_id=account, session_id=session), request)
    except SecondFactorOn:
        return go(PATH)
    return go(_SETUP)


@get(_SETUP, opt=_MINE, include_in_schema=False)
async def set_up(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo]
) -> Response[Any]:
    """The secret to scan or to type, and a field for the first code."""
    return await _secret(request, desk, frame, shop, {})


@post(_SETUP, opt=_MINE, include_in_schema=False)
async def confirm(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Switch it on, and show the recovery codes: this once."""
    account, session = account_of(request)
    await limits.spend(GUESSING, request, f"code of {account}")
    code = Secret((await form_of(request)).get("code", "")[:LONGEST_CODE])
    try:
        done = await desk.do(ConfirmSecondFactor(account_id=account, session_id=session, code=code), request)
    except WrongCode as wrong:
        return await _secret(request, desk, frame, shop, {"code": str(wrong)})
    return await _codes(frame, request, done.outcome, fresh=True)


@post(_OFF, opt=_MINE, include_in_schema=False)
async def switch_off(
    request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
) -> Response[Any]:
    """The password is enough again."""
    await limits.spend(WRITING, request)
    account, session = account_of(request)
    await desk.do(SwitchSecondFactorOff(account_id=account, session_id=session), request)
    return go(HOME, notice=Notice("good", "The second factor is off", "Your password alone lets you in again."))


@post(_CODES, opt=_MINE, include_in_schema=False)
async def renew(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Ten other codes; those before are good for nothing."""
    await limits.spend(WRITING, request)
    account, session = account_of(request)
    try:
        done = await desk.do(RenewRecoveryCodes(account_id=account, session_id=session), request)
    except NotFound:
        return go(PATH)
    return await _codes(frame, request, done.outcome, fresh=False)


async def _secret(
    request: AnyRequest, desk: Desk, frame: Frame, shop: ShopInfo, errors: dict[str, str]
) -> Response[Any]:
    account, session = account_of(request)
    try:
        waiting = (await desk.do(ShowSecondFactor(account_id=account, session_id=session), request)).outcome
    except NotFound:
        return go(PATH)
    return await page(
        frame, "second_factor_setup.html", request, status=422 if errors else 200, errors=errors,
        picture=picture_of(otpauth(waiting, shop.name)), secret=to_type(waiting),
    )


async def _codes(frame: Frame, request: AnyRequest, recovery: RecoveryCodes, *, fresh: bool) -> Response[Any]:
    codes = [code.value for code in recovery.codes]
    return await page(frame, "recovery_codes.html", request, codes=codes, fresh=fresh)
