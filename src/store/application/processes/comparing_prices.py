"""Comparing a price that was recorded with what it is when reckoned again, part by part."""

from collections.abc import Iterator
from typing import Any

from store.application.processes.order_parts import taxed_at
from store.domain.ordering.events import OrderLine, Totals
from store.domain.payments.payment import Payment
from store.domain.pricing.quote import Quote
from store.domain.shared.money import Money


def differing(lines: tuple[OrderLine, ...], totals: Totals, quote: Quote) -> Iterator[str]:
    """What was recorded otherwise than it is when reckoned again, in words."""
    if totals.rounding != quote.rounding:
        yield f"It was rounded by another rule than was recorded with it: {totals.rounding}."
    if totals.exempt != quote.taxing.exempt:
        yield f"Why no tax was due was recorded as “{totals.exempt}”, and is “{quote.taxing.exempt}”."
    nothing = Money(0, totals.total.currency)
    for line, again in zip(lines, quote.lines, strict=True):
        yield from _compared(f"The sum of {line.sku}", line.total, again.total)
        yield from _compared(f"The discount on {line.sku}", line.discount or nothing, again.discount)
        yield from _compared(f"The tax inside {line.sku}", line.tax_included, again.tax_included)
        yield from _compared(f"The tax on top of {line.sku}", line.tax_added or nothing, again.tax_added)
        ppm = totals.tax_ppm if line.tax_ppm is None else line.tax_ppm
        yield from _compared(f"The rate of {line.sku} in millionths", ppm, again.ppm)
    yield from _compared("The goods together", totals.subtotal, quote.subtotal)
    yield from _compared("Shipping", totals.shipping, quote.shipping)
    given = {it.promotion: it.amount for it in totals.discounts}
    taken = {it.deal.id: Money(it.off, totals.total.currency) for it in quote.reductions.made}
    called = {it.promotion: it.name for it in totals.discounts} | {
        it.deal.id: it.deal.name for it in quote.reductions.made
    }
    for id, name in called.items():
        yield from _compared(f"What “{name}” took off", given.get(id, nothing), taken.get(id, nothing))
    yield from _compared("The tax inside", totals.tax_included, quote.tax_included)
    yield from _compared("The tax on top", totals.tax_added or nothing, quote.tax_added)
    if totals.taxes and totals.taxes != taxed_at(quote):
        yield "What was taxed at which rate was recorded otherwise than it is when reckoned again."
    yield from _compared("The total", totals.total, quote.total)


def asked_otherwise(payment: Payment, quote: Quote, credit: Money | None) -> Iterator[str]:
    """The same of what was asked for: all that *credit* didn't pay."""
    to_pay = quote.total - credit if credit else quote.total
    if payment.amount is not None and payment.amount != to_pay:
        yield f"What was asked for was {payment.amount}, and is {to_pay} when reckoned again."


def _compared(what: str, recorded: Any, again: Any) -> Iterator[str]:
    if recorded != again:
        yield f"{what} was recorded as {recorded}, and is {again} when reckoned again."
