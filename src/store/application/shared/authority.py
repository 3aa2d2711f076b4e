"""What may be done here, said once for all rooms, and how far somebody's right reaches."""

from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.domain.shared.errors import NotFound


class Permission(StrEnum):
    """All there are. ``PUBLIC`` is what anybody may do; ``OWN_ACCOUNT`` belongs to whoever asks, and to nobody else."""

    PUBLIC = "public"
    READ_ORDERS = "orders:read"
    SHIP_ORDERS = "orders:ship"
    CANCEL_ORDERS = "orders:cancel"
    READ_RETURNS = "returns:read"
    MANAGE_RETURNS = "returns:manage"
    RECONCILE_PAYMENTS = "payments:reconcile"
    READ_STOCK = "stock:read"
    COUNT_STOCK = "stock:count"
    SYNC_STOCK = "stock:sync"
    READ_CATALOGUE = "catalogue:read"
    ARRANGE_CATEGORIES = "categories:arrange"
    ARRANGE_LOCATIONS = "locations:arrange"
    TUNE_SEARCH = "search:tune"
    WRITE_CATALOGUE = "catalogue:write"
    READ_PROMOTIONS = "promotions:read"
    MANAGE_PROMOTIONS = "promotions:manage"
    READ_TAXES = "taxes:read"
    MANAGE_TAXES = "taxes:manage"
    READ_CURRENCIES = "currencies:read"
    MANAGE_CURRENCIES = "currencies:manage"
    READ_SHIPPING = "shipping:read"
    MANAGE_SHIPPING = "shipping:manage"
    READ_HISTORY = "history:read"
    READ_PERSONS = "persons:read"
    READ_PROJECTIONS = "projections:read"
    RESUME_PROJECTIONS = "projections:resume"
    FOLLOW_FEED = "feed:read"
    READ_WEBHOOKS = "webhooks:read"
    MANAGE_WEBHOOKS = "webhooks:manage"
    VERIFY_LOG = "log:verify"
    ASK_DATA = "insight:ask"
    OWN_ACCOUNT = "account:own"
    READ_USERS = "users:read"
    CHANGE_USERS = "users:change"
    DISABLE_USERS = "users:disable"
    END_SESSIONS = "sessions:end"
    CHANGE_ROLES = "roles:change"
    APPOINT_SUPER_ADMINS = "roles:appoint"
    RELEASE_FACTORS = "second-factors:release"
    IMPERSONATE = "users:impersonate"
    GIVE_CREDIT = "credit:give"
    READ_LETTERS = "letters:read"
    RETRY_LETTERS = "letters:retry"
    READ_ERASURES = "erasures:read"
    ERASE_PERSONS = "persons:erase"
    HOLD_PERSONS = "persons:hold"
    READ_COMPLIANCE = "compliance:read"
    PUBLISH_DOCUMENTS = "documents:publish"


MEANS: Final[dict[Permission, str]] = {
    Permission.PUBLIC: "What anybody may do, with an account or without.",
    Permission.READ_ORDERS: "See orders, what is in them and how they stand.",
    Permission.SHIP_ORDERS: "Hand the parcel of an order to its carrier.",
    Permission.CANCEL_ORDERS: "Cancel what has not left yet, and have the money given back.",
    Permission.READ_RETURNS: "See what customers send back, with their words and photographs.",
    Permission.MANAGE_RETURNS: "Decide what may come back, look at what came, and say until when goods can go back.",
    Permission.RECONCILE_PAYMENTS: "Compare what gateways moved with what the shop wrote down, and mend what differs.",
    Permission.READ_STOCK: "See how many pieces there are.",
    Permission.COUNT_STOCK: "Say how many pieces came in, were counted, are gone or came back, and when few are few.",
    Permission.SYNC_STOCK: "Keep stock in step with another system.",
    Permission.READ_CATALOGUE: "See products as staff see them.",
    Permission.ARRANGE_CATEGORIES: "Open, describe, move and merge categories, and say what their goods have.",
    Permission.ARRANGE_LOCATIONS: "Open, describe and close the places where pieces lie.",
    Permission.TUNE_SEARCH: "See what people looked for, and say which words mean the same, and which mean nothing.",
    Permission.WRITE_CATALOGUE: "Write products down, change, publish and withdraw them, and bring them back.",
    Permission.READ_PROMOTIONS: "See coupons, promotions and segments, and what was taken off which orders.",
    Permission.MANAGE_PROMOTIONS: "Make, change and withdraw coupons, promotions and segments, and have codes made.",
    Permission.READ_TAXES: "See which tax rates are in force where, and how the shop taxes.",
    Permission.MANAGE_TAXES: "Say which tax rates come into force, and how the shop taxes.",
    Permission.READ_CURRENCIES: "See in which currencies the shop sells, and how old its rates are.",
    Permission.MANAGE_CURRENCIES: "Say in which currencies the shop sells, and have rates fetched.",
    Permission.READ_SHIPPING: "See where parcels go, in which ways, and what that costs.",
    Permission.MANAGE_SHIPPING: "Say where parcels go, in which ways, and what that costs.",
    Permission.READ_HISTORY: "See the facts behind anything, and take them away.",
    Permission.READ_PERSONS: "Have names and addresses opened in what one may see.",
    Permission.READ_PROJECTIONS: "See how far read models are.",
    Permission.RESUME_PROJECTIONS: "Resume read models, have them built anew, and switch between copies.",
    Permission.FOLLOW_FEED: "Follow the facts as they happen.",
    Permission.READ_WEBHOOKS: "See which partners are sent facts, and what they answered.",
    Permission.MANAGE_WEBHOOKS: "Say which partners are sent facts, and where.",
    Permission.VERIFY_LOG: "See whether the log is what was written, and have it looked through.",
    Permission.ASK_DATA: "Ask questions of the data in SQL.",
    Permission.OWN_ACCOUNT: "Look after one's own account.",
    Permission.READ_USERS: "Find accounts, and see how they stand, their sessions and their orders.",
    Permission.CHANGE_USERS: "Change the name of an account, and have a link sent that sets another password.",
    Permission.DISABLE_USERS: "Disable and enable accounts.",
    Permission.END_SESSIONS: "Log an account out on its devices.",
    Permission.CHANGE_ROLES: "Give and take roles, up to what one's own role may do.",
    Permission.APPOINT_SUPER_ADMINS: "Make super admins, and have them be none any more.",
    Permission.RELEASE_FACTORS: "Take away a second factor that a customer lost, a day after telling that customer.",
    Permission.IMPERSONATE: "Look at the shop as a customer, for half an hour, seen by that customer.",
    Permission.GIVE_CREDIT: "Give customers credit out of goodwill, up to a limit, and take it back.",
    Permission.READ_LETTERS: "See what people were told, what could not be sent, and the templates.",
    Permission.RETRY_LETTERS: "Have sent again what could not be sent.",
    Permission.READ_ERASURES: "See who is to be forgotten, how far that is, and what became unreadable.",
    Permission.ERASE_PERSONS: "Have somebody forgotten for good.",
    Permission.HOLD_PERSONS: "Have everything kept that is known of somebody, and let it go again.",
    Permission.READ_COMPLIANCE: "See the record of processing and what is kept for how long.",
    Permission.PUBLISH_DOCUMENTS: "Publish another version of the privacy notice and the terms.",
}
"""What each of them lets somebody do, in a sentence."""


class Reach(StrEnum):
    """How far a permission goes."""

    ALL = "all"
    VENDOR = "own vendor"
    ACCOUNT = "own account"


class OutOfReach(NotFound):
    """There is no such thing, or none you may see."""


class Scope(Struct, frozen=True):
    """What of all things somebody's permission covers: everything, what is one vendor's, or what is one account's.

    It is part of a command or a query, and whoever carries that out asks it for the very thing. What lies outside is
    refused as if it were not there: nobody learns what exists that isn't theirs.
    """

    reach: Reach
    owner: UUID | None = None

    def covers(self, *, account: UUID | None = None, vendor: UUID | None = None) -> bool:
        """Whether a thing that belongs to *account* or to *vendor* lies within; nobody's things are for ``ALL``."""
        match self.reach:
            case Reach.ALL:
                return True
            case Reach.VENDOR:
                return vendor is not None and vendor == self.owner
            case Reach.ACCOUNT:
                return account is not None and account == self.owner

    def expect(self, *, account: UUID | None = None, vendor: UUID | None = None) -> None:
        """Go on only within.

        :raises OutOfReach: for what lies outside.
        """
        if not self.covers(account=account, vendor=vendor):
            raise OutOfReach


EVERYTHING: Final = Scope(Reach.ALL)


class Grant(Struct, frozen=True):
    """What a role brings: what may be done everywhere, with what is one's own vendor's, and with what is one's own."""

    everywhere: frozenset[Permission]
    of_vendor: frozenset[Permission] = frozenset()
    of_account: frozenset[Permission] = frozenset()

    def reach(self, permission: Permission) -> Reach | None:
        """How far *permission* goes with this; ``None`` if not at all."""
        if permission in self.everywhere | self.of_vendor:
            return Reach.ALL if permission in self.everywhere else Reach.VENDOR
        return Reach.ACCOUNT if permission in self.of_account else None

    def holds(self, other: "Grant") -> bool:
        """Whether it brings at least as much as *other*."""
        near = self.everywhere | self.of_vendor
        return (
            other.everywhere <= self.everywhere and other.of_vendor <= near
            and other.of_account <= near | self.of_account
        )
