"""``/api/v1/me/preferences``: what somebody wants to be told, and by which way."""

from typing import Annotated

from litestar import Controller, Response, get, patch, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from store.application.notifications.choosing import (
    GetPreferences,
    GivePhone,
    PreferencesView,
    Switch,
    SwitchNotifications,
)
from store.domain.notifications.events import How
from store.domain.notifications.kinds import Channel, Kind
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to

_EXAMPLE = [{"channel": "email", "kind": "promotions", "on": True, "consent": "promotions-1"}]


class SwitchForm(Struct, frozen=True, forbid_unknown_fields=True):
    """One wish. Marketing takes the `consent` that the preferences name: the version of the words agreed to."""

    channel: Channel
    kind: Kind
    on: bool
    consent: Annotated[str, Meta(max_length=60)] = ""


class SwitchesForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Wishes, all of which are met or none."""

    switches: Annotated[list[SwitchForm], Meta(min_length=1, max_length=50, examples=[_EXAMPLE])]


class PhoneForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A telephone number with its country; null takes it back."""

    phone: Annotated[
        Annotated[str, Meta(min_length=1, max_length=40)] | None, Meta(examples=["+49 30 1234567"])
    ]


class PreferencesController(Controller):
    path = "/me/preferences"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Accounts",)

    @get(opt=described("getPreferences"))
    async def show(self, request: AnyRequest, desk: NamedDependency[Desk]) -> Response[PreferencesView]:
        """What there is to choose, and how it stands. What is `locked` is always so."""
        return await self._shown(request, desk)

    @patch(opt=described("changePreferences", 422, versioned=True, limited=True))
    async def change(
        self, data: JSONBody[SwitchesForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[PreferencesView]:
        """Switch things on or off. It counts from the next thing that would be said."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        await desk.do(SwitchNotifications(
            account_id=account, how=How.PROGRAM, version=expected_version(request),
            switches=tuple(Switch(wish.channel, wish.kind, wish.on, wish.consent) for wish in data.switches),
        ), request)
        return await self._shown(request, desk)

    @put("/phone", opt=described("givePhone", 422, limited=True))
    async def give_phone(
        self, data: JSONBody[PhoneForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[PreferencesView]:
        """Have text messages sent to a number, or to none. Another number inherits no consent to marketing."""
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        await desk.do(GivePhone(account_id=account, phone=data.phone or ""), request)
        return await self._shown(request, desk)

    async def _shown(self, request: AnyRequest, desk: Desk) -> Response[PreferencesView]:
        account, _ = account_of(request)
        found = await desk.ask(GetPreferences(account_id=account), request)
        return tagged(found, found.version)
