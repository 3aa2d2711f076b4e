"""What staff want done with a segment, by the form they sent."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from msgspec import ValidationError, convert

from store.application.pricing.segments import EndSegment, NameSegment, UnlistAccount
from store.application.processes.listing_customers import ListAccount
from store.application.shared.bus import Command
from store.domain.shared.ids import AccountId
from store.entrypoints.backoffice.coupons import version_in
from store.entrypoints.backoffice.segment_form import meant

NO_ACCOUNT: Final = "There is no such account. Its number stands in the address of its page, among People."


Deed = tuple[Command[Any], str]


def deed_of(id: UUID, typed: Mapping[str, str], currency: str) -> tuple[Deed | None, dict[str, str]]:
    """What somebody wants done, and what to say once it is; or what is wrong with it."""
    match typed.get("act"):
        case "end":
            return (EndSegment(segment_id=id, version=version_in(typed)), "The segment has ended"), {}
        case "list" | "unlist" as way:
            try:
                account = AccountId(convert(typed.get("account", "").strip(), UUID))
            except ValidationError:
                return None, {"account": NO_ACCOUNT}
            if way == "list":
                return (ListAccount(segment_id=id, account_id=account), "The account is on the list"), {}
            return (UnlistAccount(segment_id=id, account_id=account), "The account is off the list"), {}
        case _:
            named, errors = meant(typed, currency)
            if named is None:
                return None, errors
            change = NameSegment(segment_id=id, name=named.name, rule=named.rule, version=version_in(typed))
            return (change, f"“{named.name}” means these customers from now on"), {}
