"""The pages about people: many, none, and one in each state; and the shop as staff see it for a customer."""

from datetime import timedelta
from uuid import UUID

from msgspec import structs

from store.application.identity.finding import UserRow, UserRows
from store.application.identity.roles import GRANTS
from store.application.identity.users import UserSession, UserView
from store.application.ordering.messages import OrderOf, OrdersOf
from store.application.privacy.views import HoldView
from store.application.shared.authority import Permission
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId, OrderNumber
from store.entrypoints.shared.goodwill import GIVEN, TAKEN
from tests.entrypoints.credit_pages import CREDIT
from tests.entrypoints.page_frame import BACK, PAGE, Notice
from tests.entrypoints.page_goods import NOW, eur
from tests.entrypoints.page_orders import history

LONG_NAME = "Dr. Maximiliane Wolfeschlegelsteinhausenbergerdorff-Hernández de la Cruz"
ANN = AccountId(UUID(int=9))
PEOPLE = [
    UserRow(AccountId(UUID(int=number)), name, email, role, state, NOW - timedelta(hours=number), 900)
    for number, (name, email, role, state) in enumerate([
        ("Ann Field", "ann.field@example.org", Role.SUPER_ADMIN, "active"),
        (LONG_NAME, f"{'maximiliane.' * 12}@a-rather-long-name.example", Role.CUSTOMER, "unverified"),
        ("李小龙", "bruce@example.org", Role.VENDOR, "active"), (None, None, Role.CUSTOMER, "disabled"),
        *[("Jo Park", "jo@example.org", Role.ADMIN, "active")] * 12,
    ], 1)
]
CLEO = UserView(ANN, "Cleo Field", "Cleo", "Field", "cleo@example.org", Role.CUSTOMER, "active", NOW, 4)
SESSIONS = [
    UserSession(UUID(int=1), "Firefox on Linux", NOW - timedelta(days=3), NOW),
    UserSession(UUID(int=2), "", NOW - timedelta(days=9), NOW - timedelta(hours=5)),
]
ORDERS = [
    OrderOf(OrderNumber(f"HF-7Q2M-{number}KDX"), status, NOW - timedelta(days=number), number, eur(f"{number * 37}.90"))
    for number, status in enumerate(["confirmed", "awaiting_payment", "shipped", "cancelled"], 1)
]
FILTERS = {"q": "", "role": "", "status": "", "cursor": ""}


def _list(rows, **more) -> PAGE:
    return "backoffice/users.html", {**BACK, "page": rows, "filters": FILTERS, "problem": "", **more}


def _one(user, **more) -> PAGE:
    return "backoffice/user.html", {
        **BACK, "user": user, "sessions": SESSIONS, "orders": OrdersOf(ORDERS, "next"), "moment": None,
        "history": history(kind="account"), "act": "", "form": {}, "errors": {}, "filters": {"cursor": ""}, "me": False,
        "credit": CREDIT, "given": GIVEN, "taken": TAKEN,
        "hold": HoldView(stands=False, since=None, reason=None),
        "roles": [role.value for role in GRANTS], "may": {permission.value for permission in Permission}, **more,
    }


USER_PAGES: dict[str, PAGE] = {
    "office-users": _list(UserRows(PEOPLE, "next")),
    "office-users-found": _list(UserRows(PEOPLE, "next", many=True), filters={**FILTERS, "q": "max", "cursor": "x"}),
    "office-users-empty": _list(UserRows([], None), filters={**FILTERS, "q": "zz"}),
    "office-users-short": _list(UserRows([], None), filters={**FILTERS, "q": "x"}, problem="short"),
    "office-user": _one(CLEO),
    "office-user-disabled": _one(
        structs.replace(CLEO, state="disabled", name=LONG_NAME, given_name=LONG_NAME, role=Role.VENDOR), sessions=[],
        orders=OrdersOf([], None), notice=Notice("good", "The account is disabled", "Enabling it undoes this."),
    ),
    "office-user-lost-factor": _one(
        structs.replace(CLEO, second_factor=True), act="lost", form={"reason": ""},
        errors={"reason": "Say why, in at most 200 characters.", "sure": "Tick the box to say that you mean it."},
    ),
    "office-user-waiting-factor": _one(
        structs.replace(CLEO, second_factor=True, release_due=NOW + timedelta(hours=3)), act="release",
    ),
    "office-user-own": _one(structs.replace(CLEO, role=Role.SUPER_ADMIN), me=True),
    "office-user-forgotten": _one(
        structs.replace(CLEO, name=None, given_name=None, family_name=None, email=None), may={"users:read"},
    ),
    "office-user-refused": _one(
        CLEO, act="disable", form={"reason": ""},
        errors={"reason": "Say why, in at most 200 characters.", "sure": "Tick the box to say that you mean it."},
        notice=Notice("bad", "You can't do this to your own account. Ask a colleague.", "Nothing was changed."),
    ),
}
