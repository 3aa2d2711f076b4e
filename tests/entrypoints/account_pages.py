"""Pages and mails about accounts, each with what it shows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from store.application.identity.own_account import OwnAccount
from store.application.identity.ports import OpenSession
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from tests.entrypoints.owners_pages import FACE, OWNERS_PAGES, PAST, SEEN
from tests.entrypoints.page_frame import FRONT, PAGE, SHOP
from tests.entrypoints.page_goods import NOW

HERE, THERE = UUID(int=1), UUID(int=2)
ANN = OwnAccount(AccountId(UUID(int=9)), "ann@example.org", "Ann", "Field", True, Role.CUSTOMER, NOW)  # noqa: FBT003 - her address is proven
SESSIONS = [
    OpenSession(HERE, "Firefox on Linux", NOW - timedelta(days=3), NOW),
    OpenSession(THERE, "Safari on an iPhone", NOW - timedelta(days=9), NOW - timedelta(hours=5)),
    OpenSession(UUID(int=3), "Another program", NOW - timedelta(days=12), NOW - timedelta(days=2)),
]
TYPED = {"given_name": "Ann", "family_name": "", "email": "ann@example"}
WRONG = {
    "family_name": "Enter your last name.", "email": "Enter your whole e-mail address, such as ann@example.org.",
    "password": "Add a digit to the password, or make it a sentence of 16 characters or more.",
}
LETTER: dict[str, Any] = {
    "shop": SHOP, "locale": "en-IE", "name": "Ann Field", "href": "https://shop.example/verify?token=abc",
    "other": "ann@new.example", "kept": True,
}
MINE: dict[str, Any] = {
    **FRONT, "logged_in": True, "face": FACE, "history": PAST,
    "account": ANN, "sessions": SESSIONS, "this_session": HERE, "errors": {},
    "form": {"given_name": "Ann", "family_name": "Field"},
}
ACCOUNT_PAGES: dict[str, PAGE] = {
    "register": ("storefront/register.html", {**FRONT, "form": {}, "errors": {}}),
    "register-errors": ("storefront/register.html", {**FRONT, "form": TYPED, "errors": WRONG}),
    "register-sent": ("storefront/register_sent.html", {**FRONT, "form": {}, "errors": {}, "sent": False}),
    "register-again": ("storefront/register_sent.html", {**FRONT, "form": {}, "errors": {}, "sent": True}),
    "verify": ("storefront/verify.html", {**FRONT, "token": "abc", "problem": None, "elsewhere": False, "errors": {}}),
    "verify-elsewhere": ("storefront/verify.html", {
        **FRONT, "token": "abc", "problem": None, "elsewhere": True,
        "errors": {"current_password": "This is not your password."},
    }),
    "verify-spent": ("storefront/verify.html", {
        **FRONT, "token": "", "problem": "This link was used already.", "elsewhere": False, "errors": {},
    }),
    "shop-login": ("storefront/login.html", {**FRONT, "form": {}, "problem": None, "next": "/account"}),
    "shop-login-wrong": ("storefront/login.html", {
        **FRONT, "form": {"email": "ann@example.org"}, "next": "/account",
        "problem": "The e-mail address or the password is wrong.",
    }),
    "forgotten": ("storefront/password_forgotten.html", {**FRONT, "form": {}, "errors": {}, "sent": False}),
    "forgotten-sent": ("storefront/password_forgotten.html", {**FRONT, "form": TYPED, "errors": {}, "sent": True}),
    "reset": ("storefront/password_reset.html", {**FRONT, "token": "abc", "errors": {}, "problem": None}),
    "reset-spent": ("storefront/password_reset.html", {
        **FRONT, "token": "", "errors": {}, "problem": "This link was used already, or it is too old.",
    }),
    "account": ("storefront/account.html", MINE),
    "account-picture": ("storefront/account.html", {**MINE, "face": SEEN, "errors": {"picture": "This is none."}}),
    "account-errors": ("storefront/account.html", {
        **MINE, "errors": {"current_password": "This is not your password."},
    }),
    **OWNERS_PAGES,
    **{
        f"mail-{kind}{end}": (f"shared/mail/{kind}.{form}", LETTER)
        for kind in (
            "account_verification", "account_known", "password_reset", "password_changed", "email_change",
            "email_changed", "account_deletion", "second_factor_on", "second_factor_off", "second_factor_lost",
            "account_joined", "login_linked", "login_unlinked", "copy_made",
            "data_erased",
        )
        for end, form in (("", "html"), ("-text", "txt"))
    },
}
