"""Papers as PDF, set by typst, in the reader's language and by its customs (CLDR)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from store.adapters.drivers.typesetting import typeset
from store.adapters.invoicing.words import WORDS
from store.application.invoicing.messages import Paper
from store.domain.invoicing.events import Buyer, Credit, CreditNoteIssued, InvoiceIssued, Sale, TaxAt
from store.domain.shared.money import Money, exponent

TEMPLATE: Final = Path(__file__).with_name("paper.typ")
_ENGLISH: Final = "en"

Envelope = Callable[[Buyer, Locale], Sequence[str]]
"""An address as envelopes in its country have it."""


class TypstPress:
    """:class:`~store.application.invoicing.ports.Press`. *shop* is the name over the door, *zone* the shop's clock."""

    def __init__(self, shop: str, zone: str, envelope: Envelope) -> None:
        self._shop, self._zone, self._envelope = shop, ZoneInfo(zone), envelope

    languages = frozenset(WORDS)

    def printed(self, paper: Paper, language: str) -> bytes:
        """A page takes some milliseconds; the same facts make the same bytes."""
        return typeset(TEMPLATE, self.said(paper, language))

    def said(self, paper: Paper, language: str) -> dict[str, Any]:
        """All that stands on it, written out: the template only sets it."""
        it = _Writer(self._zone, _locale(language))
        issued = paper.issued
        return {
            "shop": self._shop, "language": it.locale.language, "number": issued.number,
            "day": [issued.on.year, issued.on.month, issued.on.day],
            "seller": {
                "name": issued.seller.name, "address": list(issued.seller.address),
                "vat": _vat(issued.seller.vat_id, it),
            },
            "to": it.word("to"),
            "buyer": [*self._envelope(paper.buyer, it.locale), *_lines(_vat(paper.buyer.vat_id, it))]
            if paper.buyer else [it.word("erased")],
            "footer": [line for line in (issued.seller.name, _vat(issued.seller.vat_id, it)) if line],
            "tax-heads": [it.word(name) for name in ("rate", "net", "tax", "gross")],
            **(_invoice(issued, it) if isinstance(issued, InvoiceIssued) else _credit_note(issued, paper.invoice, it)),
        }


class _Writer:
    """How amounts, days and words are written."""

    def __init__(self, zone: ZoneInfo, locale: Locale) -> None:
        self._zone, self.locale = zone, locale
        self._words = WORDS.get(locale.language, WORDS[_ENGLISH])

    def word(self, name: str, **facts: str) -> str:
        return self._words[name].format(**facts)

    def day(self, value: datetime | date) -> str:
        here = value.astimezone(self._zone) if isinstance(value, datetime) else value
        return str(format_date(here, "long", locale=self.locale))

    def money(self, value: Money) -> str:
        amount = Decimal(value.minor).scaleb(-exponent(value.currency))
        return str(format_currency(amount, value.currency, locale=self.locale)).replace(" ", "\u00a0")

    def count(self, value: int) -> str:
        return str(format_decimal(value, locale=self.locale))

    def rate(self, ppm: int) -> str:
        percent = format_decimal(Decimal(ppm) / 10_000, format="0.####", locale=self.locale)
        return f"{percent}\u00a0%" if self.locale.language != _ENGLISH else f"{percent}%"

    def less(self, value: Money) -> str:
        return f"\u2212{self.money(value)}"


def _invoice(issued: InvoiceIssued, it: _Writer) -> dict[str, Any]:
    sale = issued.sale
    goods, on_top = Money.total((line.total for line in sale.lines), sale.total.currency), _on_top(sale)
    return {
        "title": it.word("invoice"), "lead": "",
        "about": [
            [it.word("date"), it.day(issued.on)], [it.word("order"), issued.order],
            [it.word("ordered"), it.day(sale.ordered_at)], [it.word("paid"), it.day(sale.paid_at)],
        ],
        "heads": [it.word(name) for name in ("goods", "pieces", "each", "vat", "amount")],
        "lines": [
            {"name": line.name, "note": _note(line.options, line.sku), "figures": [
                it.count(line.quantity), it.money(line.unit_price), it.rate(line.tax_ppm), it.money(line.total),
            ]} for line in sale.lines
        ],
        "sums": [
            [it.word("subtotal"), it.money(goods)],
            *([one.name, it.less(one.amount)] for one in sale.reductions),
            [it.word("shipping"), it.money(sale.shipping)],
            *([[it.word("tax"), it.money(on_top)]] if on_top.minor > 0 else []),
        ],
        "total": [it.word("total"), it.money(sale.total)], "taxes": _taxes(sale.taxes, it),
        "notes": [
            it.word("exchange_paid", number=sale.returned) if sale.returned
            else it.word("paid_note", total=it.money(sale.total), day=it.day(sale.paid_at)),
            *([it.word("credit_spent", credit=it.money(sale.credit))] if sale.credit else []), *_about_tax(sale, it),
        ],
    }


def _credit_note(issued: CreditNoteIssued, invoice: InvoiceIssued, it: _Writer) -> dict[str, Any]:
    credit = issued.credit
    corrects = "corrects_all" if credit.total == invoice.sale.total else "corrects_part"
    return {
        "title": it.word("credit_note"),
        "lead": it.word(corrects, invoice=invoice.number, day=it.day(invoice.on)),
        "about": [
            [it.word("date"), it.day(issued.on)], [it.word("for_invoice"), invoice.number],
            [it.word("order"), issued.order], [it.word("ordered"), it.day(invoice.sale.ordered_at)],
        ],
        "heads": [it.word(name) for name in ("goods", "pieces", "vat", "amount")],
        "lines": [
            {"name": line.name, "note": _note(line.options, line.sku), "figures": [
                it.count(line.quantity), it.rate(line.tax_ppm), it.money(line.amount),
            ]} for line in credit.lines
        ],
        "sums": [[it.word("shipping"), it.money(credit.shipping)]],
        "total": [it.word("credited"), it.money(credit.total)], "taxes": _taxes(credit.taxes, it),
        "notes": [
            *_given_back(credit, it), *_about_tax(invoice.sale, it),
        ],
    }


def _given_back(credit: Credit, it: _Writer) -> list[str]:
    """What becomes of the amount."""
    return [
        *([it.word("exchanged", amount=it.money(credit.exchanged))] if credit.exchanged else []),
        *([it.word("credit_granted", credit=it.money(credit.to_credit))] if credit.to_credit else []),
    ] or [it.word("credit_note_note")]


def _on_top(sale: Sale) -> Money:
    """What comes on top of prices without tax."""
    goods = Money.total((line.total for line in sale.lines), sale.total.currency)
    off = Money.total((one.amount for one in sale.reductions), sale.total.currency)
    return sale.total - (goods + sale.shipping - off)


def _about_tax(sale: Sale, it: _Writer) -> list[str]:
    """How the prices stand to the tax: with it, without it, or why there is none."""
    if sale.exempt:
        return [it.word("reverse_charge")]
    if _on_top(sale).minor > 0:
        return [it.word("on_top")]
    return [it.word("with_vat")] if sale.tax.minor else []


def _lines(text: str) -> list[str]:
    return [text] if text else []


def _taxes(taxes: Sequence[TaxAt], it: _Writer) -> list[list[str]]:
    return [
        [it.rate(one.ppm), it.money(one.net), it.money(one.tax), it.money(one.net + one.tax)] for one in taxes
    ]


def _note(options: dict[str, str], sku: str) -> str:
    return " · ".join([*options.values(), sku])


def _vat(id: str, it: _Writer) -> str:
    return it.word("vat_id", id=id) if id else ""


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale(_ENGLISH)
