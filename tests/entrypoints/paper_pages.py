"""The pages of invoices and of the ledger, each with what it shows."""

from datetime import date
from typing import Any
from uuid import UUID

from store.application.invoicing.messages import DocumentsView, PaperRow, PaperRows, PaperView, TaxView
from store.application.payments.ledger import AccountSums, Side, Sides, TrialBalance
from store.domain.payments.ledger import CHART
from store.domain.shared.ids import OrderNumber, PaperNumber
from tests.entrypoints.page_frame import BACK, FRONT, PAGE
from tests.entrypoints.page_goods import LONG, NOW, eur
from tests.entrypoints.page_orders import order

_DAY = date(2026, 5, 31)
_ORDER, _INVOICE = OrderNumber("HF-7Q2M-4KDX"), PaperNumber("HF-2026-000017")
_NOTE = PaperNumber("HF-C-2026-000003")
_TAX = TaxView(190_000, eur("86.47"), eur("16.43"))
_ROWS = [
    PaperRow(_NOTE, "credit_note", _DAY, _ORDER, LONG[:60], eur("24.90"), "", [_TAX], _INVOICE),
    PaperRow(_INVOICE, "invoice", _DAY, _ORDER, "<b>Ann</b>", eur("102.90"), "DE", [
        _TAX, TaxView(70_000, eur("9.35"), eur("0.65")),
    ]),
    PaperRow(PaperNumber("HF-2026-000016"), "invoice", _DAY, _ORDER, None, eur("0.00"), "FI", []),
]
_NARROWED = {"kind": "invoice", "since": "2026-05-01", "until": "soon", "q": "mug", "cursor": "x"}
_ANY = dict.fromkeys(_NARROWED, "")
_LIST: dict[str, Any] = {**BACK, "filters": _ANY, "errors": {}}
_ZERO = eur("0.00")
_ACCOUNTS = [
    AccountSums(account, about.number, about.means, *sums) for (account, about), sums in zip(
        CHART.items(),
        [(eur("1204.30"), _ZERO, eur("1204.30"))] * 2
        + [(eur("4.90"), eur("80.00"), eur("-75.10"))] * (len(CHART) - 2),
        strict=True,
    )
]
_SIDES = [
    Side("1-77", NOW, "gateway", eur("102.90"), None, _ORDER, "payment", UUID(int=4), 2, "payments/captured-1"),
    Side("1-77", NOW, "receivable", None, eur("102.90"), _ORDER, "payment", UUID(int=4), 2, "payments/captured-1"),
    Side("1-76", NOW, "goods", None, eur("86.47"), _ORDER, "order", UUID(int=5), 2, "ordering/confirmed-1"),
]
_BOOKS: dict[str, Any] = {
    **BACK, "filters": dict.fromkeys(("at", "since", "until", "account", "q", "cursor"), ""), "errors": {},
    "accounts": {account.value: about.number for account, about in CHART.items()},
}
_PAPERS = DocumentsView(_ORDER, [
    PaperView(_INVOICE, "invoice", _DAY, eur("102.90")), PaperView(_NOTE, "credit_note", _DAY, eur("24.90"), _INVOICE),
], due=True)


def _shown(documents: DocumentsView) -> PAGE:
    return "storefront/order.html", {
        **FRONT, "fresh": False, "token": "t", "order": order("confirmed"), "documents": documents,
    }


PAPER_PAGES: dict[str, PAGE] = {
    "order-papers": _shown(_PAPERS),
    "order-papers-due": _shown(DocumentsView(_ORDER, [], due=True)),
    **{f"no-invoice-{name}": ("storefront/no_invoice.html", {
        **FRONT, "number": _ORDER, "token": "t", "coming": coming,
    }) for name, coming in (("yet", True), ("at-all", False))},
    "office-invoices": ("backoffice/invoices.html", {**_LIST, "page": PaperRows(_ROWS, "next", 3)}),
    "office-invoices-none": ("backoffice/invoices.html", {**_LIST, "page": PaperRows([], None, 0)}),
    "office-invoices-wrong": ("backoffice/invoices.html", {
        **_LIST, "page": PaperRows([], None, 0), "filters": _NARROWED, "errors": {"until": "Choose a day."},
    }),
    "office-ledger": ("backoffice/ledger.html", {
        **_BOOKS, "balance": TrialBalance(_ACCOUNTS, [_ZERO]), "page": Sides(_SIDES, "next"),
    }),
    "office-ledger-then": ("backoffice/ledger.html", {
        **_BOOKS, "balance": TrialBalance(_ACCOUNTS, [eur("0.01")]), "page": Sides([], None),
        "filters": {**_BOOKS["filters"], "at": "2026-05-31", "q": "HF-7Q2M-4KDX"},
    }),
    "office-ledger-empty": ("backoffice/ledger.html", {
        **_BOOKS, "balance": TrialBalance([], []), "page": Sides([], None),
    }),
}
