"""``/api/v1/me/second-factor``: what it takes beside the password to come in."""

from typing import Annotated

from litestar import Controller, Response, delete, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from store.application.identity.messages import Secret
from store.application.identity.second_factor import (
    BeginSecondFactor,
    ConfirmSecondFactor,
    RecoveryCodes,
    RenewRecoveryCodes,
    ShowSecondFactor,
    SwitchSecondFactorOff,
)
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import GUESSING, WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import LONGEST_CODE, account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.qr import otpauth
from store.entrypoints.shared.shop import ShopInfo


class SecretView(Struct, frozen=True):
    """What an app makes codes of: typed, or as the address in a QR code."""

    secret: str
    uri: str


class CodeForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What the app shows."""

    code: Annotated[str, Meta(min_length=1, max_length=LONGEST_CODE, examples=["123456"])]


class RecoveryCodesView(Struct, frozen=True):
    """For the day the app is lost. Each is good once; they are shown here and never again."""

    recovery_codes: list[str]


class SecondFactorController(Controller):
    path = "/me/second-factor"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Accounts",)

    @post(opt=described("beginSecondFactor", 404, 409, limited=True), status_code=201)
    async def begin(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
        shop: NamedDependency[ShopInfo],
    ) -> SecretView:
        """Have a secret made. It counts once a code of it is shown.

        As all of this: only for whoever logged in, or proved who they are, within five minutes.
        """
        await limits.spend(WRITING, request)
        account, session = account_of(request)
        await desk.do(BeginSecondFactor(account_id=account, session_id=session), request)
        waiting = (await desk.do(ShowSecondFactor(account_id=account, session_id=session), request)).outcome
        return SecretView(waiting.secret.value, otpauth(waiting, shop.name))

    @put(opt=described("confirmSecondFactor", 404, 409, 422, limited=True))
    async def confirm(
        self, data: JSONBody[CodeForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> RecoveryCodesView:
        """Show a code of that secret: from here on every login needs one. All other sessions end, and this one goes on
        with its refresh token.
        """
        account, session = account_of(request)
        await limits.spend(GUESSING, request, f"code of {account}")
        wish = ConfirmSecondFactor(account_id=account, session_id=session, code=Secret(data.code))
        return _told((await desk.do(wish, request)).outcome)

    @delete(opt=described("switchSecondFactorOff", 404, 422, limited=True), status_code=204)
    async def switch_off(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
    ) -> Response[None]:
        """The password is enough again."""
        await limits.spend(WRITING, request)
        account, session = account_of(request)
        await desk.do(SwitchSecondFactorOff(account_id=account, session_id=session), request)
        return Response(None, status_code=204)

    @post("/recovery-codes", opt=described("renewRecoveryCodes", 404, limited=True), status_code=201)
    async def renew(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
    ) -> RecoveryCodesView:
        """Ten other recovery codes; those before are good for nothing."""
        await limits.spend(WRITING, request)
        account, session = account_of(request)
        return _told((await desk.do(RenewRecoveryCodes(account_id=account, session_id=session), request)).outcome)


def _told(recovery: RecoveryCodes) -> RecoveryCodesView:
    return RecoveryCodesView([code.value for code in recovery.codes])
