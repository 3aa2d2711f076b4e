"""The life of a staff account. Logging in is no fact: it changes nothing that anybody has to explain later."""

from enum import StrEnum
from typing import TypeAlias

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import StaffId
from store.domain.shared.personal import Personal


class Role(StrEnum):
    """What somebody is here for; which permissions that brings is data at the edge."""

    STAFF = "staff"


class StaffEnrolled(Event, frozen=True, tag="identity/staff-enrolled-1"):
    """Somebody works here from now on. ``email`` is in its canonical form."""

    account_id: StaffId
    email: Personal[str]
    name: Personal[str]
    role: Role


class StaffDisabled(Event, frozen=True, tag="identity/staff-disabled-1"):
    """Somebody works here no longer, and no door opens any more."""

    account_id: StaffId


StaffEvent: TypeAlias = StaffEnrolled | StaffDisabled
