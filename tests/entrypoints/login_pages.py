"""Pages about accounts elsewhere, each with what it shows."""

from msgspec.structs import replace

from store.application.identity.ways_in import OwnLogin, OwnLogins
from store.domain.identity.login_events import Provider
from tests.entrypoints.page_frame import FRONT, PAGE, SHOP
from tests.entrypoints.page_goods import NOW

KNOWING = {**FRONT, "shop": replace(SHOP, providers=tuple(Provider))}
ONE_WAY = OwnLogins([], password=True)
_LONG = "ann.maria.of.the.long.address@subdomain.example.org"
_GOOGLE = OwnLogin(Provider.GOOGLE, "Google", _LONG, NOW, removable=True)
_GITHUB = OwnLogin(Provider.GITHUB, "GitHub", "@ann", NOW, removable=True)
LAST = OwnLogins([replace(_GOOGLE, removable=False)], password=False)
_TYPED = {"email": "ann@example", "given_name": "Ann", "family_name": ""}
_WRONG = {"email": "Enter your whole e-mail address, such as ann@example.org.", "family_name": "Enter your last name."}
LOGIN_PAGES: dict[str, PAGE] = {
    "login-elsewhere": ("storefront/login.html", {**KNOWING, "form": {}, "problem": None, "next": "/account"}),
    "register-elsewhere": ("storefront/register.html", {**KNOWING, "form": {}, "errors": {}}),
    "elsewhere": ("storefront/elsewhere.html", {**KNOWING, "way": "https://google.example/auth", "provider": "Google"}),
    "login-address": ("storefront/login_address.html", {
        **KNOWING, "form": {"email": "ann@example.org"}, "errors": {}, "provider": "Facebook",
    }),
    "login-address-wrong": ("storefront/login_address.html", {
        **KNOWING, "form": _TYPED, "errors": _WRONG, "provider": "Facebook",
    }),
    "own-logins": ("storefront/own_logins.html", {
        **KNOWING, "logins": OwnLogins([_GOOGLE, _GITHUB], password=True), "others": [Provider.FACEBOOK],
        "news": (Provider.GOOGLE,),
    }),
    "own-logins-last": ("storefront/own_logins.html", {
        **KNOWING, "logins": LAST, "others": [Provider.FACEBOOK, Provider.GITHUB], "news": (),
    }),
    "own-logins-none": ("storefront/own_logins.html", {**FRONT, "logins": ONE_WAY, "others": [], "news": ()}),
    "proof-elsewhere": ("storefront/proof.html", {
        **KNOWING, "next": "/account/email", "logins": LAST, "asking": LAST.items, "guarded": False, "errors": {},
    }),
    "proof-by-code": ("storefront/proof.html", {
        **KNOWING, "next": "/account/email", "logins": LAST, "asking": LAST.items, "guarded": True,
        "errors": {"code": "This code is wrong, or it was used already. Wait for the next one."},
    }),
    "proof-by-mail": ("storefront/proof.html", {
        **KNOWING, "next": "/account/email", "logins": OwnLogins([_GITHUB], password=False), "asking": [],
        "guarded": False, "errors": {},
    }),
}
