"""What is sent to ``/api/v1/users``."""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.people import NameText

Reason: TypeAlias = Annotated[
    str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["Asked for it on the phone"])
]
State: TypeAlias = Annotated[str, Meta(
    max_length=20, examples=["active"], pattern="^(active|unverified|disabled)$(?![\\s\\S])",
)]
RoleText: TypeAlias = Annotated[str, Meta(
    max_length=20, examples=["vendor"], pattern="^(customer|vendor|admin|super_admin)$(?![\\s\\S])",
)]


class SearchForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to look for: a part of a name, an address or an id, also misspelt."""

    q: Annotated[str, Meta(min_length=2, max_length=200, examples=["ann fie"])]
    role: RoleText | None = None
    state: State | None = None
    cursor: Annotated[str, Meta(max_length=200)] | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class RoleForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody is here for from now on, and why."""

    role: RoleText
    reason: Reason


class ReasonForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Why."""

    reason: Reason


class RenameForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody is called from now on, and why."""

    given_name: NameText
    family_name: NameText
    reason: Reason


class LinkView(Struct, frozen=True):
    """``sent`` is false where a link was sent so shortly before that another would only be in the way."""

    sent: bool
