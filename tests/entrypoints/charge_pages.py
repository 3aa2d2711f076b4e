"""Taxes and ways to send, as staff arrange them, and whoever comes back without having paid."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from store.adapters.pricing.shipping_table import STARTING
from store.application.pricing.currencies import CurrenciesView, RatesView
from store.application.pricing.shipping import PlanView
from store.application.pricing.taxes import RatesTaken, RateView, RowVerdict, TaxView
from store.domain.pricing.currency_events import CurrencyRules, Sold
from store.domain.pricing.tax_events import DatedRate, TaxClass, TaxRules
from store.domain.pricing.terms import Chosen
from store.domain.shared.exchange import Exchange
from store.entrypoints.backoffice.currency_form import rows as currency_rows
from store.entrypoints.backoffice.currency_form import typed_of as rules_typed
from store.entrypoints.backoffice.shipping_form import ways, zones
from store.entrypoints.backoffice.tax_form import CLASSES, RATED, ROUNDINGS, SHIPPING, rows, typed_of
from tests.entrypoints.page_frame import BACK, FRONT, PAGE, Notice
from tests.entrypoints.page_orders import order

_NOW, _LATER = DatedRate("DE", date(2007, 1, 1), 190_000), DatedRate("DE", date(2027, 1, 1), 205_000)
_BEFORE = DatedRate("US", date(2020, 1, 1), 72_500, region="CA" * 20)
_RULES = TaxRules(net_places=("US", "CA"), classes={TaxClass.REDUCED: Chosen(products=("BOOK-" + "X" * 50,))})
_TAXES = TaxView(3, [
    RateView(_LATER, "to come"), RateView(_NOW, "in force"),
    RateView(DatedRate("DE", date(1998, 4, 1), 160_000, TaxClass.REDUCED), "over"), RateView(_BEFORE, "in force"),
], _RULES)
_TAX: dict[str, Any] = {
    **BACK, "view": _TAXES, "rows": rows(_TAXES), "errors": {}, "form": {}, "taken": None, "csv": "", "source": "",
    "rules": typed_of(_RULES), "classes": CLASSES, "rated": RATED, "roundings": ROUNDINGS, "shippings": SHIPPING,
    "manages": True,
}
_NOTHING = TaxView(0, [], TaxRules())
_FILE = RatesTaken(3, (
    RowVerdict(2, _LATER, said=False), RowVerdict(3, DatedRate("FR", date(2027, 1, 1), 200_000), said=True),
    RowVerdict(4, None, said=False, problem="A rate is a percentage from 0 to 100."),
))
_PLAN = PlanView(0, STARTING)
_SHIPPING: dict[str, Any] = {
    **BACK, "view": _PLAN, "zones": zones(STARTING), "ways": ways(STARTING, "EUR"), "form": {}, "errors": {},
    "calendar": {"cutoff": "14", "holidays": "2026-12-25", "piece": "500", "grams": "MUG-OAT-L: 350"}, "manages": True,
}
_SOLD = CurrencyRules((Sold("USD", 100, 5), Sold("JPY"), Sold("KWD"), Sold("CHF", 5)), {"US": "USD", "JP": "JPY"})
_DAY = date(2026, 10, 30)
_RATES = RatesView(
    _DAY, datetime(2026, 11, 2, 21, tzinfo=UTC), stale=True,
)
_CURRENCIES = CurrenciesView(2, "EUR", _SOLD, [
    Exchange("EUR", "USD", "1.1172", "ECB", _DAY, step=100, less=5), Exchange("EUR", "JPY", "175.68", "ECB", _DAY),
], _RATES)
_ALONE = CurrenciesView(0, "EUR", CurrencyRules(), [], None)


def _currencies(view: CurrenciesView, **more: Any) -> dict[str, Any]:
    shown = {"view": view, "rows": currency_rows(view), "form": rules_typed(view.rules), "errors": {}, "manages": True}
    return {**BACK, **shown, **more}


CHARGE_PAGES: dict[str, PAGE] = {
    "office-taxes": ("backoffice/taxes.html", _TAX),
    "office-taxes-none": ("backoffice/taxes.html", {
        **_TAX, "view": _NOTHING, "rows": [], "rules": typed_of(_NOTHING.rules), "manages": False,
    }),
    "office-taxes-wrong": ("backoffice/taxes.html", {
        **_TAX, "form": {"act": "say", "country": "D"}, "errors": {"country": "Two letters, such as DE."},
    }),
    "office-taxes-file": ("backoffice/taxes.html", {
        **_TAX, "taken": _FILE, "csv": "country,since", "source": "rates.csv",
    }),
    "office-shipping": ("backoffice/shipping.html", _SHIPPING),
    "office-shipping-looking": ("backoffice/shipping.html", {**_SHIPPING, "manages": False}),
    "office-shipping-moved": ("backoffice/shipping.html", {
        **_SHIPPING, "notice": Notice("bad", "This changed meanwhile.", "Nothing was changed."),
    }),
    "office-currencies": ("backoffice/currencies.html", _currencies(_CURRENCIES)),
    "office-currencies-none": ("backoffice/currencies.html", _currencies(_ALONE)),
    "office-currencies-wrong": ("backoffice/currencies.html", _currencies(
        CurrenciesView(2, "EUR", _SOLD, [], None), form={"sold": "dollars", "hours": "24"},
        errors={"sold": "“dollars” can't be read. Write USD, or USD to 1.00 less 0.05."},
    )),
    "unpaid": ("storefront/unpaid.html", {**FRONT, "order": order("awaiting_payment"), "payment_id": UUID(int=9)}),
}
