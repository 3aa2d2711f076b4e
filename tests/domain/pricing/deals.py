"""Promotions and carts for tests of pricing."""

from datetime import date

from hypothesis import strategies as st

from store.domain.pricing.quote import Goods, TaxRate, reckon
from store.domain.pricing.reckoning import Carriage, Circumstances
from store.domain.pricing.terms import (
    AmountOff,
    Bundle,
    BuyGet,
    Chosen,
    Deal,
    FreeShipping,
    PercentOff,
    Stacking,
    Terms,
    Tier,
    Tiers,
    Traits,
)
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

DAY = date(2026, 5, 31)
GERMANY = TaxRate("DE", 190_000)
CURRENCIES = ["JPY", "EUR", "KWD"]
TENTH = PercentOff(100_000)
TEN = AmountOff({"EUR": 1000})


def goods(*lines, currency="EUR"):
    """``("MUG", 2, 900)``"""
    return tuple(Goods(Sku(sku), quantity, Money(price, currency)) for sku, quantity, price in lines)


def deal(effect, id="a", **terms):
    return Deal(id=id, name=id, terms=Terms(effect, **terms))


def priced(lines, *deals, shipping=490, rate=GERMANY, currency="EUR", traits=None, stacking=None, day=DAY):
    around = Circumstances(
        currency, day, Carriage(Money(shipping, currency)), deals, traits or {}, stacking or {},
    )
    return reckon(lines, rate, around)


def why(quote):
    """What is said of those that gave nothing."""
    return {it.deal.id: it.why for it in quote.reductions.refused}


def off(quote):
    """What each took off."""
    return {it.deal.id: it.off for it in quote.reductions.made}


PPM = st.one_of(st.just(1_000_000), st.integers(1, 1_000_000))
SKUS = st.sampled_from([f"sku-{n}" for n in range(6)])
SOME = st.sets(SKUS, min_size=1, max_size=3).map(lambda it: tuple(sorted(it)))
EFFECTS = st.one_of(
    st.builds(PercentOff, PPM),
    st.integers(1, 10**7).map(lambda minor: AmountOff(dict.fromkeys(CURRENCIES, minor))),
    st.just(FreeShipping()),
    st.builds(BuyGet, st.integers(1, 3), st.integers(1, 3), PPM),
    st.lists(st.builds(Tier, st.integers(1, 30), PPM), min_size=1, max_size=3).map(lambda it: Tiers(tuple(it))),
    st.builds(Bundle, SOME, PPM),
)
TERMS = st.builds(
    Terms, EFFECTS, chosen=st.one_of(st.just(Chosen()), st.builds(Chosen, products=SOME)),
    floor=st.sampled_from([0, 0, 500_000, 900_000]), priority=st.sampled_from([1, 100]), alone=st.booleans(),
)
DEALS = st.lists(TERMS, max_size=5).map(
    lambda found: tuple(Deal(id=f"deal-{n}", name="", terms=terms) for n, terms in enumerate(found)),
)


@st.composite
def carts(draw):
    """Lines, what surrounds them, and a rate."""
    currency = draw(st.sampled_from(CURRENCIES))
    rows = draw(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 10**7)), max_size=6))
    lines = tuple(Goods(Sku(f"sku-{n}"), q, Money(price, currency)) for n, (q, price) in enumerate(rows))
    stacking = draw(st.dictionaries(st.sampled_from(["line", "order", "shipping"]), st.sampled_from(list(Stacking))))
    around = Circumstances(
        currency, DAY, Carriage(Money(draw(st.integers(0, 10**5)), currency)), draw(DEALS),
        {Sku("sku-0"): Traits("zero", "Kiln")}, stacking,
    )
    return lines, TaxRate("DE", draw(st.integers(0, 500_000))), around
