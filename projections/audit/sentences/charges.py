"""What the facts about taxes, shipping and currencies say."""

from typing import assert_never

from projections.audit.sentences.telling import said
from store.application.audit.messages import Sentence
from store.application.shared.answers import percent
from store.domain.pricing.currency_events import CurrenciesSet, CurrencyEvent, RateEvent, RatesPublished
from store.domain.pricing.shipping_events import ShippingEvent, ShippingPlanned
from store.domain.pricing.tax_events import TaxEvent, TaxRatesSaid, TaxRateTakenBack, TaxRulesChanged


def say_of_taxes(event: TaxEvent) -> Sentence:
    """The sentence for what was said about taxes."""
    match event:
        case TaxRatesSaid(rates=(rate,), source=""):
            return said(
                "{who} said that {country} taxes {kind} goods with {rate} % from {since} on", country=rate.country,
                kind=rate.tax_class, rate=percent(rate.ppm), since=str(rate.since),
            )
        case TaxRatesSaid(rates=rates, source=source):
            return said("{who} took {many} tax rates from {source}", many=len(rates), source=source or "a list")
        case TaxRateTakenBack(rate=rate):
            since = str(rate.since)
            return said("{who} took back the rate of {country} from {since}", country=rate.country, since=since)
        case TaxRulesChanged():
            return said("{who} changed by which rules the shop taxes")
        case _:
            assert_never(event)


def say_of_shipping(event: ShippingEvent) -> Sentence:
    """The sentence for how parcels are sent."""
    match event:
        case ShippingPlanned(plan=plan):
            return said(
                "{who} said how parcels are sent: in {ways} ways, to {zones} zones", ways=len(plan.ways),
                zones=len(plan.zones),
            )
        case _:
            assert_never(event)


def say_of_currencies(event: CurrencyEvent) -> Sentence:
    """The sentence for what the shop takes."""
    match event:
        case CurrenciesSet(rules=rules):
            them = ", ".join(it.code for it in rules.sold) or "no other currency"
            return said("{who} had the shop sell in {them} beside its own currency", them=them)
        case _:
            assert_never(event)


def say_of_rates(event: RateEvent) -> Sentence:
    """The sentence for what currencies are worth."""
    match event:
        case RatesPublished(day=day, source=source, rates=rates):
            return said("Rates of {day} came from {source}: {many}", day=str(day), source=source, many=len(rates))
        case _:
            assert_never(event)
