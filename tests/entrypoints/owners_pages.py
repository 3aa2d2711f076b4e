"""Pages of what only owners do with their accounts, each with what it shows."""

from tests.entrypoints.page_frame import FRONT, PAGE

_NOT_YOURS = {"current_password": "This is not your password."}
OWNERS_PAGES: dict[str, PAGE] = {
    "proof": ("storefront/proof.html", {**FRONT, "next": "/account/email", "errors": {}}),
    "proof-wrong": ("storefront/proof.html", {**FRONT, "next": "/account/email", "errors": _NOT_YOURS}),
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
    "email-undo-spent": ("storefront/email_undo.html", {
        **FRONT, "token": "", "problem": "This link was used already, or it is too old.",
    }),
}
