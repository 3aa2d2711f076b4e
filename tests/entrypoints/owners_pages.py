"""Pages of what only owners do with their accounts, each with what it shows."""

from store.application.identity.own_history import Happening, OwnHistory
from store.application.identity.portraits import Portrait
from store.entrypoints.shared.qr import picture_of
from store.entrypoints.shared.visits import Visitor
from store.entrypoints.storefront.frame import Face
from tests.entrypoints.credit_pages import CREDIT
from tests.entrypoints.login_pages import LOGIN_PAGES, ONE_WAY
from tests.entrypoints.page_frame import FRONT, PAGE
from tests.entrypoints.page_goods import NOW

FACE = Face("AF", None)
SEEN = Face("AF", Portrait("/media/a.96.webp", "/media/a.96.jpg", "/media/a.384.webp", "/media/a.384.jpg"))
PAST = OwnHistory([Happening(NOW, "registered", "You asked for an account")], "7")
_NOT_YOURS = {"current_password": "This is not your password."}
_WRONG_CODE = {"code": "This code is wrong, or it was used already. Wait for the next one."}
_SECRET = {"picture": picture_of("otpauth://totp/shop:ann?secret=ABC"), "secret": "JBSW Y3DP EHPK 3PXP"}
_CODES = [f"abcd-efgh-jk{number}m" for number in range(2, 12)]
_DOOR = {**FRONT, "next": "/backoffice/orders"}
OWNERS_PAGES: dict[str, PAGE] = {
    "proof": ("storefront/proof.html", {
        **FRONT, "next": "/account/email", "logins": ONE_WAY, "guarded": False, "errors": {},
    }),
    "proof-wrong": ("storefront/proof.html", {
        **FRONT, "next": "/account/email", "logins": ONE_WAY, "guarded": True, "errors": _NOT_YOURS,
    }),
    **LOGIN_PAGES,
    "email-change": ("storefront/email_change.html", {**FRONT, "form": {}, "errors": {}}),
    "email-change-errors": ("storefront/email_change.html", {
        **FRONT, "form": {"email": "ann@example.org"}, "errors": {"email": "This is your address already."},
    }),
    "email-confirm": ("storefront/email_confirm.html", {
        **FRONT, "token": "abc", "problem": None, "elsewhere": False, "errors": {},
    }),
    "email-confirm-elsewhere": ("storefront/email_confirm.html", {
        **FRONT, "token": "abc", "problem": None, "elsewhere": True, "errors": _NOT_YOURS,
    }),
    "email-confirm-taken": ("storefront/email_confirm.html", {
        **FRONT, "token": "", "problem": "This address has an account of its own.", "elsewhere": False, "errors": {},
    }),
    "email-undo": ("storefront/email_undo.html", {**FRONT, "token": "abc", "problem": None}),
    "login-code": ("storefront/login_code.html", {**FRONT, "next": "/account", "errors": {}}),
    "login-code-wrong": ("storefront/login_code.html", {**FRONT, "next": "/account", "errors": _WRONG_CODE}),
    "second-factor-off": ("storefront/second_factor.html", {**FRONT, "on": False}),
    "second-factor-on": ("storefront/second_factor.html", {**FRONT, "on": True}),
    "second-factor-setup": ("storefront/second_factor_setup.html", {**FRONT, **_SECRET, "errors": _WRONG_CODE}),
    "recovery-codes": ("storefront/recovery_codes.html", {**FRONT, "codes": _CODES, "fresh": True}),
    "office-proof": ("backoffice/proof.html", {**_DOOR, "guarded": False, "errors": {}}),
    "office-proof-wrong": ("backoffice/proof.html", {**_DOOR, "guarded": True, "errors": _WRONG_CODE}),
    "office-code": ("backoffice/login_code.html", {**_DOOR, "errors": _WRONG_CODE}),
    "office-second-factor": ("backoffice/login_second_factor.html", {**_DOOR, **_SECRET, "errors": {}}),
    "office-recovery": ("backoffice/login_recovery.html", {**_DOOR, "codes": _CODES, "errors": {}}),
    "leaving": ("storefront/leaving.html", {**FRONT, "days": 14, "errors": {}, "credit": CREDIT.balances}),
    "leaving-unsure": ("storefront/leaving.html", {
        **FRONT, "days": 14, "errors": {"sure": "Tick this."}, "credit": [],
    }),
    "stay": ("storefront/stay.html", {**FRONT, "token": "abc", "problem": None}),
    "stay-spent": ("storefront/stay.html", {**FRONT, "token": "", "problem": "This link was used already."}),
    "keep-factor": ("storefront/keep_factor.html", {**FRONT, "token": "abc", "problem": None}),
    "keep-factor-spent": ("storefront/keep_factor.html", {
        **FRONT, "token": "", "problem": "This link was used already.",
    }),
    "account-history": ("storefront/account_history.html", {**FRONT, "history": PAST}),
    "account-history-of-a-visit": ("storefront/account_history.html", {
        **FRONT, "logged_in": True, "history": PAST, "visit": Visitor("Dr. Maximiliane Wolfeschlegelstein"),
    }),
    "email-undo-spent": ("storefront/email_undo.html", {
        **FRONT, "token": "", "problem": "This link was used already, or it is too old.",
    }),
}
